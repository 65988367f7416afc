import { ALLOW, errorHeaders } from "../http/headers.ts";
import { type Problem, prefersHtml, problemHeaders, problemJson } from "../http/problem.ts";
import type { Audience } from "../http/resource.ts";
import { responseWithLength } from "../http/response-with-length.ts";
import { problemPage } from "../pages/views/problem-page.ts";
import type { Site } from "../site/site.ts";

/**
 * An error as a response: problem details as JSON (RFC 9457), or a page where a browser asks for the address of one.
 * @param site whose page it is; nothing while the content is still being loaded
 */
export function problemResponse(request: Request, audience: Audience, problem: Problem, site?: Site): Response {
  const { status, detail, maxAge = 0 } = problem;
  const html = audience === "page" && prefersHtml(request.headers.get("accept") ?? "");
  const headers = errorHeaders(
    audience,
    html ? "text/html; charset=utf-8" : "application/problem+json; charset=utf-8",
    maxAge,
  );
  if (audience === "page") headers.set("vary", "Accept");
  if (status === 405) headers.set("allow", ALLOW);
  for (const [name, value] of Object.entries(problemHeaders(problem))) headers.set(name, value);
  const body = html ? problemPage(site, status, detail) : problemJson(problem);
  return responseWithLength(body, { status, headers });
}
