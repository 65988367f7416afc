import { basicPassword, bearerToken, createTokenCheck } from "../../http/authentication.ts";
import { privateHeaders } from "../../http/headers.ts";
import { isLoopbackHost } from "../../http/loopback.ts";
import { type Problem, prefersHtml, problemHeaders, problemJson } from "../../http/problem.ts";
import { responseWithLength } from "../../http/response-with-length.ts";
import type { Log } from "../../lib/log.ts";
import { problemPage } from "../../pages/views/problem-page.ts";
import type { Site } from "../../site/site.ts";

/** What a guard needs to know. */
export interface StatusAccessOptions {
  /** Nothing until the content is loaded. */
  readonly site: () => Site | undefined;
  /** Who has it is let in; nothing where there is none. */
  readonly token: string | undefined;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
}

/** What becomes of a request: it is let in, it finds nothing at such an address, or it is answered so. */
export type Admission = "in" | "nothing" | Response;

/** @param local whether the request comes from this machine itself, asks this machine, and came through no proxy */
export type StatusAccess = (request: Request, local: boolean) => Admission;

/**
 * Guards what is for the editor and the operator: it is shown to who has the token, as `Authorization: Bearer` or as the
 * password of `Authorization: Basic`, which browsers ask for; without one to whoever sits at the machine on which a site
 * is developed. Where there is no token nobody else learns that there is anything.
 *
 * A request without any `Authorization` is no attempt to guess, and is not counted. A browser is asked for the password at
 * all times, whoever else sends wrong ones and also when it shows an old one: it asks only after 401, so that what comes
 * as a password never gets 429.
 */
export function createStatusAccess({ site, token, now, log }: StatusAccessOptions): StatusAccess {
  const check = token ? createTokenCheck(token, now, log) : undefined;
  return (request, local) => {
    const current = site();
    // A site that is not being developed has an address of its own, whoever asks for it.
    if (current !== undefined && isLoopbackHost(new URL(current.address).host) && local) return "in";
    if (check === undefined) return "nothing";
    const authorization = request.headers.get("authorization");
    if (authorization === null) return refuseStatus(request, UNAUTHORIZED, current);
    const verdict = check(basicPassword(authorization) || bearerToken(authorization));
    if (verdict.kind === "right") return "in";
    if (verdict.kind === "wrong" || /^basic\b/i.test(authorization))
      return refuseStatus(request, UNAUTHORIZED, current);
    return refuseStatus(request, { ...TOO_MANY, retryAfter: verdict.retryAfter }, current);
  };
}

/** An error on a guarded address, for a browser as a page: kept by nobody, and no other site's pages may read it. */
export function refuseStatus(request: Request, problem: Problem, site: Site | undefined): Response {
  const { status, detail } = problem;
  const html = prefersHtml(request.headers.get("accept") ?? "");
  const headers = privateHeaders(
    html ? "text/html; charset=utf-8" : "application/problem+json; charset=utf-8",
  );
  for (const [name, value] of Object.entries(problemHeaders(problem))) headers.set(name, value);
  if (status === 401 || status === 429)
    for (const challenge of CHALLENGES) headers.append("www-authenticate", challenge);
  if (status === 405) headers.set("allow", "GET, HEAD");
  const body = html ? problemPage(site, status, detail) : problemJson(problem);
  return responseWithLength(body, { status, headers });
}

const UNAUTHORIZED = {
  status: 401,
  detail:
    "This needs the token that the service was started with: in a browser as the password, with any user name; " +
    "elsewhere in the header Authorization: Bearer.",
} as const;

const TOO_MANY = {
  status: 429,
  detail: "Too many requests came with a wrong token. Correct it; the right one is let in at any time.",
} as const;

/** RFC 7617, section 2.1, and RFC 6750, section 3. */
const CHALLENGES = ['Basic realm="Harkara", charset="UTF-8"', 'Bearer realm="Harkara"'];
