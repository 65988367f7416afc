import type { AccessToken } from "../http/access-tokens.ts";
import { bearerToken, createTokenCheck, insufficientScope } from "../http/authentication.ts";
import { insufficientScopeProblem } from "../http/problem.ts";
import type { Log } from "../lib/log.ts";
import { respondProblem } from "./responses.ts";

/** The decision on a request: the name of its token, or a response that refuses it. */
export type Authorization = { readonly name: string } | { readonly refusal: Response };

/** @param authorization the value of the header field */
export type Authorize = (tokens: readonly AccessToken[], authorization: string | undefined) => Authorization;

/** What a token needs for the API. */
const SCOPE = "publish";

/**
 * Checks the bearer token (RFC 6750). A missing token and a wrong one get the same 401, one that may not publish 403.
 * After `MAX_WRONG_TOKENS` in a window the answer is 429.
 * @param now UTC
 */
export function createAuthorizer(now: () => Date, log: Log): Authorize {
  const check = createTokenCheck(SCOPE, now, log);
  return (tokens, authorization) => {
    const verdict = check(tokens, bearerToken(authorization));
    switch (verdict.kind) {
      case "right":
        return verdict;
      case "insufficient":
        return { refusal: respondProblem(insufficientScopeProblem(SCOPE), INSUFFICIENT_CHALLENGE) };
      case "wrong":
        return { refusal: respondProblem(UNAUTHORIZED, { "www-authenticate": CHALLENGE }) };
      case "too-many":
        return { refusal: respondProblem({ ...TOO_MANY, retryAfter: verdict.retryAfter }) };
    }
  };
}

const UNAUTHORIZED = {
  status: 401,
  detail: "This needs the header Authorization: Bearer, and in it a token that may publish.",
} as const;

const TOO_MANY = {
  status: 429,
  detail: "Too many requests came without the right token. Correct it; the right one is let in at any time.",
} as const;

/** RFC 6750, section 3 requires at least one parameter. */
const CHALLENGE = 'Bearer realm="harkara"';

const INSUFFICIENT_CHALLENGE = { "www-authenticate": `${CHALLENGE}, ${insufficientScope(SCOPE)}` };
