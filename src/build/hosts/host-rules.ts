import { GONE, UNKNOWN } from "../../app.ts";
import { fixedHeaders } from "../../http/headers.ts";
import type { Resource } from "../../http/resource.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { problemResponse } from "../../routes/problem-response.ts";
import { ABSENCE_MAX_AGE_SECONDS } from "../../routes/resolver.ts";
import type { Site } from "../../site/site.ts";

/** What a host is to send with the files of some addresses. */
export interface HostRule {
  /** Addresses as `ROUTES` has them. */
  readonly routes: readonly string[];
  readonly audience: Resource["audience"];
  readonly headers: readonly HeaderField[];
}

export type HeaderField = readonly [name: string, value: string];

/** Gathers the routes whose documents are sent with the same headers. @param resources one of each route */
export function hostRules(resources: ReadonlyMap<string, Resource>): readonly HostRule[] {
  const rules = new Map<string, HostRule & { readonly routes: string[] }>();
  for (const [route, resource] of resources) {
    const pairs = fixedHeaders(resource);
    const key = pairs.join("\n");
    const rule = rules.get(key) ?? { routes: [], audience: resource.audience, headers: fieldsOf(pairs) };
    rule.routes.push(route);
    rules.set(key, rule);
  }
  return [...rules.values()];
}

/** An error as the service answers it to who asks for a page, and to programs. */
export interface ErrorFile {
  readonly name: string;
  readonly bytes: Bytes;
  readonly headers: readonly HeaderField[];
}

/** What a host answers where there is nothing (404), and where an article was (410). */
export function errorFiles(site: Site): Promise<readonly ErrorFile[]> {
  const kinds = [UNKNOWN, GONE].flatMap((problem) =>
    [
      ["html", "text/html"],
      ["json", "application/json"],
    ].map(([suffix, accept = ""]) => ({ problem, accept, name: `${problem.status}.${suffix}` })),
  );
  return Promise.all(
    kinds.map(async ({ problem, accept, name }) => {
      const request = new Request(site.address, { headers: { accept } });
      const response = problemResponse(request, "page", { ...problem, maxAge: ABSENCE_MAX_AGE_SECONDS }, site);
      const headers = [...response.headers].filter(([header]) => header !== "content-length");
      return { name, bytes: new Uint8Array(await response.arrayBuffer()), headers };
    }),
  );
}

/** Names and values, one after the other, as pairs. */
export function fieldsOf(pairs: readonly string[]): HeaderField[] {
  return Array.from({ length: pairs.length / 2 }, (_, index) => [pairs[2 * index] ?? "", pairs[2 * index + 1] ?? ""]);
}
