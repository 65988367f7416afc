import type { ContentCoding } from "./content-coding.ts";
import { type Audience, type CacheSettings, entityTag, type Resource } from "./resource.ts";
import { lastModifiedToSend, strongFrom } from "./validators.ts";

/**
 * Seconds that a redirect to the one address of a search may be kept: where it leads follows from the question and
 * from the slugs of categories, which hardly ever change.
 * @limit s
 */
const REDIRECT_MAX_AGE_SECONDS = 86_400;

/** Methods that an address answers, as `Allow` lists them (RFC 9110, section 10.2.1). */
export const ALLOW = "GET, HEAD, OPTIONS";
/** On every response: what is sent is what it says it is, and it needs nothing from anywhere. */
const ALWAYS: readonly string[] = [
  "x-content-type-options",
  "nosniff",
  "referrer-policy",
  "strict-origin-when-cross-origin",
];

/** What names the script in a content security policy (CSP Level 3, section 2.3.1); a test holds it against the script. */
export const SCRIPT_SOURCE = "'sha256-XsUUaeI1l0eMsOsI2ZWe5e4ldRqMs5gZqzeE0RTNom0='";

/**
 * On pages: they load nothing but pictures and the site's own style, run one script that is known by its digest, and
 * what is searched for goes to the site itself. Nothing of another site shares a window with them.
 */
const PAGE: readonly string[] = [
  "content-security-policy",
  [
    "default-src 'none'",
    `script-src ${SCRIPT_SOURCE}`,
    "style-src 'self'",
    "img-src https: http:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cross-origin-opener-policy",
  "same-origin",
];

/** On feeds: any page may read them (Fetch Standard, section 3.3), validators and all. */
const SHARED: readonly string[] = [
  "access-control-allow-origin",
  "*",
  "access-control-expose-headers",
  "ETag, Last-Modified, Link, IM",
];

interface CachedHeaders {
  readonly headers: readonly string[];
  /** Milliseconds since the epoch up to which they hold. */
  readonly until: number;
}

/**
 * Headers of a document, names and values one after the other: the same in a 200 and in a 304 (RFC 9110, section
 * 15.4.5), but for `Content-Length`.
 * @param now UTC
 * @param shared whether caches that serve several clients may keep it
 */
export type DocumentHeaders = (
  resource: Resource,
  coding: ContentCoding,
  now: Date,
  shared: boolean,
) => readonly string[];

/** Caches the headers: every poll needs them, and they change only when the next publication comes near. */
export function createDocumentHeaders(): DocumentHeaders {
  const cached = new WeakMap<Resource, Map<string, CachedHeaders>>();
  return (resource, coding, now, shared) => {
    const key = shared ? coding : `${coding} private`;
    let own = cached.get(resource);
    if (own === undefined) {
      own = new Map();
      cached.set(resource, own);
    }
    let found = own.get(key);
    if (found === undefined || found.until <= now.getTime()) {
      found = documentHeaders(resource, coding, now, shared);
      own.set(key, found);
    }
    return found.headers;
  };
}

function documentHeaders(resource: Resource, coding: ContentCoding, now: Date, shared: boolean): CachedHeaders {
  const { value, until } = cacheControl(resource.cache, resource.changesAt, now);
  const cache = ["cache-control", `${shared ? "public" : "private"}, ${value}`];
  // The cache in front understands a field of its own, in which stale-while-revalidate counts.
  if (resource.cacheTags.length > 0) {
    cache.push("cdn-cache-control", `public, ${value}`, "cache-tag", resource.cacheTags.join(","));
  }
  const strong = strongFrom(resource.lastModified);
  const headers = [...common(resource, coding, now), ...cache];
  return { headers, until: now.getTime() < strong ? Math.min(until, strong) : until };
}

/** Headers of a delta (RFC 3229, section 10): only a cache that knows what `im` means may keep it. */
export function deltaHeaders(resource: Resource, coding: ContentCoding, now: Date): readonly string[] {
  const { value } = cacheControl(resource.cache, resource.changesAt, now);
  return [...common(resource, coding, now), "im", "feed", "cache-control", `no-store, im, ${value}`];
}

function common(resource: Resource, coding: ContentCoding, now: Date): string[] {
  const { audience, mediaType, opaqueTag, lastModified, links } = resource;
  return [
    ...ALWAYS,
    ...(audience === "feed" ? SHARED : PAGE),
    "content-type",
    mediaType,
    ...(coding === "identity" ? [] : ["content-encoding", coding]),
    "vary",
    // RFC 9110, section 12.5.5.
    resource.deltaSince === undefined ? "Accept-Encoding" : "Accept-Encoding, A-IM",
    "etag",
    entityTag(opaqueTag, coding),
    "last-modified",
    lastModifiedToSend(lastModified, now).toUTCString(),
    ...(links === "" ? [] : ["link", links]),
  ];
}

/**
 * How long a document may be kept (RFC 9111, section 5.2.2; RFC 5861): as the settings say, but not beyond the
 * instant at which it changes by itself.
 */
function cacheControl(settings: CacheSettings, next: Date | null, now: Date): { value: string; until: number } {
  const left =
    next === null ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor((next.getTime() - now.getTime()) / 1000));
  const maxAge = Math.min(settings.maxAge, left);
  const stale = Math.min(settings.staleWhileRevalidate, left - maxAge);
  const value = cacheValue({ ...settings, maxAge, staleWhileRevalidate: stale });
  const calm = (settings.maxAge + settings.staleWhileRevalidate) * 1000;
  const until = next === null ? Number.POSITIVE_INFINITY : Math.max(now.getTime() + 1, next.getTime() - calm);
  return { value, until };
}

