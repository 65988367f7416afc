import { describe, expect, it } from "vitest";
import { createMemoryOutbox } from "../../support/fakes/outbox.ts";
import { bucketsOf, parseExposition } from "../../support/readers/exposition.ts";
import { BEARER, type Watched, watched } from "../../support/services/status.ts";

async function scrape({ get }: Pick<Watched, "get">) {
  const response = await get("/metrics");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const families = parseExposition(await response.text());
  const value = (name: string, labels: Readonly<Record<string, string>> = {}) =>
    families
      .get(name)
      ?.samples.find((sample) =>
        Object.entries({ ...labels, ...sample.labels }).every(([key, own]) => labels[key] === own),
      )?.value;
  return { families, value };
}

const FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher-Google)";

describe("/metrics", () => {
  it("tells what was counted, to the one", async () => {
    const own = await watched();
    own.count({ status: 200, took: 3, bytes: 5_000, cache: "miss" });
    own.count({ status: 304, took: 0.05, bytes: 0, agent: FEEDLY }, 7);
    own.count({ status: 200, format: "json", feed: "categories/india", took: 40, bytes: 10 }, 2);
    own.count({ status: 503, took: 12_000, bytes: null, cache: "stale" });
    own.count({ status: 404, feed: null, format: null, cache: "none", bytes: 90, took: 1 }, 3);
    const { families, value } = await scrape(own);
    expect(value("harkara_requests_total", { status: "200" })).toBe(3);
    expect(value("harkara_requests_total", { status: "304" })).toBe(7);
    expect(value("harkara_requests_total", { status: "404" })).toBe(3);
    expect(value("harkara_requests_total", { status: "503" })).toBe(1);
    expect(value("harkara_response_bytes_total")).toBe(5_000 + 20 + 270);
    const results = { hit: 9, miss: 1, stale: 1, none: 3 };
    for (const [result, count] of Object.entries(results))
      expect(value("harkara_cache_total", { result }), result).toBe(count);
    const polls = (feed: string, format: string, status: string) =>
      value("harkara_feed_polls", { feed, format, status });
    expect(polls("all", "rss", "200")).toBe(1);
    expect(polls("all", "rss", "304")).toBe(7);
    expect(polls("all", "rss", "5xx")).toBe(1);
    expect(polls("categories/india", "json", "200")).toBe(2);
    expect(value("harkara_subscribers", { reader: "Feedly" })).toBe(16);
    const buckets = bucketsOf(families.get("harkara_request_duration_seconds"));
    for (const [bound, count] of [
      [0.0001, 7],
      [0.001, 10],
      [0.005, 11],
      [0.05, 13],
      [10, 13],
      [Number.POSITIVE_INFINITY, 14],
    ] as const)
      expect(buckets.get(bound), String(bound)).toBe(count);
    const sum = families.get("harkara_request_duration_seconds")?.samples.find(({ name }) => /_sum$/.test(name));
    expect(sum?.value).toBeCloseTo((3 + 0.35 + 80 + 12_000 + 3) / 1000, 9);
  });

  it("tells what there is, what is faulty and when it changed", async () => {
    const own = await watched();
    const fault = { file: "articles/x.txt", line: 1, column: 1, code: "c", message: "m", hint: "h" };
    const faults = [
      { ...fault, severity: "error" as const },
      { ...fault, severity: "error" as const },
      { ...fault, severity: "warning" as const },
    ];
    if (own.sources) own.sources = { ...own.sources, faults: () => faults };
    const { value } = await scrape(own);
    expect(value("harkara_store_up")).toBe(1);
    expect(value("harkara_articles")).toBe(2);
    expect(value("harkara_categories")).toBe(1);
    expect(value("harkara_authors")).toBe(1);
    const counts = await own.content?.store.taxonomyCounts(own.now);
    expect(value("harkara_last_change_timestamp_seconds")).toBe((counts?.modified.getTime() ?? 0) / 1000);
    expect(value("harkara_faults", { severity: "error" })).toBe(2);
    expect(value("harkara_faults", { severity: "warning" })).toBe(1);
    expect(value("process_start_time_seconds")).toBe(own.now.getTime() / 1000);
  });

  it("tells what waits for each hub, by names without what may be secret, and 0 where nothing waits", async () => {
    const hubs = ["https://one.example/?key=secret-a", "https://one.example/?key=secret-b", "https://two.example/"];
    const own = await watched({}, { hubs });
    const outbox = createMemoryOutbox();
    outbox.publish(hubs[0] ?? "", "https://news.example/rss.xml", own.now);
    outbox.publish(hubs[1] ?? "", "https://news.example/rss.xml", own.now);
    outbox.publish(hubs[1] ?? "", "https://news.example/atom.xml", own.now);
    if (own.sources) own.sources = { ...own.sources, outbox };
    own.health.recordResponse(
      hubs[2] ?? "",
      "https://news.example/rss.xml",
      { kind: "failed", reason: "500" },
      own.now,
    );
    const { families, value } = await scrape(own);
    expect(value("harkara_outbox_notices", { hub: "https://one.example/" })).toBe(3);
    expect(value("harkara_outbox_notices", { hub: "https://two.example/" })).toBe(0);
    expect(value("harkara_hub_failures", { hub: "https://one.example/" })).toBe(0);
    expect(value("harkara_hub_failures", { hub: "https://two.example/" })).toBe(1);
    expect(JSON.stringify([...families])).not.toContain("secret-");
  });

  it("tells all else while the store and the outbox fail, hang or are not there yet", async () => {
    const failing = { backlog: () => Promise.reject(new Error("locked")) };
    const hanging = { backlog: () => new Promise(() => {}) };
    for (const [state, outbox] of [
      [() => Promise.reject(new Error("the disk is gone")), failing],
      [() => new Promise(() => {}), hanging],
    ] as const) {
      const own = await watched({ timeout: 50 });
      if (!own.content || !own.sources) throw new Error("there is nothing to fail");
      own.content = { ...own.content, store: { ...own.content.store, version: state } as never };
      own.sources = { ...own.sources, outbox: outbox as never };
      own.count();
      const { families, value } = await scrape(own);
      expect(value("harkara_store_up")).toBe(0);
      expect(value("harkara_requests_total", { status: "200" })).toBe(1);
      expect(value("harkara_faults", { severity: "error" })).toBe(0);
      for (const name of ["harkara_articles", "harkara_authors", "harkara_outbox_notices"])
        expect(families.has(name), name).toBe(false);
    }
    const loading = await watched();
    [loading.content, loading.sources] = [undefined, undefined];
    expect((await scrape(loading)).value("harkara_store_up")).toBe(0);
  });

  it("has no line that a hostile User-Agent, feed or hub could have written", async () => {
    const hub = 'https://one.example/"}\n#\\';
    const own = await watched({}, {});
    const nasty = [
      'a"} 1\nevil_total{x="',
      "back\\slash",
      "line\nfeed\r",
      "\u0000\u2028",
      "\ud800",
      '\\"',
      "{}#,=",
      "हरकारा",
    ];
    for (const text of nasty) own.count({ feed: text, agent: `${text} (5 subscribers)` });
    const outbox = createMemoryOutbox();
    outbox.publish(hub, "https://news.example/rss.xml", own.now);
    if (own.sources) own.sources = { ...own.sources, outbox };
    const { families } = await scrape(own);
    const feeds = families.get("harkara_feed_polls")?.samples.map(({ labels }) => labels.feed);
    expect(feeds?.sort()).toEqual(nasty.map((text) => text.toWellFormed()).sort());
    for (const [name] of families) expect(name).toMatch(/^(?:harkara|process)_/);
  });

  it("counts all polls, whichever feeds they are of, and never goes back", async () => {
    const own = await watched();
    const all = async () => {
      const { families } = await scrape(own);
      const { type, samples = [] } = families.get("harkara_polls_total") ?? {};
      return [type, Object.fromEntries(samples.map(({ labels, value }) => [labels.status, value]))];
    };
    const polls = (status: number, from: number, to: number, times: number) => {
      for (let index = from; index < to; index += 1) own.count({ status, feed: `categories/c${index}` }, times);
    };
    expect(await all()).toEqual(["counter", { "200": 0, "226": 0, "304": 0, "4xx": 0, "5xx": 0 }]);
    polls(200, 0, 100, 1);
    own.count({ status: 404, feed: null }, 2);
    own.count({ status: 503 });
    own.count({ status: 226 });
    expect(await all()).toEqual(["counter", { "200": 100, "226": 1, "304": 0, "4xx": 2, "5xx": 1 }]);
    // Others take the places of the feeds asked for most, and in the end those are forgotten.
    for (const [from, to] of [
      [100, 300],
      [300, 2_000],
    ] as const) {
      const [, before] = (await all()) as [string, Record<string, number>];
      polls(304, from, to, 3);
      const [, after] = (await all()) as [string, Record<string, number>];
      expect(after).toEqual({ ...before, "304": (before["304"] ?? 0) + 3 * (to - from) });
    }
  });

  it("is bounded, whoever asks for whatever: 300 KB, and no more than 500 series of polls", async () => {
    const own = await watched();
    const statuses = [200, 226, 304, 404, 503];
    for (let index = 0; index < 1_500; index += 1)
      for (const status of statuses)
        own.count({
          feed: `categories/${"x".repeat(100)}-${index}`,
          status,
          agent: `Reader${index}/1.0 (${index + 1} subscribers)`,
        });
    const text = await (await own.get("/metrics")).text();
    expect(text.length).toBeLessThan(300_000);
    const families = parseExposition(text);
    expect(families.get("harkara_feed_polls")?.samples).toHaveLength(500);
    expect(families.get("harkara_subscribers")?.samples.length).toBeLessThanOrEqual(50);
  });

  it("counts categories and authors anew only when something changed", async () => {
    const own = await watched();
    if (!own.content) throw new Error("there is no content");
    const { store } = own.content;
    let [censuses, mark] = [0, "one"];
    const counts = (now: Date) => {
      censuses += 1;
      return store.taxonomyCounts(now);
    };
    const state = async (now: Date) => ({ ...(await store.version(now)), version: mark });
    own.content = { ...own.content, store: { ...store, taxonomyCounts: counts, version: state } };
    for (let scrapes = 0; scrapes < 10; scrapes += 1) await scrape(own);
    expect(censuses).toBe(1);
    mark = "another";
    for (let scrapes = 0; scrapes < 10; scrapes += 1) await scrape(own);
    expect(censuses).toBe(2);
    own.content = { ...own.content, store: { ...own.content.store } };
    await scrape(own);
    expect(censuses).toBe(3);
  });

  it("shows the same to a browser", async () => {
    const { get } = await watched();
    const response = await get("/metrics", { ...BEARER, accept: "text/html" });
    expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
  });
});
