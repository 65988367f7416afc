import type { Site } from "../site.ts";
import { isNotModified, type Validators } from "./conditional.ts";
import { type Audience, documentHeaders } from "./headers.ts";

/** A document that can be asked for again and again, known by its validators before it is rendered. */
export interface Resource {
  readonly site: Site;
  readonly audience: Audience;
  readonly mediaType: string;
  readonly validators: Validators;
  readonly render: () => Promise<string>;
}

/**
 * Answers a GET or HEAD (RFC 9110, sections 9.3.1 and 9.3.2) with 200, or with 304, for which nothing is rendered.
 * @param now UTC
 */
export async function respond(request: Request, resource: Resource, now: Date): Promise<Response> {
  const { site, audience, mediaType, validators, render } = resource;
  const headers = documentHeaders(site, audience, mediaType, validators);
  if (isNotModified(request.headers, validators, now)) return new Response(null, { status: 304, headers });
  const bytes = new TextEncoder().encode(await render());
  headers.set("content-length", String(bytes.length));
  return new Response(request.method === "HEAD" ? null : bytes, { headers });
}
