import { endsArchivePage } from "../feed/archive/archive-links.ts";
import { parsePositions } from "../site/position-ranges.ts";
import type { FeedPart } from "../site/scope.ts";
import { MAX_ENTRIES } from "../site/scope.ts";
import { ARCHIVE_ENTRIES } from "../store/article-store.ts";

/** A number in a query; null when it is no number, or not written as addresses have it. */
export function readNumber<D>(params: URLSearchParams, name: string, missing: D): number | D | null {
  const text = params.get(name);
  if (text === null) return missing;
  return SHEET_NUMBER.test(text) ? Number(text) : null;
}

/** The newest articles, as many as `limit` says; undefined when that is no such number. */
export function readNewestPart(params: URLSearchParams): FeedPart | undefined {
  const value = params.get("limit");
  if (value === null) return { kind: "newest", limit: undefined };
  const limit = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  return limit >= 1 && limit <= MAX_ENTRIES ? { kind: "newest", limit } : undefined;
}

/** A page of an archive; undefined when its numbers are those of no page, or not written as addresses have them. */
export function readArchivePart(number: string, params: URLSearchParams): FeedPart | undefined {
  const end = params.get("to");
  if (!SHEET_NUMBER.test(number) || !SHEET_NUMBER.test(end ?? "1")) return undefined;
  const [page, to] = [Number(number), end === null ? undefined : Number(end)];
  if (to !== undefined && !endsArchivePage(page, to)) return undefined;
  const written = params.get("except");
  if (written === null) return { kind: "archive", page, to };
  const except = parsePositions(written);
  const last = to ?? page * ARCHIVE_ENTRIES;
  return except === undefined || (except.at(-1) ?? 0) > last ? undefined : { kind: "archive", page, to, except };
}

/** Small enough that a position of it is a safe integer. */
const SHEET_NUMBER = /^[1-9]\d{0,11}$/;

const NO_PARAMS = new URLSearchParams();

/** The parameters of a query. Some clients send a fragment (`#`), which is not part of it. */
export function queryParameters(url: string): URLSearchParams {
  const [whole = ""] = url.split("#");
  const start = whole.indexOf("?");
  return start === -1 ? NO_PARAMS : new URLSearchParams(whole.slice(start));
}
