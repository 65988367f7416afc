import { expect, it, vi } from "vitest";
import {
  createCounters,
  MAX_COUNTED_FEEDS,
  MAX_COUNTED_READERS,
  MAX_FEEDS_OF_READER,
} from "../../../src/telemetry/counters/counters.ts";
import { MAX_STATEMENTS_OF_FEED } from "../../../src/telemetry/readers/subscriber-statements.ts";
import { SEEN_AT, seen } from "../../support/fakes/request-record.ts";
import { amount } from "../../support/sweep.ts";

const FORMATS = ["rss", "atom", "json"] as const;

/** The most that a tally may hold: feeds with their statements, readers with their feeds. */
const MOST = MAX_COUNTED_FEEDS * (1 + MAX_STATEMENTS_OF_FEED) + MAX_COUNTED_READERS * (1 + MAX_FEEDS_OF_READER);

vi.setConfig({ testTimeout: 60_000 });

/** Enough to fill every table; `npm run test:all` goes on long after that. */
const REQUESTS = amount(100_000, 1_000_000);

it("requests of ever new clients for ever new feeds leave no more than the caps allow", () => {
  const tally = createCounters(SEEN_AT);
  let most = 0;
  for (let index = 0; index < REQUESTS; index += 1) {
    tally.count(
      seen({
        at: new Date(SEEN_AT.getTime() + index * 100),
        feed: index % 3 === 0 ? "all" : `categories/${index}`,
        format: FORMATS[index % 3] ?? null,
        status: index,
        took: index % 100_000,
        agent: `Agent-${index % 7 === 0 ? "one" : index}x/1.0 (${index} subscribers; feed-id=${index})`,
      }),
    );
    if (index % 5_000 === 0) most = Math.max(most, tally.entries());
  }
  const last = new Date(SEEN_AT.getTime() + 100_000_000);
  const { requests, feeds, readers, statuses, minutes } = tally.read(last);
  expect(requests).toBe(REQUESTS);
  expect(feeds.length).toBeLessThanOrEqual(MAX_COUNTED_FEEDS);
  expect(feeds.length).toBeGreaterThan(100);
  expect(readers).toHaveLength(MAX_COUNTED_READERS);
  expect(statuses.size).toBeLessThanOrEqual(500);
  expect(minutes).toHaveLength(60);
  expect(Math.max(most, tally.entries())).toBeLessThanOrEqual(MOST);
  expect(readers.find(({ name }) => name === "Agent-onex")?.feeds).toBe(MAX_FEEDS_OF_READER);
  const every = feeds.find(({ feed }) => feed === "all");
  expect(every?.subscribers).toBeGreaterThan(0);
});

it("of a feed that too many state subscribers of, those that were heard of last are counted", () => {
  const tally = createCounters(SEEN_AT);
  for (let index = 0; index < MAX_STATEMENTS_OF_FEED + 10; index += 1)
    tally.count(seen({ at: new Date(SEEN_AT.getTime() + index), agent: `Aggregator-${index}x/1 (1 subscribers)` }));
  // Whoever is heard of again stays.
  const later = new Date(SEEN_AT.getTime() + 1_000);
  tally.count(seen({ at: later, agent: "Aggregator-10x/1 (1 subscribers)" }));
  tally.count(seen({ at: later, agent: "New/1 (1 subscribers)" }));
  const { feeds, readers } = tally.read(later);
  expect(feeds[0]?.subscribers).toBe(MAX_STATEMENTS_OF_FEED);
  const stating = new Set(readers.filter(({ subscribers }) => subscribers !== null).map(({ name }) => name));
  expect(stating.has("Aggregator-10x")).toBe(true);
  expect(stating.has("New")).toBe(true);
  expect(stating.has("Aggregator-11x")).toBe(false);
});

it("of many feeds and readers those that were asked for last are counted", () => {
  const tally = createCounters(SEEN_AT);
  for (let index = 0; index < MAX_COUNTED_FEEDS; index += 1) {
    tally.count(seen({ feed: `categories/${index}`, agent: `Agent-${index}x/1` }));
    tally.count(seen());
  }
  const { feeds, readers } = tally.read(SEEN_AT);
  expect(feeds[0]).toMatchObject({ feed: "all", polls: { "304": MAX_COUNTED_FEEDS } });
  expect(feeds.some(({ feed }) => feed === `categories/${MAX_COUNTED_FEEDS - 1}`)).toBe(true);
  expect(feeds.some(({ feed }) => feed === "categories/0")).toBe(false);
  expect(readers[0]).toMatchObject({ name: "NetNewsWire", polls: MAX_COUNTED_FEEDS });
  expect(readers.some(({ name }) => name === "Agent-0x")).toBe(false);
});
