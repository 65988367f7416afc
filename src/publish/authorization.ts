import { bearerToken, createTokenCheck } from "../http/authentication.ts";
import type { Log } from "../lib/log.ts";
import { problem } from "./responses.ts";

/** The answer to a request that may not publish; nothing when it may. Given the value of `Authorization`. */
export type Authorize = (authorization: string | undefined) => Response | undefined;

/**
 * Lets in who has the token. A missing and a wrong one get the same answer, byte for byte; beyond `MAX_WRONG_TOKENS` in
 * a window that is 429.
 * @param now UTC
 */
export function createAuthorizer(token: string, now: () => Date, log: Log): Authorize {
  const check = createTokenCheck(token, now, log);
  return (authorization) => {
    const verdict = check(bearerToken(authorization));
    switch (verdict.kind) {
      case "right":
        return undefined;
      case "wrong":
        return problem(UNAUTHORIZED, CHALLENGE);
      case "too-many":
        return problem({ ...TOO_MANY, retryAfter: verdict.retryAfter });
    }
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
