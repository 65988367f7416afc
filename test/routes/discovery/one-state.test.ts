import { expect, it } from "vitest";
import { FEEDS_ON_PAGE } from "../../../src/pages/views/feeds-page.ts";
import { MAX_RESOLVE_ATTEMPTS } from "../../../src/routes/resolver.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { faulty } from "../../support/fakes/faulty-store.ts";
import { contentOf, siteOf } from "../../support/fixtures/content.ts";
import { type Draft, deskOf, headerOf, textsOf } from "../../support/services/app.ts";

/*
 * Documents that are made of everything are read in several steps, while others publish: what is served is of one
 * state all the same, and bears the tag of that state.
 */
const OVERVIEWS = ["/", "/feeds", "/opml.xml", "/sitemap.xml", "/sitemap.xml?part=1", "/sitemap.xml?pages=1"];

const SITE = await siteOf();
const BEFORE: Readonly<Record<string, Draft>> = {
  a: { published: "2026-10-01T00:00:00Z", categories: ["India"], byline: "Asha Rao" },
  b: { published: "2026-10-02T00:00:00Z", categories: ["Weather"], byline: "Vikram Nair" },
};
const AFTER = {
  ...BEFORE,
  c: { published: "2026-10-03T00:00:00Z", categories: ["Sport"], byline: "Tara Sen" },
};

const stores = await Promise.all([BEFORE, AFTER].map(async (drafts) => (await contentOf(textsOf(drafts), SITE)).store));

/** A store that is another from a call on, counted from 1. */
function turning(from: number): { readonly store: ArticleStore; readonly calls: () => number } {
  let calls = 0;
  const turn = () => {
    calls += 1;
    const [before, after] = stores;
    if (before === undefined || after === undefined) throw new Error("there are no stores");
    return calls < from ? before : after;
  };
  const store: ArticleStore = {
    changeCounter: () => null,
    newestPage: (query) => turn().newestPage(query),
    archivePage: (query) => turn().archivePage(query),
    updates: (scopes, limit, now) => turn().updates(scopes, limit, now),
    article: (slug, now) => turn().article(slug, now),
    removed: (slug) => turn().removed(slug),
    neighbours: (scope, article, now) => turn().neighbours(scope, article, now),
    version: (now) => turn().version(now),
    taxonomyCounts: (now) => turn().taxonomyCounts(now),
  };
  return { store, calls: () => calls };
}

async function served(store: ArticleStore, target: string): Promise<string> {
  const response = await deskOf({ site: SITE, store }).ask(target);
  expect(response.status).toBe(200);
  return `${headerOf(response, "etag")} ${headerOf(response, "last-modified")} ${await response.text()}`;
}

it.each(OVERVIEWS)(
  "what is served at %s is of the state before a change or of the one after it, never of both",
  async (target) => {
    const [before, after] = await Promise.all(stores.map((store) => served(store, target)));
    expect(before).not.toBe(after);
    const whole = turning(Number.POSITIVE_INFINITY);
    await served(whole.store, target);
    const seen = new Set<string>();
    for (let from = 1; from <= whole.calls() + 1; from += 1) {
      const text = await served(turning(from).store, target);
      expect([before, after], `from call ${from}`).toContain(text);
      seen.add(text);
    }
    expect(seen.size).toBe(2);
  },
);

it("a store that changes all the time gives 503, never a document of two states", async () => {
  const [store] = stores;
  let marks = 0;
  const restless = {
    ...store,
    changeCounter: () => null,
    version: async (now: Date) => {
      marks += 1;
      const state = await store?.version(now);
      return { ...state, version: `${marks}` };
    },
  } as ArticleStore;
  const response = await deskOf({ site: SITE, store: restless }).ask("/opml.xml");
  expect(response.status).toBe(503);
  expect(marks).toBe(2 * MAX_RESOLVE_ATTEMPTS);
});

it.each(OVERVIEWS)(
  "once an article was removed, what was last at %s is not served while the store fails",
  async (target) => {
    const answers: number[] = [];
    for (const removed of [[], ["a"]]) {
      const held = faulty(stores[0] as ArticleStore);
      const client = deskOf({ site: SITE, store: held.store });
      expect((await client.ask(target)).status).toBe(200);
      held.version = 1;
      held.spoil(1);
      client.service.forget(removed);
      answers.push((await client.ask(target)).status);
    }
    expect(answers).toEqual([200, 503]);
  },
);

it("what the feeds are is counted once in each state, whichever document or page asks", async () => {
  const authors = Array.from({ length: FEEDS_ON_PAGE }, (_, index) => `Author ${index}`).join(", ");
  const { store } = await contentOf(textsOf({ a: { published: "2026-10-01T00:00:00Z", byline: authors } }), SITE);
  const requested: string[] = [];
  const noting: ArticleStore = {
    ...store,
    changeCounter: () => null,
    version: (now) => {
      requested.push("state");
      return store.version(now);
    },
    taxonomyCounts: (now) => {
      requested.push("census");
      return store.taxonomyCounts(now);
    },
  };
  const client = deskOf({ site: SITE, store: noting });
  const look = async (target: string, headers: Record<string, string> = {}) => {
    requested.length = 0;
    const response = await client.ask(target, headers);
    return [response.status, ...requested];
  };
  // A page beyond the first must be counted for; while that is read the state may change, so it is looked at again.
  expect(await look("/feeds?page=3")).toEqual([404, "state", "census", "state"]);
  for (const target of ["/feeds?page=3", "/feeds?page=99"]) expect(await look(target)).toEqual([404, "state"]);
  for (const target of ["/feeds", "/feeds?page=2", "/", "/opml.xml", "/sitemap.xml"])
    expect(await look(target), target).toEqual([200, "state", "state"]);
  for (const target of ["/feeds", "/feeds?page=2"]) {
    const tag = headerOf(await client.ask(target), "etag");
    expect(await look(target, { "if-none-match": tag })).toEqual([304, "state"]);
  }
  expect(await look("/feeds?page=1")).toEqual([301]);
});
