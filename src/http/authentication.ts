import { timingSafeEqual } from "node:crypto";
import type { Log } from "../lib/log.ts";
import { type AccessToken, type TokenScope, tokenDigest } from "./access-tokens.ts";

/** Requests with a wrong token within `WRONG_TOKEN_WINDOW_MS` that get a 401; no honest program is wrong so often. @limit requests */
export const MAX_WRONG_TOKENS = 1_000;

/** Milliseconds in which wrong tokens are counted, and after which they are forgotten: guessing a token stays hopeless. @limit ms */
export const WRONG_TOKEN_WINDOW_MS = 600_000;

/** The result of checking a token. */
export type TokenVerdict =
  | { readonly kind: "right"; readonly name: string }
  /** A right one that lacks the scope. */
  | { readonly kind: "insufficient" }
  | { readonly kind: "wrong" }
  /** Wrong, and so were many before it. @param retryAfter seconds after which wrong ones are looked at again */
  | { readonly kind: "too-many"; readonly retryAfter: number };

/** Checks the token that a client presents, an empty one if it presents none. */
export type TokenCheck = (tokens: readonly AccessToken[], presented: string) => TokenVerdict;

/**
 * Creates a check that compares tokens in constant time. After `MAX_WRONG_TOKENS` wrong ones in a window it reports too
 * many. They are counted over all clients, as addresses behind proxies say nothing. A right token always passes.
 * @param scope that a token needs
 * @param now UTC
 */
export function createTokenCheck(scope: TokenScope, now: () => Date, log: Log): TokenCheck {
  let begun = 0;
  let wrong = 0;
  return (tokens, presented) => {
    const token = findToken(tokens, presented);
    if (token !== undefined)
      return token.scopes.includes(scope) ? { kind: "right", name: token.name } : { kind: "insufficient" };
    const time = now().getTime();
    if (time < begun || time - begun >= WRONG_TOKEN_WINDOW_MS) [begun, wrong] = [time, 0];
    wrong += 1;
    if (wrong <= MAX_WRONG_TOKENS) return { kind: "wrong" };
    if (wrong === MAX_WRONG_TOKENS + 1) {
      log.warn(`${MAX_WRONG_TOKENS} requests came without the right token: such requests now get 429`);
    }
    return { kind: "too-many", retryAfter: Math.ceil((begun + WRONG_TOKEN_WINDOW_MS - time) / 1000) };
  };
}

/** The parameters of a challenge for a right token that lacks a scope (RFC 6750, section 3.1). */
export function insufficientScope(scope: TokenScope): string {
  return `error="insufficient_scope", scope="${scope}"`;
}

/** The token of `Authorization: Bearer` (RFC 6750, section 2.1); empty when there is none. */
export function bearerToken(authorization: string | undefined): string {
  return /^bearer +(.*)$/i.exec(authorization ?? "")?.[1] ?? "";
}

/**
 * The password of `Authorization: Basic` (RFC 7617, section 2) with any user name; empty when there is none. Browsers send
 * it with requests that other sites' pages make, so it must not allow any change.
 */
export function basicPassword(authorization: string | undefined): string {
  const coded = /^basic +([a-z\d+/]+=*) *$/i.exec(authorization ?? "")?.[1] ?? "";
  try {
    const bytes = Uint8Array.from(atob(coded), (character) => character.charCodeAt(0));
    const pair = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // A user's name has no colon; all behind the first is the password.
    return pair.includes(":") ? pair.slice(pair.indexOf(":") + 1) : "";
  } catch {
    return "";
  }
}

/** The token that is presented. Takes the same time wherever it stands, and for one that differs at its end. */
function findToken(tokens: readonly AccessToken[], presented: string): AccessToken | undefined {
  if (presented === "") return undefined;
  // Digests have one length, and where two of them differ says nothing about the texts.
  const encoder = new TextEncoder();
  const digest = encoder.encode(tokenDigest(presented));
  return tokens.filter((token) => timingSafeEqual(encoder.encode(token.digest), digest))[0];
}
