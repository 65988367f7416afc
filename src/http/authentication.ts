import { createHash, timingSafeEqual } from "node:crypto";
import type { Log } from "../lib/log.ts";

/** Requests with a wrong token within `WRONG_TOKEN_WINDOW_MS` that get a 401; no honest program is wrong so often. @limit requests */
export const MAX_WRONG_TOKENS = 1_000;

/** Milliseconds in which wrong tokens are counted, and after which they are forgotten: guessing a token stays hopeless. @limit ms */
export const WRONG_TOKEN_WINDOW_MS = 600_000;

/** What a token that was shown is worth. */
export type TokenVerdict =
  | { readonly kind: "right" }
  | { readonly kind: "wrong" }
  /** Wrong, and so were many before it. @param retryAfter seconds after which wrong ones are looked at again */
  | { readonly kind: "too-many"; readonly retryAfter: number };

/** Judges a token that was shown; an empty one stands for none. */
export type TokenCheck = (presented: string) => TokenVerdict;

/**
 * Compares tokens with the right one, in a time that says nothing about it. Beyond `MAX_WRONG_TOKENS` in a window there
 * are too many wrong ones; they are counted over all clients, as addresses behind proxies say nothing, so the right one
 * is let in all the same.
 * @param now UTC
 */
export function createTokenCheck(token: string, now: () => Date, log: Log): TokenCheck {
  const right = hash(token);
  let begun = 0;
  let wrong = 0;
  return (presented) => {
    // Digests are of one length, and where two of them differ says nothing about the texts.
    if (timingSafeEqual(hash(presented), right)) return { kind: "right" };
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

/** The token of `Authorization: Bearer` (RFC 6750, section 2.1); empty when there is none. */
export function bearerToken(authorization: string | undefined): string {
  return /^bearer +(.*)$/i.exec(authorization ?? "")?.[1] ?? "";
}

/**
 * The password of `Authorization: Basic` (RFC 7617, section 2), whatever the user's name; empty when there is none. A
 * browser that has it sends it along with requests that other sites' pages make, so nothing may be changed by it.
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

function hash(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
