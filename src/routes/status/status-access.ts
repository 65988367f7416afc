import type { TokenSource } from "../../http/access-tokens.ts";
import { basicPassword, bearerToken, createTokenCheck, insufficientScope } from "../../http/authentication.ts";
import { privateHeaders } from "../../http/headers.ts";
import { isLoopbackHost } from "../../http/loopback.ts";
import {
  insufficientScopeProblem,
  type Problem,
  prefersHtml,
  problemHeaders,
  problemJson,
} from "../../http/problem.ts";
import { responseWithLength } from "../../http/response-with-length.ts";
import type { Log } from "../../lib/log.ts";
import { problemPage } from "../../pages/views/problem-page.ts";
import type { Site } from "../../site/site.ts";

/** What the access control of the status needs. */
export interface StatusAccessOptions {
  /** Nothing until the content is loaded. */
  readonly site: () => Site | undefined;
  /** The tokens, of which those with the scope `status` let a client in. */
  readonly tokens: TokenSource;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
}

/** The decision on a request: let in, as unknown as any other address, or a response that refuses it. */
export type Admission = "in" | "nothing" | Response;

/** @param local whether the request comes from this machine itself, asks this machine, and came through no proxy */
export type StatusAccess = (request: Request, local: boolean) => Promise<Admission>;

/** What a token needs for the status. */
const SCOPE = "status";

/**
 * Controls access to the status. A client needs a token, as `Authorization: Bearer` or as the password of
 * `Authorization: Basic`, which browsers ask for. Without a token only a developer at the same machine is let in, and
 * for everybody else the addresses do not exist.
 *
 * A request without `Authorization` is no attempt to guess, and is not counted. A password that is wrong or lacks the
 * scope always gets 401, never 403 or 429: a browser asks for the password only after 401.
 */
export function createStatusAccess({ site, tokens, now, log }: StatusAccessOptions): StatusAccess {
  const check = createTokenCheck(SCOPE, now, log);
  return async (request, local) => {
    const current = site();
    // Only a site that is being developed has an address of loopback.
    if (current !== undefined && isLoopbackHost(new URL(current.address).host) && local) return "in";
    const available = await tokens();
    if (available.length === 0) return "nothing";
    const authorization = request.headers.get("authorization");
    if (authorization === null) return refuseStatus(request, UNAUTHORIZED, current);
    const verdict = check(available, basicPassword(authorization) || bearerToken(authorization));
    if (verdict.kind === "right") return "in";
    if (verdict.kind === "wrong" || /^basic\b/i.test(authorization))
      return refuseStatus(request, UNAUTHORIZED, current);
    if (verdict.kind === "insufficient") return refuseStatus(request, insufficientScopeProblem(SCOPE), current);
    return refuseStatus(request, { ...TOO_MANY, retryAfter: verdict.retryAfter }, current);
  };
}

/** An error response of the status; a page for browsers. It is never cached, and no other site's pages may read it. */
export function refuseStatus(request: Request, problem: Problem, site: Site | undefined): Response {
  const { status, detail } = problem;
  const html = prefersHtml(request.headers.get("accept") ?? "");
  const headers = privateHeaders(html ? "text/html; charset=utf-8" : "application/problem+json; charset=utf-8");
  for (const [name, value] of Object.entries(problemHeaders(problem))) headers.set(name, value);
  if (status === 401 || status === 429)
    for (const challenge of CHALLENGES) headers.append("www-authenticate", challenge);
  if (status === 403) headers.set("www-authenticate", INSUFFICIENT_CHALLENGE);
  if (status === 405) headers.set("allow", "GET, HEAD");
  const body = html ? problemPage(site, status, detail) : problemJson(problem);
  return responseWithLength(body, { status, headers });
}

const UNAUTHORIZED = {
  status: 401,
  detail:
    "This needs a token that may see the status: in a browser as the password, with any user name; " +
    "elsewhere in the header Authorization: Bearer.",
} as const;

const TOO_MANY = {
  status: 429,
  detail: "Too many requests came with a wrong token. Correct it; the right one is let in at any time.",
} as const;

/** RFC 7617, section 2.1, and RFC 6750, section 3. */
const BEARER_CHALLENGE = 'Bearer realm="Harkara"';
const CHALLENGES = ['Basic realm="Harkara", charset="UTF-8"', BEARER_CHALLENGE];
const INSUFFICIENT_CHALLENGE = `${BEARER_CHALLENGE}, ${insufficientScope(SCOPE)}`;
