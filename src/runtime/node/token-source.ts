import { join } from "node:path";
import type { AccessToken, TokenSource } from "../../http/access-tokens.ts";
import type { Log } from "../../lib/log.ts";
import { statFile } from "../../store/folder/files/read-file.ts";
import { readTokenFile, TOKENS_FILE } from "../../store/folder/saved/token-file.ts";

/**
 * Follows the tokens of a content folder: each call looks whether the file changed, so that a token that was withdrawn
 * is refused at once. While the file is faulty its last good version stays in force.
 * @param bound tokens that hold besides those of the file
 */
export function followTokens(folder: string, bound: readonly AccessToken[], log: Log): TokenSource {
  const path = join(folder, TOKENS_FILE);
  let good = bound;
  let seen: string | undefined;
  let reading = Promise.resolve(bound);

  const read = async () => {
    try {
      good = [...bound, ...(await readTokenFile(folder))];
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      log.error(`${TOKENS_FILE} is faulty, and the tokens before stay in force: ${reason}`);
    }
    return good;
  };

  return async () => {
    const { signature } = await statFile(path);
    if (signature !== seen) {
      seen = signature;
      reading = read();
    }
    return reading;
  };
}
