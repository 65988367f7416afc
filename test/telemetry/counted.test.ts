import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Content } from "../../src/store/content.ts";
import { SEEN_AT } from "../support/fakes/request-record.ts";
import { contentOf, siteOf } from "../support/fixtures/content.ts";
import { send, type Wired } from "../support/readers/poll-client.ts";
import { TOKEN } from "../support/services/publishing.ts";
import { type WatchedServer, watchedServer } from "../support/services/watched.ts";
import { articleText } from "../support/stores/folder.ts";

// Properties take their time where much else goes on.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Addresses, the feed and the format that each stands for, and whether there is such a feed. */
const TARGETS: readonly (readonly [target: string, feed: string | null, format: string | null])[] = [
  ["/rss.xml", "all", "rss"],
  ["/atom.xml", "all", "atom"],
  ["/feed.json", "all", "json"],
  ["/feed.json?limit=1", "all", "json"],
  ["/rss.xml?limit=none", null, "rss"],
  ["/archive/1/rss.xml", "all", "rss"],
  ["/categories/india/rss.xml", "categories/india", "rss"],
  ["/categories/india/atom.xml?", "categories/india", "atom"],
  ["/categories/nothing/rss.xml", null, "rss"],
  ["/search/rss.xml?q=headline", "search", "rss"],
  ["/search/rss.xml?q=Headline&q=", null, "rss"],
  ["/articles/one", null, null],
  ["/articles/nothing", null, null],
  ["/style.css", null, null],
  ["/healthz", null, null],
  ["/nothing", null, null],
  ["//[", null, null],
  ["/api/articles", null, null],
  ["/api/articles/nothing", null, null],
];

const AGENTS: readonly (readonly [agent: string | undefined, name: string])[] = [
  ["Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; )", "Feedly"],
  ["FreshRSS/1.28.1 (Linux; https://freshrss.org)", "FreshRSS"],
  [undefined, "(no name)"],
];

const request = fc.record({
  target: fc.constantFrom(...TARGETS),
  method: fc.constantFrom("GET", "GET", "GET", "HEAD", "OPTIONS", "POST"),
  agent: fc.constantFrom(...AGENTS),
  condition: fc.constantFrom("none", "current", "older", "older and A-IM"),
  coding: fc.constantFrom(undefined, "gzip"),
  token: fc.boolean(),
});

type Request = typeof request extends fc.Arbitrary<infer R> ? R : never;

let contents: readonly [Content, Content];
let current: Content;

beforeAll(async () => {
  const site = await siteOf();
  const one = { one: articleText("Headline 1", "One plain sentence.", 1) };
  contents = [
    await contentOf(one, site),
    await contentOf({ ...one, two: articleText("Headline 2", "One plain sentence.", 2) }, site),
  ];
});

describe.each([
  ["what is ready is answered at once", true],
  ["everything goes through the app", false],
])("where %s", (_, fast) => {
  let server: WatchedServer;
  const tags = new Map<string, { older?: string; current?: string }>();

  beforeAll(async () => {
    server = await watchedServer(() => current, fast);
    for (const age of ["older", "current"] as const) {
      current = contents[age === "older" ? 0 : 1];
      for (const [target] of TARGETS) {
        const tag = (await send(server.port, "GET", target)).headers.etag;
        if (tag !== undefined) tags.set(target, { ...tags.get(target), [age]: tag });
      }
    }
  });
  afterAll(() => server.close());

  const ask = ({ target: [target], method, agent: [agent], condition, coding, token }: Request): Promise<Wired> => {
    const known = tags.get(target);
    const tag = condition === "current" ? known?.current : known?.older;
    return send(server.port, method, target, [
      ...(agent === undefined ? [] : [["User-Agent", agent] as const]),
      ...(condition === "none" || tag === undefined ? [] : [["If-None-Match", tag] as const]),
      ...(condition === "older and A-IM" ? [["A-IM", "feed"] as const] : []),
      ...(coding === undefined ? [] : [["Accept-Encoding", coding] as const]),
      ...(token ? [["Authorization", `Bearer ${TOKEN}`] as const] : []),
    ]);
  };

  it("what was counted, logged and seen is what a client counted, whatever it asked for", async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 25 }), async (requests) => {
        const before = counted(server);
        const [seenBefore, linesBefore] = [server.seen.length, server.lines.length];
        const own = new Counter(before);
        for (const each of requests) {
          const answered = await ask(each);
          own.count(each, answered);
          statuses.add(answered.status);
        }
        expect(counted(server)).toEqual(own.counts);
        const seen = server.seen.slice(seenBefore);
        expect(seen.map(({ method, path, status }) => [method, path, status])).toEqual(own.requests);
        const logged = server.lines.slice(linesBefore).map((line) => JSON.parse(line) as Record<string, unknown>);
        expect(logged.map(({ method, path, status }) => [method, path, status])).toEqual(own.requests);
        for (const [index, { bytes }] of seen.entries()) expect(bytes ?? -1).toBe(own.sizes[index]);
      }),
      { seed: 20261123, numRuns: 40 },
    );
    expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 204, 226, 301, 304, 400, 401, 404, 405]));
  });
});

/** What is compared of a tally. */
function counted({ tally }: WatchedServer): Record<string, number> {
  const { requests, bytes, statuses, feeds, readers, minutes } = tally.read(SEEN_AT);
  const found: Record<string, number> = { requests, bytes };
  for (const [status, count] of statuses) found[`status ${status}`] = count;
  for (const { feed, format, polls } of feeds)
    for (const [name, count] of Object.entries(polls)) if (count > 0) found[`${feed} ${format} ${name}`] = count;
  for (const { name, polls } of readers) found[`reader ${name}`] = polls;
  found["polls this minute"] = Object.values(minutes.at(-1)?.polls ?? {}).reduce((sum, count) => sum + count, 0);
  found["others this minute"] = minutes.at(-1)?.others ?? 0;
  return found;
}

/** Counts as a client does, from what it sent and what came back. */
class Counter {
  readonly counts: Record<string, number>;
  readonly requests: (readonly [string, string, number])[] = [];
  readonly sizes: number[] = [];

  constructor(before: Record<string, number>) {
    this.counts = { ...before };
  }

  count({ target: [target, feed, format], method, agent: [, name] }: Request, { status, body }: Wired): void {
    this.requests.push([method, target.replace(/\?.*/, ""), status]);
    this.sizes.push(body.length);
    this.#add("requests");
    this.#add("bytes", body.length);
    this.#add(`status ${status}`);
    const kind = status < 400 ? `${status}` : `${`${status}`[0]}xx`;
    const isPoll = format !== null && (method === "GET" || method === "HEAD") && status !== 301;
    this.#add(isPoll ? "polls this minute" : "others this minute");
    if (!isPoll) return;
    this.#add(`reader ${name}`);
    if (feed !== null) this.#add(`${feed} ${format} ${kind}`);
  }

  #add(name: string, count = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + count;
  }
}