/**
 * The headers of a document that do not depend on its bytes, on the time or on the request: what a server of files is told
 * to send with it.
 */
export function fixedHeaders({ audience, mediaType, cache }: Resource): readonly string[] {
  return [
    ...ALWAYS,
    ...(audience === "feed" ? SHARED : PAGE),
    "content-type",
    mediaType,
    "vary",
    "Accept-Encoding",
    "cache-control",
    `public, ${cacheValue(cache)}`,
  ];
}

function cacheValue({ maxAge, staleWhileRevalidate, staleIfError }: CacheSettings): string {
  return `max-age=${maxAge}, stale-while-revalidate=${staleWhileRevalidate}, stale-if-error=${staleIfError}`;
}

/**
 * Headers of an error.
 * @param maxAge seconds for which caches may keep it; 0 if it may pass at any moment
 */
export function errorHeaders(audience: Audience, mediaType: string, maxAge: number): Headers {
  const shared = audience === "feed" || mediaType.startsWith("application/problem+json") ? SHARED : [];
  const headers = toHeaders([...ALWAYS, ...shared, ...(audience === "page" ? PAGE : []), "content-type", mediaType]);
  headers.set("cache-control", maxAge > 0 ? `public, max-age=${maxAge}` : "no-store");
  return headers;
}

/** Headers of a redirect for good, which depends on nothing but the address. */
export function redirectHeaders(audience: Audience, location: string): Headers {
  return toHeaders([
    ...ALWAYS,
    ...(audience === "feed" ? SHARED : []),
    "location",
    location,
    "cache-control",
    `public, max-age=${REDIRECT_MAX_AGE_SECONDS}`,
  ]);
}

/** Headers of what is for the operator's tools only. */
export function plainHeaders(): Headers {
  return toHeaders([...ALWAYS, "content-type", "text/plain; charset=utf-8", "cache-control", "no-store"]);
}

/**
 * Headers of what is for the editor and the operator only: kept by nobody, found by no search engine, and neither read
 * nor embedded by other sites.
 */
export function privateHeaders(mediaType: string): Headers {
  return toHeaders([
    ...ALWAYS,
    ...PAGE,
    "cross-origin-resource-policy",
    "same-origin",
    "x-robots-tag",
    "noindex",
    "content-type",
    mediaType,
    "cache-control",
    "private, no-store",
  ]);
}

/** Headers of the answer to OPTIONS, a CORS preflight (Fetch Standard, section 3.3.3) among them. */
export function optionsHeaders(audience: Audience): Headers {
  const headers = toHeaders([...ALWAYS, "allow", ALLOW, "cache-control", "no-store"]);
  if (audience === "feed") {
    headers.set("access-control-allow-origin", "*");
    headers.set("access-control-allow-methods", "GET, HEAD");
    headers.set("access-control-allow-headers", "If-None-Match, If-Modified-Since, A-IM");
    headers.set("access-control-max-age", "86400");
  }
  return headers;
}

/** Names and values, one after the other, as the platform's headers. */
export function toHeaders(pairs: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index < pairs.length; index += 2) headers.append(pairs[index] ?? "", pairs[index + 1] ?? "");
  return headers;
}
