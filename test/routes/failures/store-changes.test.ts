import { expect, it, vi } from "vitest";
import { MAX_RESOLVE_ATTEMPTS } from "../../../src/routes/resolver.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { StoreChanged } from "../../../src/store/store-errors.ts";
import { contentOf, siteOf } from "../../support/fixtures/content.ts";
import { deskOf, textsOf } from "../../support/services/app.ts";

const SITE = await siteOf();
const draft = (headline: string) => textsOf({ a: { published: "2026-10-01T00:00:00Z", headline } });
const [OLD, NEW] = [await contentOf(draft("Before"), SITE), await contentOf(draft("After"), SITE)];

/** A store whose articles have changed whenever they are read for the first few times. */
function restless(times: number): { readonly store: ArticleStore; readonly reads: () => number } {
  let reads = 0;
  const store: ArticleStore = {
    ...OLD.store,
    changeCounter: () => 0,
    newestPage: async (query) => {
      const page = await (reads === 0 ? OLD : NEW).store.newestPage(query);
      return (
        page && {
          ...page,
          articles: async () => {
            reads += 1;
            if (reads <= times) throw new StoreChanged();
            return page.articles();
          },
        }
      );
    },
  };
  return { store, reads: () => reads };
}

it("what changes while it is read is looked up anew, a few times", async () => {
  for (let times = 1; times < MAX_RESOLVE_ATTEMPTS; times += 1) {
    const { store, reads } = restless(times);
    const response = await deskOf({ site: SITE, store }).ask("/rss.xml");
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("After");
    expect(reads()).toBe(times + 1);
  }
});

it("what never stands still is a 503", async () => {
  const { store, reads } = restless(1_000);
  const response = await deskOf({ site: SITE, store }).ask("/rss.xml");
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("5");
  expect(reads()).toBe(MAX_RESOLVE_ATTEMPTS);
});

it("whoever asks after a change gets what it brought, though an older look is still under way", async () => {
  let [version, inner] = [0, OLD.store];
  let letGo = () => {};
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let looks = 0;
  const store: ArticleStore = {
    ...OLD.store,
    changeCounter: () => version,
    newestPage: async (query) => {
      looks += 1;
      const page = await inner.newestPage(query);
      if (looks === 1) await free;
      return page;
    },
  };
  const client = deskOf({ site: SITE, store });
  const before = client.ask("/rss.xml");
  await vi.waitFor(() => expect(looks).toBe(1));
  [version, inner] = [1, NEW.store];
  expect(await (await client.ask("/rss.xml")).text()).toContain("After");
  letGo();
  expect((await before).status).toBe(200);
  // What came late does not stand in the way of what is newer.
  expect(await (await client.ask("/rss.xml")).text()).toContain("After");
});

it("on Workers no request waits for what another began", async () => {
  let looks = 0;
  const store: ArticleStore = {
    ...OLD.store,
    newestPage: async (query) => {
      looks += 1;
      return OLD.store.newestPage(query);
    },
  };
  const client = deskOf({ site: SITE, store }, { cdn: true });
  const answers = await Promise.all(Array.from({ length: 5 }, () => client.ask("/rss.xml")));
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
  expect(looks).toBe(5);
});
