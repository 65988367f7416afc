import { join } from "node:path";
import {
  type AccessToken,
  createToken,
  formatTokens,
  MAX_TOKENS,
  parseTokens,
  TOKEN_SCOPES,
  type TokenScope,
  tokenNameFault,
} from "../../http/access-tokens.ts";
import { readVariable } from "../../lib/environment/read-variable.ts";
import { readTokenFile, TOKENS_FILE, writeTokenFile } from "../../store/folder/saved/token-file.ts";
import { isFolder } from "../check.ts";
import { type Command, type Io, parseCommand, UsageError } from "../command.ts";
import { contentFolder } from "../places.ts";

export const tokenCommand: Command = {
  summary: "make, list and withdraw tokens of the publishing API",
  usage: `Usage: harkara token add name --scope scopes [--content folder | --print]
       harkara token list [--content folder]
       harkara token remove name [--content folder | --print]

A token has a name and scopes. add prints it once: only its digest is kept, in ${TOKENS_FILE} in the content folder.
A running service takes and refuses tokens as they come and go. Run it as the user of the service, or as root.

  --scope     what it may do, with commas in between: ${TOKEN_SCOPES.join(", ")}
  --content   the content folder (default: CONTENT_DIR, or content)
  --print     leave the folder alone, and print the JSON for the variable TOKENS; what TOKENS has now is kept in it
  --help      print this

Exit code: 0 done, 1 not done, 2 usage.`,

  async run(args, io) {
    const { values, positionals } = parseCommand(
      args,
      { scope: { type: "string" }, content: { type: "string" }, print: { type: "boolean", default: false } },
      2,
    );
    const [action, name] = positionals;
    if (action !== "add" && action !== "list" && action !== "remove")
      throw new UsageError("say add, list or remove first");
    if ((name === undefined) !== (action === "list"))
      throw new UsageError(name === undefined ? "the name is missing" : `“${name}” is one argument too many`);
    if ((values.scope === undefined) === (action === "add"))
      throw new UsageError(action === "add" ? "--scope is missing" : "--scope is for add only");
    if (values.print && (action === "list" || values.content !== undefined))
      throw new UsageError("--print goes with neither list nor --content");
    const scopes = readScopes(values.scope);
    const place = values.print ? printedTokens(io) : await folderTokens(values.content ?? contentFolder(io));
    try {
      const tokens = await place.read();
      if (action === "list") return list(tokens, io);
      return await (action === "add" ? add(name ?? "", scopes, tokens, place, io) : remove(name, tokens, place, io));
    } catch (error) {
      if (error instanceof UsageError) throw error;
      io.err(`${place.name}: ${(error as Error).message}`);
      return 1;
    }
  },
};

/** Where tokens are kept. */
interface TokenPlace {
  readonly name: string;
  readonly read: () => Promise<readonly AccessToken[]>;
  readonly write: (tokens: readonly AccessToken[]) => Promise<void>;
}

async function folderTokens(folder: string): Promise<TokenPlace> {
  if (!(await isFolder(folder))) throw new UsageError(`there is no folder ${folder}`);
  return {
    name: join(folder, TOKENS_FILE),
    read: () => readTokenFile(folder),
    write: (tokens) => writeTokenFile(folder, tokens),
  };
}

function printedTokens(io: Io): TokenPlace {
  return {
    name: "TOKENS",
    async read() {
      const reading = parseTokens(readVariable(io.env, "TOKENS") ?? "[]");
      if ("message" in reading) throw new UsageError(`TOKENS is faulty: ${reading.message}`);
      return reading.tokens;
    },
    write: async (tokens) => io.out(formatTokens(tokens)),
  };
}

/** @throws UsageError */
function readScopes(list: string | undefined): readonly TokenScope[] {
  const names = list?.split(",").map((name) => name.trim()) ?? [];
  const unknown = names.find((name) => !TOKEN_SCOPES.some((scope) => scope === name));
  if (unknown !== undefined) throw new UsageError(`“${unknown}” is no scope: there are ${TOKEN_SCOPES.join(", ")}`);
  return TOKEN_SCOPES.filter((scope) => names.includes(scope));
}

async function add(
  name: string,
  scopes: readonly TokenScope[],
  tokens: readonly AccessToken[],
  place: TokenPlace,
  io: Io,
): Promise<number> {
  const fault = tokenNameFault(name);
  if (fault !== undefined) throw new UsageError(`“${name}” cannot be a token's name: ${fault}`);
  if (tokens.some((token) => token.name === name)) {
    io.err(`there is a token ${name} already: remove it first, or choose another name`);
    return 1;
  }
  if (tokens.length >= MAX_TOKENS) {
    io.err(`there are ${MAX_TOKENS} tokens already: remove one first`);
    return 1;
  }
  const { secret, token } = createToken(name, scopes, io.now());
  // Whoever sees a token must be able to count on it.
  await place.write([...tokens, token]);
  io.out(secret);
  io.err("keep the token where secrets are kept: it is not shown again");
  return 0;
}

async function remove(
  name: string | undefined,
  tokens: readonly AccessToken[],
  place: TokenPlace,
  io: Io,
): Promise<number> {
  const left = tokens.filter((token) => token.name !== name);
  if (left.length === tokens.length) {
    io.err(`there is no token ${name}`);
    return 1;
  }
  await place.write(left);
  io.err(`removed ${name}`);
  return 0;
}

function list(tokens: readonly AccessToken[], io: Io): number {
  const width = Math.max(...tokens.map(({ name }) => name.length));
  for (const { name, scopes, created } of tokens)
    io.out(`${name.padEnd(width)}  ${scopes.join(",")}${created === undefined ? "" : `  ${created.toISOString()}`}`);
  return 0;
}
