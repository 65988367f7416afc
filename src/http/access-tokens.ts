import { createHash, randomBytes } from "node:crypto";

/** What tokens may be used for (RFC 6749, section 3.3). Nothing takes `media` and `hub` yet. */
export const TOKEN_SCOPES = ["publish", "media", "status", "hub"] as const;

export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Characters of a token's name: it is written with each article. @limit characters */
export const MAX_TOKEN_NAME_CHARACTERS = 64;

/** Tokens that are kept: each request of the API is compared with all of them. @limit tokens */
export const MAX_TOKENS = 1_000;

/** Random bytes of a token. It cannot be guessed, so a fast digest of it is as good as a slow one. */
const TOKEN_BYTES = 32;

/** The token of the environment that may do all; no other has its name. */
export const OWNER_NAME = "PUBLISH_TOKEN";

/** A token as it is kept. The token itself is known to its holder only. */
export interface AccessToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** SHA-256 in hexadecimal digits. */
  readonly digest: string;
  /** UTC. */
  readonly created?: Date | undefined;
}

/** The tokens that hold now. */
export type TokenSource = () => readonly AccessToken[] | Promise<readonly AccessToken[]>;

/** What is wrong with a name of a token; undefined if it may have it. It can stand in a header field and in a command line. */
export function tokenNameFault(name: string): string | undefined {
  if (name.length > MAX_TOKEN_NAME_CHARACTERS) return `at most ${MAX_TOKEN_NAME_CHARACTERS} characters are allowed`;
  if (!/^[a-z\d][\w.-]*$/i.test(name)) return "letters, digits, dots, hyphens and underscores are allowed";
  return name.toUpperCase() === OWNER_NAME ? `${OWNER_NAME} is the name of another token` : undefined;
}

/** What is wrong with a token that is kept, checked by hand: a Worker that serves its bundle carries no validator. */
function tokenFault(token: unknown): string | undefined {
  if (typeof token !== "object" || token === null) return "an object is expected";
  const { name, scopes, digest, created, ...others } = token as Record<string, unknown>;
  const areScopes = Array.isArray(scopes) && scopes.every((scope) => TOKEN_SCOPES.includes(scope));
  const time =
    typeof created === "string" && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(created) ? Date.parse(created) : Number.NaN;
  if (typeof name !== "string") return "name: a text is expected";
  const nameFault = tokenNameFault(name);
  if (nameFault !== undefined) return `name: ${nameFault}`;
  if (!areScopes || scopes.length === 0) return `scopes: a list of ${TOKEN_SCOPES.join(", ")} is expected`;
  if (typeof digest !== "string" || !/^[\da-f]{64}$/.test(digest))
    return "digest: 64 hexadecimal digits in small letters are expected";
  if (created !== undefined && Number.isNaN(time)) return "created: a time in UTC is expected";
  // The name of a member may be a secret that somebody put there by mistake.
  return Object.keys(others).length > 0 ? "it has an unknown member" : undefined;
}

/** Tokens, or what is wrong with them, without repeating any of it. */
export type TokensReading = { readonly tokens: readonly AccessToken[] } | { readonly message: string };

/** Parses tokens that are kept as JSON. */
export function parseTokens(text: string): TokensReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { message: "it is not JSON" };
  }
  if (!Array.isArray(json)) return { message: "a list is expected" };
  if (json.length > MAX_TOKENS) return { message: `at most ${MAX_TOKENS} tokens are allowed` };
  for (const [index, token] of json.entries()) {
    const fault = tokenFault(token);
    if (fault !== undefined) return { message: `${index}.${fault}` };
  }
  const tokens = json as (Omit<AccessToken, "created"> & { readonly created?: string })[];
  return {
    tokens: tokens.map(({ created, ...token }) => ({
      ...token,
      ...(created === undefined ? {} : { created: new Date(created) }),
    })),
  };
}

/** Tokens as JSON. */
export function formatTokens(tokens: readonly AccessToken[]): string {
  return JSON.stringify(tokens);
}

/** Makes a token. @param now UTC @returns the token, and what is kept of it */
export function createToken(
  name: string,
  scopes: readonly TokenScope[],
  now: Date,
): { readonly secret: string; readonly token: AccessToken } {
  const secret = randomBytes(TOKEN_BYTES).toString("base64url");
  return { secret, token: { name, scopes, digest: tokenDigest(secret), created: now } };
}

/** The token of the environment as one that may do all; none if it is empty or missing. */
export function ownerTokens(secret: string | undefined): readonly AccessToken[] {
  return secret ? [{ name: OWNER_NAME, scopes: TOKEN_SCOPES, digest: tokenDigest(secret) }] : [];
}

/** What is kept of a token. */
export function tokenDigest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
