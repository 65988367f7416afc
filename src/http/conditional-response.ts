import { isUnchangedSince, parseTags } from "./conditional.ts";
import { type Coding, negotiate } from "./content-coding.ts";
import { deltaHeaders, documentHeaders } from "./headers.ts";
import { baseOf, entityTag, type Forms, type Resource } from "./resource.ts";

/** What matters of a request for a document. */
export interface Poll {
  readonly method: "GET" | "HEAD";
  /** The value of a header, named in lower case. */
  readonly header: (name: string) => string | null | undefined;
}

/** A response, before it takes its runtime's form. */
export interface Answer {
  readonly status: 200 | 226 | 304;
  /** Names and values, one after the other. */
  readonly headers: readonly string[];
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/**
 * Answers a poll: 304 when the client has what there is, 226 with what is new to one that says how old its copy is
 * and takes deltas (RFC 3229), 200 otherwise. Preconditions go by RFC 9110, section 13.2.2. It answers at once where
 * the bytes are there, so that a server can write them without waiting.
 * @param now UTC
 */
export function answer(poll: Poll, resource: Resource, now: Date): Answer | Promise<Answer> {
  const { forms } = resource;
  const accepted = negotiate(poll.header("accept-encoding"), forms.codings);
  const deltas = takesDeltas(poll, resource);
  // A cache that asks in the name of such a client, but with its own tag, would hand a delta to one who holds nothing.
  const headersFor = (coding: Coding) => documentHeaders(resource, coding, now, !deltas);
  const unchanged = (coding: Coding): Answer => ({ status: 304, headers: headersFor(coding), body: null });
  const condition = poll.header("if-none-match");
  if (condition !== null && condition !== undefined) {
    // Nearly every poll sends just the tag that it was given.
    const exact = accepted.find((coding) => condition === entityTag(resource.tag, coding));
    if (exact !== undefined) return unchanged(exact);
    const tags = parseTags(condition);
    if (tags === "*") return unchanged(bestNow(forms, accepted));
    const held = accepted.find((coding) => tags.includes(entityTag(resource.tag, coding).slice(1, -1)));
    if (held !== undefined) return unchanged(held);
    const delta = deltas ? deltaSince(resource, tags) : undefined;
    if (delta !== undefined) {
      return send(poll, delta, accepted, (coding) => deltaHeaders(resource, coding, now), 226);
    }
  } else {
    const since = poll.header("if-modified-since");
    if (since && isUnchangedSince(since, resource.modified, now)) return unchanged(bestNow(forms, accepted));
  }
  return send(poll, forms, accepted, headersFor, 200);
}

/** RFC 3229, section 10.5.3, with the instance manipulation that feed readers send. */
function takesDeltas(poll: Poll, resource: Resource): boolean {
  const wanted = resource.since === undefined ? undefined : poll.header("a-im");
  return Boolean(wanted) && FEED_WANTED.test(wanted ?? "");
}

const FEED_WANTED = /(?:^|,)\s*feed\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i;

/** What is new to whoever holds one older copy; of one who names several it cannot be said which it shows. */
function deltaSince(resource: Resource, tags: readonly string[]): Forms | undefined {
  const [base, ...others] = new Set(tags.map(baseOf));
  return base === undefined || others.length > 0 ? undefined : resource.since?.(base);
}

function send(
  { method }: Poll,
  forms: Forms,
  accepted: readonly Coding[],
  headersFor: (coding: Coding) => readonly string[],
  status: 200 | 226,
): Answer | Promise<Answer> {
  const coding = choose(forms, accepted);
  const finish = (bytes: Uint8Array<ArrayBuffer>): Answer => {
    const headers = [...headersFor(coding), "content-length", String(bytes.length)];
    return { status, headers, body: method === "HEAD" ? null : bytes };
  };
  const ready = forms.ready(coding);
  return ready === undefined ? forms.make(coding).then(finish) : finish(ready);
}

/** The coding that a document is sent in; brotli, which takes its time, is begun for those who ask later. */
function choose(forms: Forms, accepted: readonly Coding[]): Coding {
  const coding = bestNow(forms, accepted);
  // Its failure shows when somebody waits for it.
  if (coding !== accepted[0]) forms.make("br").catch(() => undefined);
  return coding;
}

/** The best coding; while brotli is still to be made, gzip does. */
function bestNow(forms: Forms, [first = "identity", second]: readonly Coding[]): Coding {
  return first === "br" && second === "gzip" && forms.ready("br") === undefined ? "gzip" : first;
}
