import { countNoun } from "../../lib/plural.ts";
import { pathPrefix } from "../../site/urls.ts";
import type { Content } from "../../store/content.ts";

/** Where a service listens, and what it serves. */
export interface Service {
  readonly host: string;
  readonly port: number;
  /** The content folder or database, as it was named. */
  readonly place: string;
}

/** The line for the person who starts the service: how much there is, and the address to open on this machine. */
export async function greetingOf({ host, port, place }: Service, { site, store }: Content, now: Date): Promise<string> {
  const { articles } = await store.taxonomyCounts(now);
  const address = localAddress(host, port);
  return `Harkara serves ${countNoun(articles, "article")} of ${place} at ${address}${pathPrefix(site)}/`;
}

/** The address at which a browser on this machine reaches a service, without a path. */
export function localAddress(host: string, port: number): string {
  // All addresses of a machine are none that a browser can open.
  return `http://${host === "0.0.0.0" || host === "::" ? "localhost" : urlHost(host)}:${port}`;
}

/** A host as a URL has it: an address of IPv6 in brackets (RFC 3986, section 3.2.2). */
export function urlHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
