import { createHash, timingSafeEqual } from "node:crypto";
import { MAX_WRONG_TOKENS, WRONG_TOKEN_WINDOW_MS } from "../limits.ts";
import type { Log } from "../log.ts";
import { problem } from "./answers.ts";

/** The answer to a request that may not publish; nothing when it may. Given the value of `Authorization`. */
export type Gate = (authorization: string | undefined) => Response | undefined;

/**
 * Lets in who has the token (RFC 6750, section 2.1). A missing and a wrong one get the same answer, byte for byte.
 * Beyond `MAX_WRONG_TOKENS` in a window wrong ones get 429; they are counted over all clients, as addresses behind
 * proxies say nothing, so the right one is let in all the same.
 * @param now UTC
 */
export function createGate(token: string, now: () => Date, log: Log): Gate {
  const right = hash(token);
  let begun = 0;
  let wrong = 0;
  return (authorization) => {
    const given = /^bearer +(.*)$/i.exec(authorization ?? "")?.[1] ?? "";
    // Digests are of one length, and where two of them differ says nothing about the texts.
    if (timingSafeEqual(hash(given), right)) return undefined;
    const time = now().getTime();
    if (time < begun || time - begun >= WRONG_TOKEN_WINDOW_MS) [begun, wrong] = [time, 0];
    wrong += 1;
    if (wrong <= MAX_WRONG_TOKENS) return problem(UNAUTHORIZED, CHALLENGE);
    if (wrong === MAX_WRONG_TOKENS + 1) {
      log.warn(`${MAX_WRONG_TOKENS} requests came without the right token: such requests now get 429`);
    }
    const retryAfter = Math.ceil((begun + WRONG_TOKEN_WINDOW_MS - time) / 1000);
    return problem({ ...TOO_MANY, retryAfter });
  };
}

const UNAUTHORIZED = {
  status: 401,
  detail:
    "This needs the header Authorization: Bearer, and in it the token that the service was started with.",
} as const;

const TOO_MANY = {
  status: 429,
  detail: "Too many requests came without the right token. Correct it; the right one is let in at any time.",
} as const;

/** RFC 6750, section 3, wants at least one parameter. */
const CHALLENGE = { "www-authenticate": 'Bearer realm="harkara"' };

function hash(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
