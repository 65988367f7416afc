import { type ContentCoding, createCodingNegotiator } from "./content-coding.ts";
import { createDocumentHeaders, deltaHeaders } from "./headers.ts";
import { entityTag, opaqueTagOf, type Representations, type Resource } from "./resource.ts";
import { isNotModifiedSince, parseEntityTags } from "./validators.ts";

/** The parts of a request that decide its response. */
export interface ConditionalRequest {
  readonly method: "GET" | "HEAD";
  /** The value of a header, named in lower case. */
  readonly header: (name: string) => string | null | undefined;
}

/** A response, before it is turned into one of the runtime. */
export interface DocumentResponse {
  readonly status: 200 | 226 | 304;
  /** Names and values, one after the other. */
  readonly headers: readonly string[];
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/**
 * Answers a poll: 304 when the client's copy is current, 226 with a delta for a client that accepts one (RFC 3229), else
 * 200. Preconditions are evaluated as RFC 9110, section 13.2.2, says. The result is no promise if the bytes are ready.
 * @param now UTC
 */
export type Respond = (
  poll: ConditionalRequest,
  resource: Resource,
  now: Date,
) => DocumentResponse | Promise<DocumentResponse>;

/** Creates a responder. It caches what polls repeat: negotiated codings, and the headers of resources. */
export function createResponder(): Respond {
  const negotiate = createCodingNegotiator();
  const headersOf = createDocumentHeaders();
  return (poll, resource, now) => {
    const { representations } = resource;
    const accepted = negotiate(poll.header("accept-encoding"), representations.codings);
    const deltas = takesDeltas(poll, resource);
    // A shared cache between would give the delta to a client that has no copy: so it may not store what follows.
    const headersFor = (coding: ContentCoding) => headersOf(resource, coding, now, !deltas);
    const unchanged = (coding: ContentCoding): DocumentResponse => ({
      status: 304,
      headers: headersFor(coding),
      body: null,
    });
    const condition = poll.header("if-none-match");
    if (condition !== null && condition !== undefined) {
      // Nearly every poll sends exactly the entity tag that it got.
      const exact = accepted.find((coding) => condition === entityTag(resource.opaqueTag, coding));
      if (exact !== undefined) return unchanged(exact);
      const tags = parseEntityTags(condition);
      if (tags === "*") return unchanged(bestNow(representations, accepted));
      const held = accepted.find((coding) => tags.includes(entityTag(resource.opaqueTag, coding).slice(1, -1)));
      if (held !== undefined) return unchanged(held);
      const delta = deltas ? deltaSince(resource, tags) : undefined;
      if (delta !== undefined) {
        return send(poll, delta, accepted, (coding) => deltaHeaders(resource, coding, now), 226);
      }
    } else {
      const since = poll.header("if-modified-since");
      if (since && isNotModifiedSince(since, resource.lastModified, now))
        return unchanged(bestNow(representations, accepted));
    }
    return send(poll, representations, accepted, headersFor, 200);
  };
}

/** Whether the client accepts a delta: `A-IM: feed` (RFC 3229, section 10.5.3). */
function takesDeltas(poll: ConditionalRequest, resource: Resource): boolean {
  const accepted = resource.deltaSince === undefined ? undefined : poll.header("a-im");
  return Boolean(accepted) && FEED_ACCEPTED.test(accepted ?? "");
}

const FEED_ACCEPTED = /(?:^|,)\s*feed\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i;

/** The delta for a client with one older copy. A client that names several may show any of them, so it gets none. */
function deltaSince(resource: Resource, tags: readonly string[]): Representations | undefined {
  const [base, ...others] = new Set(tags.map(opaqueTagOf));
  return base === undefined || others.length > 0 ? undefined : resource.deltaSince?.(base);
}

function send(
  { method }: ConditionalRequest,
  representations: Representations,
  accepted: readonly ContentCoding[],
  headersFor: (coding: ContentCoding) => readonly string[],
  status: 200 | 226,
): DocumentResponse | Promise<DocumentResponse> {
  const coding = choose(representations, accepted);
  const finish = (bytes: Uint8Array<ArrayBuffer>): DocumentResponse => {
    const headers = [...headersFor(coding), "content-length", String(bytes.length)];
    return { status, headers, body: method === "HEAD" ? null : bytes };
  };
  const ready = representations.ready(coding);
  return ready === undefined ? representations.encode(coding).then(finish) : finish(ready);
}

/** The coding for a response. If brotli is not ready, it is encoded for later requests. */
function choose(representations: Representations, accepted: readonly ContentCoding[]): ContentCoding {
  const coding = bestNow(representations, accepted);
  // A failure shows at the request that waits for it.
  if (coding !== accepted[0]) representations.encode("br").catch(() => undefined);
  return coding;
}

/** The best coding that the client accepts; gzip while brotli is not encoded yet. */
function bestNow(
  representations: Representations,
  [first = "identity", second]: readonly ContentCoding[],
): ContentCoding {
  return first === "br" && second === "gzip" && representations.ready("br") === undefined ? "gzip" : first;
}
