/** Content codings that documents come in (RFC 9110, section 8.4.1). `deflate` is never sent: readers disagree on what it is. */
export const CONTENT_CODINGS = ["br", "gzip", "identity"] as const;

export type ContentCoding = (typeof CONTENT_CODINGS)[number];

/**
 * The codings that a client accepts, best first (RFC 9110, section 12.5.3): by its q-values, and where they are the
 * same the smaller document first. A client that says nothing gets what everyone understands.
 * @param accepted the value of `Accept-Encoding`, if there is one
 * @param available what there is beside `identity`
 */
export type NegotiateCoding = (
  accepted: string | null | undefined,
  available: readonly ContentCoding[],
) => readonly ContentCoding[];

/** Caches the results: clients send a handful of values, and what there is beside `identity` is one of a few lists. */
export function createCodingNegotiator(): NegotiateCoding {
  const cached = new WeakMap<readonly ContentCoding[], Map<string, readonly ContentCoding[]>>();
  return (accepted, available) => {
    if (!accepted || available.length === 0) return ONLY_IDENTITY;
    let results = cached.get(available);
    if (results === undefined) {
      results = new Map();
      cached.set(available, results);
    }
    const before = results.get(accepted);
    if (before !== undefined) return before;
    const result = negotiateCoding(accepted, available);
    if (results.size >= MAX_CACHED_VALUES) results.clear();
    results.set(accepted, result);
    return result;
  };
}

function negotiateCoding(accepted: string, available: readonly ContentCoding[]): readonly ContentCoding[] {
  const weights = new Map<string, number>();
  for (const part of accepted.split(",")) {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    const value = weight === undefined ? 1 : /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0;
    weights.set(name === "x-gzip" ? "gzip" : name, value);
  }
  const weightOf = (coding: ContentCoding) =>
    weights.get(coding) ?? weights.get("*") ?? (coding === "identity" ? 0.001 : 0);
  const order = CONTENT_CODINGS.filter((coding) => coding === "identity" || available.includes(coding))
    .filter((coding) => weightOf(coding) > 0)
    .sort((a, b) => weightOf(b) - weightOf(a));
  // RFC 9110 lets a server that has nothing acceptable answer as if the field were not there.
  return order.length === 0 ? ONLY_IDENTITY : order;
}

const ONLY_IDENTITY: readonly ContentCoding[] = ["identity"];

/** Values of `Accept-Encoding` that are cached for each list of codings; clients send a handful. @limit header values */
const MAX_CACHED_VALUES = 256;
