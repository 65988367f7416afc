import { bearerToken, createTokenCheck } from "../http/authentication.ts";
import type { Log } from "../lib/log.ts";
import { respondProblem } from "./responses.ts";

/** The response to a request that may not publish; undefined if it may. Takes the value of `Authorization`. */
export type Authorize = (authorization: string | undefined) => Response | undefined;

/**
 * Checks the bearer token (RFC 6750). A missing token and a wrong one get the same 401. After `MAX_WRONG_TOKENS` in a
 * window the answer is 429.
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
        return respondProblem(UNAUTHORIZED, CHALLENGE);
      case "too-many":
        return respondProblem({ ...TOO_MANY, retryAfter: verdict.retryAfter });
    }
  };
}

const UNAUTHORIZED = {
  status: 401,
  detail: "This needs the header Authorization: Bearer, and in it the token that the service was started with.",
} as const;

const TOO_MANY = {
  status: 429,
  detail: "Too many requests came without the right token. Correct it; the right one is let in at any time.",
} as const;

/** RFC 6750, section 3 requires at least one parameter. */
const CHALLENGE = { "www-authenticate": 'Bearer realm="harkara"' };
