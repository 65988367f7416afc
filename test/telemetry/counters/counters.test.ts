import { describe, expect, it } from "vitest";
import { createCounters, MAX_STATEMENT_AGE_MS } from "../../../src/telemetry/counters/counters.ts";
import { SEEN_AT, seen } from "../../support/fakes/request-record.ts";

const page = { feed: null, format: null, cache: "none" } as const;

describe("what was seen is counted", () => {
  it("nothing at first", () => {
    const counts = createCounters(SEEN_AT).read(SEEN_AT);
    expect(counts).toMatchObject({
      since: SEEN_AT,
      requests: 0,
      bytes: 0,
      tookAltogether: 0,
      polls: { "200": 0, "226": 0, "304": 0, "4xx": 0, "5xx": 0 },
      feeds: [],
      readers: [],
    });
    expect(counts.statuses.size).toBe(0);
    expect(counts.cache).toEqual({ hit: 0, miss: 0, stale: 0, none: 0 });
    expect(counts.minutes).toHaveLength(60);
    expect(counts.took.every(({ count }) => count === 0)).toBe(true);
  });

  it("but not what was answered before there was any content", () => {
    const counters = createCounters(SEEN_AT);
    counters.count(seen({ status: 503, cache: "none", loading: true }));
    const { requests, statuses, polls } = counters.read(SEEN_AT);
    expect({ requests, statuses: statuses.size, failed: polls["5xx"] }).toEqual({
      requests: 0,
      statuses: 0,
      failed: 0,
    });
  });

  it("by status, by where the answer came from, and in bytes, of which some are not known", () => {
    const tally = createCounters(SEEN_AT);
    tally.count(seen());
    tally.count(seen({ status: 200, bytes: 1_000, cache: "miss" }));
    tally.count(seen({ status: 200, bytes: 500, cache: "stale" }));
    tally.count(seen({ ...page, status: 404, bytes: null }));
    const { requests, bytes, statuses, cache } = tally.read(SEEN_AT);
    expect({ requests, bytes }).toEqual({ requests: 4, bytes: 1_500 });
    expect([...statuses]).toEqual([
      [200, 2],
      [304, 1],
      [404, 1],
    ]);
    expect(cache).toEqual({ hit: 1, miss: 1, stale: 1, none: 1 });
  });

  it("by how long it took: each class holds all that took at most so long, the last one everything", () => {
    const tally = createCounters(SEEN_AT);
    for (const took of [0, 0.1, 0.11, 5, 10_000, 10_000.1, 60_000, -3]) tally.count(seen({ took }));
    const { took, tookAltogether } = tally.read(SEEN_AT);
    const at = (bound: number) => took.find((each) => each.bound === bound)?.count;
    expect([at(0.1), at(0.25), at(2.5), at(5), at(5_000), at(10_000), at(Number.POSITIVE_INFINITY)]).toEqual([
      3, 4, 4, 5, 5, 6, 8,
    ]);
    expect(took.map(({ bound }) => bound)).toEqual([...took.map(({ bound }) => bound)].sort((a, b) => a - b));
    expect(took.at(-1)?.bound).toBe(Number.POSITIVE_INFINITY);
    expect(tookAltogether).toBeCloseTo(80_005.31);
  });

  it("by feed and format, those asked for most first", () => {
    const tally = createCounters(SEEN_AT);
    const later = new Date(SEEN_AT.getTime() + 1_000);
    tally.count(seen({ feed: "categories/india", status: 200 }));
    for (const status of [304, 304, 226]) tally.count(seen({ status, at: later }));
    tally.count(seen({ format: "atom", status: 503 }));
    tally.count(seen({ format: "atom", status: 503 }));
    const none = { "200": 0, "226": 0, "304": 0, "4xx": 0, "5xx": 0 };
    const feeds = tally.read(later).feeds.map(({ minutes, ...feed }) => feed);
    expect(feeds).toEqual([
      { feed: "all", format: "rss", polls: { ...none, "226": 1, "304": 2 }, last: later, subscribers: 0 },
      { feed: "all", format: "atom", polls: { ...none, "5xx": 2 }, last: SEEN_AT, subscribers: 0 },
      {
        feed: "categories/india",
        format: "rss",
        polls: { ...none, "200": 1 },
        last: SEEN_AT,
        subscribers: 0,
      },
    ]);
  });

  it("by reader, with how many feeds it asked for and how often there was nothing new", () => {
    const tally = createCounters(SEEN_AT);
    const agent = "FreshRSS/1.28.1 (Linux; https://freshrss.org)";
    tally.count(seen({ agent }));
    tally.count(seen({ agent: agent.replace("1.28.1", "1.29.0"), format: "atom", status: 200 }));
    tally.count(seen({ agent, feed: "categories/india" }));
    tally.count(seen({ agent, feed: null, status: 404 }));
    tally.count(seen());
    expect(tally.read(SEEN_AT).readers).toEqual([
      { name: "FreshRSS", polls: 4, unchanged: 2, feeds: 2, subscribers: null, last: SEEN_AT },
      { name: "NetNewsWire", polls: 1, unchanged: 1, feeds: 1, subscribers: null, last: SEEN_AT },
    ]);
  });

  it("but whoever asks for pages is no reader, and pages are no polls", () => {
    const tally = createCounters(SEEN_AT);
    tally.count(seen({ ...page, path: "/", status: 200 }));
    tally.count(seen({ status: 301 }));
    const { readers, feeds, minutes } = tally.read(SEEN_AT);
    expect({ readers, feeds }).toEqual({ readers: [], feeds: [] });
    expect(minutes.at(-1)?.others).toBe(2);
  });
});

