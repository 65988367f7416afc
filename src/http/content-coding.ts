/** Content codings that documents come in (RFC 9110, section 8.4.1). `deflate` is never sent: readers disagree on what it is. */
export const CONTENT_CODINGS = ["br", "gzip", "identity"] as const;

export type ContentCoding = (typeof CONTENT_CODINGS)[number];

/**
 * The codings that a client accepts, best first (RFC 9110, section 12.5.3): by its q-values, and where they are the
 * same the smaller document first. A client that says nothing gets what everyone understands.
 * @param accepted the value of `Accept-Encoding`, if there is one
 * @param available what there is beside `identity`
 */
export function negotiateCoding(
  accepted: string | null | undefined,
  available: readonly ContentCoding[],
): readonly ContentCoding[] {
  if (accepted === null || accepted === undefined || accepted === "") return ONLY_IDENTITY;
  if (available.length === 0) return ONLY_IDENTITY;
  let known = remembered.get(available);
  if (known === undefined) {
    known = new Map();
    remembered.set(available, known);
  }
  const before = known.get(accepted);
  if (before !== undefined) return before;
  const weights = new Map<string, number>();
  for (const part of accepted.split(",")) {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    const value =
      weight === undefined ? 1 : /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0;
    weights.set(name === "x-gzip" ? "gzip" : name, value);
  }
  const weightOf = (coding: ContentCoding) =>
    weights.get(coding) ?? weights.get("*") ?? (coding === "identity" ? 0.001 : 0);
  const order = CONTENT_CODINGS.filter((coding) => coding === "identity" || available.includes(coding))
    .filter((coding) => weightOf(coding) > 0)
    .sort((a, b) => weightOf(b) - weightOf(a));
  // RFC 9110 lets a server that has nothing acceptable answer as if the field were not there.
  const result = order.length === 0 ? ONLY_IDENTITY : order;
  if (known.size >= MAX_REMEMBERED) known.clear();
  known.set(accepted, result);
  return result;
}

const ONLY_IDENTITY: readonly ContentCoding[] = ["identity"];

/** Clients send a handful of values, again and again; what there is beside `identity` is one of a few lists. */
const remembered = new WeakMap<readonly ContentCoding[], Map<string, readonly ContentCoding[]>>();

/** Values of `Accept-Encoding` that are remembered for each list of codings; clients send a handful. @limit header values */
const MAX_REMEMBERED = 256;
