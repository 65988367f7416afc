import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type DataPoint, dataPointOf, recordToAnalytics } from "../../../src/runtime/worker/analytics.ts";
import { seen } from "../../support/fakes/request-record.ts";

// Properties take their time where much else goes on.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const AGENT = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; )";

it("a poll is a data point: its feed as index, then what docs/status.md says", () => {
  const points: DataPoint[] = [];
  const watch = recordToAnalytics({ writeDataPoint: (point) => points.push(point) });
  watch(
    seen({
      feed: "categories/india",
      format: "atom",
      status: 200,
      bytes: 9_000,
      took: 1.5,
      cache: "miss",
      agent: AGENT,
    }),
  );
  expect(points).toEqual([
    {
      indexes: ["categories/india"],
      blobs: ["categories/india", "atom", "2xx", "miss", "Feedly", "GET"],
      doubles: [1, 9_000, 1.5, 16],
    },
  ]);
});

describe("what is no feed is told apart by its kind", () => {
  it.each([
    ["/", 200, "(other)"],
    ["/style.css", 304, "(other)"],
    ["/articles/ports", 200, "(articles)"],
    ["/articles/api", 200, "(articles)"],
    ["/below/articles/api", 200, "(articles)"],
    ["/api/articles", 200, "(api)"],
    ["/api", 401, "(api)"],
    ["/articles/nothing", 404, "(nothing)"],
    ["/apis", 200, "(other)"],
  ])("%s %d: %s", (path, status, index) => {
    const point = dataPointOf(seen({ feed: null, format: null, path, status, bytes: null, agent: "" }));
    expect(point.indexes).toEqual([index]);
    expect(point.blobs.slice(0, 2)).toEqual(["", ""]);
    expect(point.doubles).toEqual([1, 0, 0.05, 0]);
  });
});

it("whatever was seen stays within what the platform takes", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 3 }).map((piece) => piece.repeat(200)),
  );
  const bytesOf = (each: string) => new TextEncoder().encode(each).length;
  fc.assert(
    fc.property(text, text, text, fc.double(), (feed, agent, method, took) => {
      const { indexes, blobs, doubles } = dataPointOf(seen({ feed, agent, method, took }));
      expect(indexes).toHaveLength(1);
      expect(bytesOf(indexes[0] ?? "")).toBeLessThanOrEqual(96);
      expect(feed.startsWith(indexes[0] ?? "?")).toBe(true);
      expect(blobs.length).toBeLessThanOrEqual(20);
      expect(blobs.reduce((sum, blob) => sum + bytesOf(blob), 0)).toBeLessThanOrEqual(16_384);
      expect(doubles.length).toBeLessThanOrEqual(20);
      for (const double of doubles) expect(Number.isFinite(double)).toBe(true);
    }),
    { seed: 20261123, numRuns: 300 },
  );
});