describe("the subscribers that aggregators state", () => {
  const poll = (subscribers: number, over: Parameters<typeof seen>[0] = {}) =>
    seen({
      agent: `Feedly/1.0 (+http://www.feedly.com/fetcher.html; ${subscribers} subscribers; )`,
      ...over,
    });

  it("are those of the latest statement, whichever number was higher", () => {
    const tally = createCounters(SEEN_AT);
    for (const subscribers of [16, 18, 17]) tally.count(poll(subscribers));
    const { feeds, readers } = tally.read(SEEN_AT);
    expect(feeds).toMatchObject([{ subscribers: 17 }]);
    expect(readers).toMatchObject([{ name: "Feedly", subscribers: 17, polls: 3 }]);
  });

  it("are taken together over aggregators, over formats, over feeds, and over an aggregator's ids of one feed", () => {
    const tally = createCounters(SEEN_AT);
    tally.count(poll(16));
    tally.count(poll(3, { format: "atom" }));
    tally.count(poll(5, { feed: "categories/india" }));
    for (const [id, subscribers] of [
      [1, 2],
      [2, 4],
      [1, 3],
    ] as const)
      tally.count(seen({ agent: `Feedbin feed-id:${id} - ${subscribers} subscribers` }));
    const { feeds, readers } = tally.read(SEEN_AT);
    const of = Object.fromEntries(feeds.map(({ feed, format, subscribers }) => [`${feed} ${format}`, subscribers]));
    expect(of).toEqual({ "all rss": 23, "all atom": 3, "categories/india rss": 5 });
    expect(readers.map(({ name, subscribers }) => [name, subscribers])).toEqual([
      ["Feedly", 24],
      ["Feedbin", 7],
    ]);
  });

  it("put who states most first, before who asks most", () => {
    const tally = createCounters(SEEN_AT);
    for (let polls = 0; polls < 9; polls += 1) tally.count(seen());
    tally.count(seen({ agent: "curl/8.5.0" }));
    tally.count(poll(1));
    expect(tally.read(SEEN_AT).readers.map(({ name }) => name)).toEqual(["Feedly", "NetNewsWire", "curl"]);
  });

  it("are forgotten when nobody has stated them for two weeks, to the millisecond", () => {
    const tally = createCounters(SEEN_AT);
    tally.count(poll(16));
    const last = new Date(SEEN_AT.getTime() + MAX_STATEMENT_AGE_MS - 1);
    expect(tally.read(last).feeds).toMatchObject([{ subscribers: 16 }]);
    const over = new Date(last.getTime() + 1);
    expect(tally.read(over)).toMatchObject({ feeds: [{ subscribers: 0 }], readers: [{ subscribers: null }] });
  });

  it("stay when the clock is set back", () => {
    const tally = createCounters(SEEN_AT);
    tally.count(poll(16));
    const before = new Date(SEEN_AT.getTime() - 86_400_000);
    expect(tally.read(before).feeds).toMatchObject([{ subscribers: 16 }]);
  });
});

it("what was read does not change with what is counted later", () => {
  const tally = createCounters(SEEN_AT);
  tally.count(seen());
  const counts = tally.read(SEEN_AT);
  const copy = structuredClone(counts);
  tally.count(seen({ status: 200 }));
  expect(counts).toEqual(copy);
});
