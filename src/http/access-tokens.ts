import { createHash, randomBytes } from "node:crypto";
import * as z from "zod/mini";

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

/** The name can stand in a header field and in a command line. */
export const tokenName = z.string().check(
  z.maxLength(MAX_TOKEN_NAME_CHARACTERS, `at most ${MAX_TOKEN_NAME_CHARACTERS} characters are allowed`),
  z.regex(/^[a-z\d][\w.-]*$/i, "letters, digits, dots, hyphens and underscores are allowed"),
  z.refine((name) => name.toUpperCase() !== OWNER_NAME, `${OWNER_NAME} is the name of another token`),
);

const tokenList = z
  .array(
    z.strictObject({
      name: tokenName,
      scopes: z.array(z.enum(TOKEN_SCOPES)).check(z.minLength(1, "at least one scope is expected")),
      digest: z.string().check(z.regex(/^[\da-f]{64}$/, "64 hexadecimal digits in small letters are expected")),
      created: z.optional(
        z.pipe(
          z.iso.datetime(),
          z.transform((text: string) => new Date(text)),
        ),
      ),
    }),
  )
  .check(z.maxLength(MAX_TOKENS, `at most ${MAX_TOKENS} tokens are allowed`));

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
  const { data, error } = tokenList.safeParse(json);
  if (data !== undefined) return { tokens: data };
  const [issue] = error.issues;
  const place = issue?.path.map(String).join(".") || "the list";
  // The message of an unknown member repeats its name.
  return { message: `${place}: ${issue?.code === "unrecognized_keys" ? "it has an unknown member" : issue?.message}` };
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
