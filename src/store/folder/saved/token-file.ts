import { chown, stat } from "node:fs/promises";
import { join } from "node:path";
import { type AccessToken, formatTokens, parseTokens } from "../../../http/access-tokens.ts";
import { PRIVATE_DISK, replaceFile } from "../writer/durable-disk.ts";
import { readTextIfPresent } from "./saved-state-file.ts";

/** Bytes of the file of tokens: `MAX_TOKENS` fit. @limit bytes */
const MAX_TOKEN_FILE_BYTES = 1_048_576;

/** Name of the file, in the content folder, with the digests of tokens. */
export const TOKENS_FILE = ".harkara-tokens.json";

/** Reads the tokens of a content folder; none if there is no file. @throws Error if it is invalid or cannot be read */
export async function readTokenFile(folder: string): Promise<readonly AccessToken[]> {
  const text = await readTextIfPresent(join(folder, TOKENS_FILE), MAX_TOKEN_FILE_BYTES);
  const reading = parseTokens(text ?? "[]");
  if ("message" in reading) throw new Error(reading.message);
  return reading.tokens;
}

/** Replaces the tokens of a content folder, durably. @throws the error of the file system */
export async function writeTokenFile(folder: string, tokens: readonly AccessToken[]): Promise<void> {
  await replaceFile(PRIVATE_DISK, folder, TOKENS_FILE, `${formatTokens(tokens)}\n`);
  // What root writes would be for root alone; the service has the user of its folder.
  const { uid, gid } = await stat(folder);
  if (process.getuid?.() === 0 && uid !== 0) await chown(join(folder, TOKENS_FILE), uid, gid);
  await PRIVATE_DISK.sync(folder);
}
