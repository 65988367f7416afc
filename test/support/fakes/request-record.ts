import type { RequestRecord } from "../../../src/telemetry/request-record.ts";

/** When tests count unless they say otherwise. */
export const SEEN_AT = new Date("2026-11-23T06:00:00Z");

/** A poll of the feed of all articles that was answered 304, but for what a test says. */
export function seen(over: Partial<RequestRecord> = {}): RequestRecord {
  return {
    at: SEEN_AT,
    method: "GET",
    path: "/rss.xml",
    status: 304,
    feed: "all",
    format: "rss",
    bytes: 0,
    took: 0.05,
    cache: "hit",
    agent: "NetNewsWire (RSS Reader; https://netnewswire.com/)",
    loading: false,
    ...over,
  };
}
