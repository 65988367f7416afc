import { afterEach, expect, it, vi } from "vitest";
import { revise } from "../../src/article/article.ts";
import { createFeedHistory } from "../../src/feed/delta/feed-history.ts";
import { createRenderer } from "../../src/feed/renderer.ts";
import { selectEntries } from "../../src/feed/selection.ts";
import { CONTENT_CODINGS } from "../../src/http/content-coding.ts";
import { createRepresentationCache } from "../../src/http/representation-cache.ts";
import type { Representations } from "../../src/http/resource.ts";
import { NEWEST } from "../../src/site/scope.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { handed, handedEntries } from "../support/fakes/feed-instances.ts";
import { articleOf, contentOf, NOW, STORED, siteOf } from "../support/fixtures/content.ts";
import { deskOf, textOf, textsOf } from "../support/services/app.ts";

/** Small enough for a test to go past them. */
const SIZES = { renderedBytes: 40_000, documentBytes: 30_000, resources: 4, historyEntries: 10 };

vi.mock("feed", async (importOriginal) => {
  const original = await importOriginal<typeof import("feed")>();
  const { noting } = await import("../support/fakes/feed-instances.ts");
  return { ...original, Feed: noting(original.Feed) };
});

afterEach(() => {
  handed.length = 0;
});

it("rendered entries are kept up to a number of bytes, those used last", async () => {
  const site = await siteOf();
  const size = 2_000;
  const count = 60;
  const articles = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const published = `2026-10-01T10:${String(index).padStart(2, "0")}:00Z`;
      return revise(articleOf(textOf({ published, body: "x".repeat(size) }), `slug-${index}`, site), STORED);
    }),
  );
  const store = createMemoryStore(site, articles, STORED);
  const selection = await selectEntries(store, site, { kind: "all" }, { kind: "newest", limit: 100 }, NOW);
  if (selection === undefined) throw new Error("no feed");
  const renderer = createRenderer(SIZES.renderedBytes);
  await renderer.render(selection, "rss");
  expect(handedEntries()).toHaveLength(count);
  // From the last one rendered backwards: what is still kept is not rendered anew.
  const kept: string[] = [];
  for (const { slug } of [...selection.refs].reverse()) {
    handed.length = 0;
    await renderer.render(selection, "rss", new Set([slug]));
    if (handedEntries().length === 0) kept.push(slug);
    else break;
  }
  expect(kept.length * size).toBeLessThanOrEqual(SIZES.renderedBytes);
  expect(kept.length * size).toBeGreaterThan(SIZES.renderedBytes / 2);
  expect(kept.length).toBeLessThan(count);
});

it("documents and their compressed forms are kept up to a number of bytes, those used last", async () => {
  const half = async (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(bytes.length / 2);
  const folder = createRepresentationCache(
    { codings: () => ["br", "gzip"], compress: half },
    true,
    SIZES.documentBytes,
    SIZES.resources,
  );
  const documents = Array.from({ length: 20 }, (_, index) =>
    folder.representationsOf(
      `place ${index}`,
      "1",
      `document ${index}`,
      "text/plain",
      async () => new Uint8Array(4_000),
    ),
  );
  for (const forms of documents) for (const coding of CONTENT_CODINGS) await forms.encode(coding);
  const sizes = documents.map((forms) =>
    CONTENT_CODINGS.map((coding) => forms.ready(coding)?.length ?? 0).reduce((sum, size) => sum + size),
  );
  const total = sizes.reduce((sum, size) => sum + size);
  expect(total).toBeLessThanOrEqual(SIZES.documentBytes);
  expect(total).toBeGreaterThan(SIZES.documentBytes / 2);
  expect(sizes.at(-1)).toBe(8_000);
  expect(sizes[0]).toBe(0);
});

it("a newer document takes the place of the former and of its deltas, in every form", async () => {
  const folder = createRepresentationCache(
    { codings: () => ["br", "gzip"], compress: async (bytes) => bytes.slice(1) },
    true,
    SIZES.documentBytes,
    SIZES.resources,
  );
  const formsOf = (place: string, version: string, key = version) =>
    folder.representationsOf(place, version, key, "text/plain", async () => new Uint8Array(9));
  const lengths = (forms: Representations) => CONTENT_CODINGS.map((coding) => forms.ready(coding)?.length);
  const former = formsOf("/rss.xml", "old");
  const delta = formsOf("/rss.xml", "old", "old since older");
  const other = formsOf("/atom.xml", "other");
  for (const coding of CONTENT_CODINGS) await Promise.all([former, delta, other].map((each) => each.encode(coding)));
  expect(lengths(delta)).toEqual([8, 8, 9]);
  const newer = formsOf("/rss.xml", "new");
  await newer.encode("gzip");
  for (const gone of [former, delta]) expect(lengths(gone)).toEqual([undefined, undefined, undefined]);
  expect(lengths(newer)).toEqual([undefined, 8, 9]);
  expect(lengths(other)).toEqual([8, 8, 9]);
});

it("a document larger than everything that may be kept is served all the same, and not kept", async () => {
  const site = await siteOf();
  const body = "word ".repeat(10_000);
  const content = await contentOf(textsOf({ large: { published: "2026-10-01T10:00:00Z", body } }), site);
  const client = deskOf(content, { sizes: SIZES });
  for (let time = 0; time < 2; time += 1) {
    const response = await client.ask("/rss.xml");
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(body.trim());
  }
  expect(client.service.peek(content, "/rss.xml")?.representations.ready("identity")).toBeUndefined();
});

it("answers are kept ready for a number of addresses, those asked for last", async () => {
  const site = await siteOf();
  const content = await contentOf(textsOf({ a: { published: "2026-10-01T10:00:00Z" } }), site);
  const client = deskOf(content, { sizes: SIZES });
  const targets = Array.from({ length: 9 }, (_, index) => `/rss.xml?limit=${index + 1}`);
  for (const target of targets) expect((await client.ask(target)).status).toBe(200);
  const kept = targets.filter((target) => client.service.peek(content, target) !== undefined);
  expect(kept).toEqual(targets.slice(-4));
});

it("states of feeds are remembered up to a number of entries, those used last", async () => {
  const site = await siteOf();
  const history = createFeedHistory(SIZES.historyEntries);
  const states = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (count) => {
      const drafts = Array.from({ length: count }, (_, index) => [
        `slug-${index}`,
        { published: `2026-10-01T10:00:0${index}Z` },
      ]);
      const { store } = await contentOf(textsOf(Object.fromEntries(drafts)), site);
      const selection = await selectEntries(store, site, { kind: "all" }, NEWEST, NOW);
      if (selection === undefined) throw new Error("no feed");
      return selection;
    }),
  );
  for (const state of states) history.remember(state, "rss");
  const [last] = states.slice(-1);
  if (last === undefined) throw new Error("no state");
  const remembered = states.slice(0, -1).filter(({ validator }) => history.since(validator, last, "rss"));
  expect(last.refs.length).toBeLessThanOrEqual(SIZES.historyEntries);
  expect(remembered.map(({ refs }) => refs.length)).toEqual([]);
  // Smaller states leave room for more of them.
  for (const state of states.slice(0, 3)) history.remember(state, "rss");
  const third = states[2];
  if (third === undefined) throw new Error("no state");
  expect(states.slice(0, 2).filter(({ validator }) => history.since(validator, third, "rss"))).toHaveLength(2);
});
