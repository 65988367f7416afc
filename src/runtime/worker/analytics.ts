import { parseUserAgent } from "../../telemetry/readers/user-agent.ts";
import type { RequestListener, RequestRecord } from "../../telemetry/request-record.ts";

/** Bytes of the index of a data point: Analytics Engine takes no more. @limit bytes */
const MAX_INDEX_BYTES = 96;

/** Characters of each text of a data point: six of them stay far below the 16 KB that Analytics Engine takes. @limit characters */
const MAX_BLOB_CHARACTERS = 256;

/** A data set of Workers Analytics Engine, as far as it is used. */
export interface Dataset {
  readonly writeDataPoint: (point: DataPoint) => void;
}

/** What Analytics Engine keeps of a request; `docs/status.md` says which column is which. */
export interface DataPoint {
  readonly indexes: string[];
  readonly blobs: string[];
  readonly doubles: number[];
}

/** Tells Analytics Engine of every request: one data point each, of the 250 that a request may write. */
export function recordToAnalytics(dataset: Dataset): RequestListener {
  return (record) => dataset.writeDataPoint(dataPointOf(record));
}

/** @returns the data point of a request, within what the platform takes */
export function dataPointOf(record: RequestRecord): DataPoint {
  const { feed, format, status, cache, agent, method, bytes, took } = record;
  const { name, subscribers } = parseUserAgent(agent);
  const texts = [feed ?? "", format ?? "", `${Math.trunc(status / 100)}xx`, cache, name, method];
  return {
    indexes: [cutToBytes(feed ?? kindOf(record), MAX_INDEX_BYTES)],
    blobs: texts.map((text) => text.slice(0, MAX_BLOB_CHARACTERS)),
    doubles: [1, bytes ?? 0, took, subscribers ?? 0].map((value) => (Number.isFinite(value) ? value : 0)),
  };
}

/** What kind of address it is that is no feed's; what is not there is of one kind, as everybody can make it up. */
function kindOf({ path, status }: RequestRecord): string {
  if (status === 404) return "(nothing)";
  return `(${/\/(api|articles)(?:\/|$)/.exec(path)?.[1] ?? "other"})`;
}

const encoder = new TextEncoder();

/** A text cut so that its UTF-8 has at most so many bytes, between characters. */
function cutToBytes(text: string, maxBytes: number): string {
  const { read } = encoder.encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}
