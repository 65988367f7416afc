import { describe, expect, it } from "vitest";
import type { Content } from "../../../src/store/content.ts";
import { type FaultyStore, faulty, type Mishap } from "../../support/fakes/faulty-store.ts";
import { contentOf, NOW, siteOf } from "../../support/fixtures/content.ts";
import { everyAddress, SETTLED_ADDRESSES } from "../../support/readers/addresses.ts";
import { deskOf, headerOf, textsOf } from "../../support/services/app.ts";

const SITE = await siteOf({ pageSize: 3 });
const DRAFTS = Object.fromEntries(
  Array.from({ length: 8 }, (_, number) => [
    `story-${number}`,
    { published: `2026-10-0${number + 1}T00:00:00Z`, categories: ["India"], byline: "Asha Rao" },
  ]),
);
const TRUE = await contentOf(textsOf(DRAFTS), SITE);
const LATER = await contentOf(
  textsOf({
    ...DRAFTS,
    new: { published: "2026-11-01T00:00:00Z", categories: ["India"], byline: "Asha Rao" },
  }),
  SITE,
);

const ADDRESSES = [
  ...everyAddress({ categories: "india", authors: "asha-rao", articles: "story-7" }, "headline"),
  "/articles/nothing",
  "/categories/nothing/rss.xml",
].filter((path) => !SETTLED_ADDRESSES.has(path));

/** What is said of each address while all is well. */
const TRUTHS = new Map(
  await Promise.all(
    ADDRESSES.map(async (path) => {
      const response = await deskOf(TRUE).ask(path);
      return [path, { status: response.status, text: await response.text() }] as const;
    }),
  ),
);

const lies: readonly Mishap[] = [null, "text", 7, {}, { refs: 7 }].map((lie) => ({
  kind: "lies",
  lie: () => lie,
}));
const MISHAPS: readonly (readonly [string, Mishap])[] = [
  ["fails", { kind: "fails" }],
  ["hangs", { kind: "hangs" }],
  ...lies.map((lie, index): [string, Mishap] => [`lies (${index})`, lie]),
  ["leaves out an article", { kind: "lies", lie: (truth) => (Array.isArray(truth) ? truth.slice(1) : null) }],
  [
    "reverses articles",
    {
      kind: "lies",
      lie: (truth) => (Array.isArray(truth) && truth.length > 1 && "slug" in truth[0] ? truth.toReversed() : null),
    },
  ],
];

function faultyContent(content: Content = TRUE): FaultyStore & { readonly content: Content } {
  const store = faulty(content.store);
  return Object.assign(store, { content: { ...content, store: store.store } });
}

describe.each(MISHAPS)("a store that %s at its first, second, … call", (_, mishap) => {
  it.each(ADDRESSES)("makes %s a 503 that says when to ask again, never a shorter answer", async (path) => {
    let spoiled = 0;
    for (let call = 1; ; call += 1) {
      const trouble = faultyContent();
      trouble.spoil(call, mishap);
      const response = await deskOf(trouble.content, { timeout: 5 }).ask(path);
      const text = await response.text();
      if (trouble.calls() < call) {
        expect({ status: response.status, text }).toEqual(TRUTHS.get(path));
        break;
      }
      expect(response.status).toBe(503);
      expect(headerOf(response, "retry-after")).toBe("5");
      expect(headerOf(response, "cache-control")).toBe("no-store");
      spoiled += 1;
    }
    expect(spoiled).toBeGreaterThanOrEqual(1);
  });

  it("leaves whoever asks for what was there the last good document, until it answers again", async () => {
    for (const path of ADDRESSES.filter((each) => TRUTHS.get(each)?.status === 200)) {
      for (let call = 1; ; call += 1) {
        const trouble = faultyContent();
        const client = deskOf(trouble.content, { timeout: 5 });
        const good = await client.ask(path);
        const text = await good.text();
        trouble.version = 1;
        trouble.spoil(call, mishap);
        const response = await client.ask(path);
        if (trouble.calls() < call) break;
        expect([response.status, await response.text()]).toEqual([200, text]);
        expect(
          client.log.filter((line) => line.startsWith("warn ")),
          path,
        ).toHaveLength(1);
        trouble.spoil(1, mishap);
        const held = { "if-none-match": headerOf(good, "etag") };
        expect((await client.ask(path, held)).status).toBe(304);
        trouble.spoil();
        expect((await client.ask(path)).status).toBe(200);
      }
    }
  });
});

it("the last good document is not shown in the place of what is newer, once the store answers", async () => {
  const trouble = faultyContent(TRUE);
  const later = faultyContent(LATER);
  let current = trouble.store;
  const store = {
    ...current,
    changeCounter: () => trouble.version,
    newestPage: (query: Parameters<typeof current.newestPage>[0]) => current.newestPage(query),
  };
  const client = deskOf({ site: SITE, store });
  const titles = async () =>
    ((await (await client.ask("/feed.json")).json()) as { items: { id: string }[] }).items.length;
  const tag = async () => headerOf(await client.ask("/feed.json"), "etag");
  expect(await titles()).toBe(3);
  const before = await tag();
  [current, trouble.version] = [later.store, 1];
  later.spoil(1);
  expect(await tag()).toBe(before);
  later.spoil();
  expect(await tag()).not.toBe(before);
});

it("what cannot be read is tried once for each poll, not once more as what was there last", async () => {
  const trouble = faultyContent();
  const client = deskOf(trouble.content);
  trouble.spoil(2);
  expect((await client.ask("/rss.xml")).status).toBe(503);
  trouble.spoil(1);
  expect((await client.ask("/rss.xml")).status).toBe(503);
  expect(trouble.calls()).toBe(1);
  trouble.spoil();
  expect((await client.ask("/rss.xml")).status).toBe(200);
});

it("nothing is held of a former content", async () => {
  const trouble = faultyContent();
  const client = deskOf(trouble.content);
  expect((await client.ask("/rss.xml")).status).toBe(200);
  client.content = { ...trouble.content };
  trouble.spoil(1);
  expect((await client.ask("/rss.xml")).status).toBe(503);
});

it("nothing is held of what the store says is no longer there", async () => {
  const trouble = faultyContent();
  const client = deskOf(trouble.content);
  expect((await client.ask("/articles/story-1")).status).toBe(200);
  trouble.version = 1;
  trouble.spoil(1, { kind: "lies", lie: () => undefined });
  expect((await client.ask("/articles/story-1")).status).toBe(404);
  trouble.spoil(1);
  expect((await client.ask("/articles/story-1")).status).toBe(503);
});

it("a poll of what has not changed asks the store nothing; one of what may have changed does", async () => {
  const trouble = faultyContent();
  const client = deskOf(trouble.content, { now: NOW });
  const requested = async () => {
    trouble.spoil();
    expect((await client.ask("/rss.xml")).status).toBe(200);
    return trouble.calls();
  };
  expect(await requested()).toBe(2);
  expect(await requested()).toBe(0);
  trouble.version = 1;
  expect(client.service.peek(client.content, "/rss.xml")).toBeUndefined();
  // What is found is what was there: its bytes are kept.
  expect(await requested()).toBe(1);
  expect(await requested()).toBe(0);
  trouble.version = null;
  expect(client.service.peek(client.content, "/rss.xml")).toBeUndefined();
  for (let time = 0; time < 3; time += 1) expect(await requested()).toBe(1);
  trouble.spoil(1);
  expect((await client.ask("/rss.xml")).status).toBe(200);
});
