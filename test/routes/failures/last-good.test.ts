import { expect, it } from "vitest";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { contentOf, siteOf } from "../../support/fixtures/content.ts";
import { deskOf, textsOf } from "../../support/services/app.ts";

const SITE = await siteOf();
const OLD = { old: { published: "2026-10-01T00:00:00Z", headline: "What was there" } };
const BEFORE = await contentOf(textsOf(OLD), SITE);
const AFTER = await contentOf(
  textsOf({ ...OLD, new: { published: "2026-11-01T00:00:00Z", headline: "What is new" } }),
  SITE,
);

const broken = () => Promise.reject(new Error("the disk is gone"));

/** A store of which one thing that a document is rendered from fails. */
function without(store: ArticleStore, part: "census" | "articles"): ArticleStore {
  if (part === "census") return { ...store, taxonomyCounts: broken };
  return {
    ...store,
    newestPage: async (query) => {
      const page = await store.newestPage(query);
      return page && { ...page, articles: broken };
    },
  };
}

it.each([
  ["/", "census"],
  ["/", "articles"],
  ["/opml.xml", "census"],
  ["/feeds", "census"],
  ["/rss.xml", "articles"],
  ["/subscribe", "articles"],
] as const)(
  "%s is shown as it was for as long as what is new is found but cannot be rendered: its %s",
  async (path, part) => {
    const changing = { version: 0, store: BEFORE.store };
    const store: ArticleStore = {
      ...BEFORE.store,
      changeCounter: () => changing.version,
      newestPage: (query) => changing.store.newestPage(query),
      version: (now) => changing.store.version(now),
      taxonomyCounts: (now) => changing.store.taxonomyCounts(now),
      updates: (...query) => changing.store.updates(...query),
    };
    const { ask } = deskOf({ site: SITE, store });
    const good = await (await ask(path)).text();

    Object.assign(changing, { version: 1, store: without(AFTER.store, part) });
    for (let polls = 0; polls < 4; polls += 1) {
      const response = await ask(path);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(good);
      const maxAge = Number(/max-age=(\d+)/.exec(response.headers.get("cache-control") ?? "")?.[1]);
      expect(maxAge).toBeLessThanOrEqual(5);
    }

    changing.store = AFTER.store;
    const [found, expected] = [await ask(path), await deskOf(AFTER).ask(path)];
    expect(found.headers.get("etag")).toBe(expected.headers.get("etag"));
    expect(await found.text()).toBe(await expected.text());
  },
);
