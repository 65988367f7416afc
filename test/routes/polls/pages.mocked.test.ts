import { beforeEach, describe, expect, it, vi } from "vitest";
import { revise } from "../../../src/article/article.ts";
import type { RepresentationCache } from "../../../src/http/representation-cache.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { articleOf, STORED, siteOf } from "../../support/fixtures/content.ts";
import { deskOf, headerOf, textOf } from "../../support/services/app.ts";

/** How many documents were rendered, and how often the frame of a page was put around something. */
const rendered = vi.hoisted(() => ({ count: 0, frames: 0 }));

/* Every document of the program is rendered by what it hands to the cache; what is handed over is watched. */
vi.mock("../../../src/http/representation-cache.ts", async (importOriginal) => {
  const original = await importOriginal<typeof import("../../../src/http/representation-cache.ts")>();
  const createShelf = (...given: Parameters<typeof original.createRepresentationCache>): RepresentationCache => {
    const folder = original.createRepresentationCache(...given);
    const counted =
      <T>(render: () => T) =>
      (): T => {
        rendered.count += 1;
        return render();
      };
    return {
      representationsOf: (place, version, key, mediaType, render) =>
        folder.representationsOf(place, version, key, mediaType, counted(render)),
      uncached: (mediaType, render) => folder.uncached(mediaType, counted(render)),
    };
  };
  return { ...original, createRepresentationCache: createShelf };
});

vi.mock("../../../src/pages/layout/layout.ts", async (importOriginal) => {
  const original = await importOriginal<typeof import("../../../src/pages/layout/layout.ts")>();
  const layout = (...given: Parameters<typeof original.layout>): string => {
    rendered.frames += 1;
    return original.layout(...given);
  };
  return { ...original, layout };
});

beforeEach(() => {
  [rendered.count, rendered.frames] = [0, 0];
});

/**
 * Every kind of document, and how often the store may be asked for a poll of one whose answer is not kept: as of feeds,
 * once; the page of an article also asks what stands beside it.
 */
const KINDS: Readonly<Record<string, number>> = {
  "/": 1,
  "/?to=20": 1,
  "/?to=40": 1,
  "/categories/india": 1,
  "/categories/india?to=20": 1,
  "/authors/asha-rao": 1,
  "/articles/a7": 2,
  "/feeds": 1,
  "/subscribe": 1,
  "/categories/india/subscribe": 1,
  "/authors/asha-rao/subscribe?from=11": 1,
  "/search": 0,
  "/search?q=headline": 1,
  "/search/subscribe?q=headline": 1,
  "/rss.xml": 1,
  "/categories/india/atom.xml": 1,
  "/opml.xml": 1,
  "/sitemap.xml": 1,
  "/news-sitemap.xml": 1,
  "/robots.txt": 0,
  "/opensearch.xml": 0,
  "/manifest.webmanifest": 0,
  "/favicon.ico": 0,
  "/icon.svg": 0,
  "/style.css": 0,
};

/** A store that counts what it is asked. @param keeps whether it can tell that nothing changed */
function counting(inner: ArticleStore, keeps: boolean): { store: ArticleStore; requested: string[] } {
  const requested: string[] = [];
  const noted = <T>(name: string, answer: T): T => {
    requested.push(name);
    return answer;
  };
  const readable = <T extends { articles: () => unknown }>(page: T | undefined): T | undefined =>
    page && { ...page, articles: () => noted("articles", page.articles()) };
  const store: ArticleStore = {
    changeCounter: () => (keeps ? 0 : null),
    newestPage: async (query) => readable(await noted("page", inner.newestPage(query))),
    archivePage: async (query) => readable(await noted("sheet", inner.archivePage(query))),
    article: (slug, now) => noted("article", inner.article(slug, now)),
    removed: (slug) => noted("removed", inner.removed(slug)),
    neighbours: (...query) => noted("neighbours", inner.neighbours(...query)),
    version: (now) => noted("state", inner.version(now)),
    taxonomyCounts: (now) => noted("census", inner.taxonomyCounts(now)),
    updates: (...query) => noted("updates", inner.updates(...query)),
  };
  return { store, requested: requested };
}

async function contentWith(keeps: boolean) {
  const site = await siteOf({ categories: { India: {} } });
  const articles = await Promise.all(
    Array.from({ length: 70 }, (_, index) => {
      const published = new Date(Date.UTC(2026, 10, 20) + index * 60_000).toISOString();
      const text = textOf({ published, categories: ["India"], byline: "Asha Rao" });
      return revise(articleOf(text, `a${index}`, site), STORED);
    }),
  );
  const { store, requested } = counting(createMemoryStore(site, articles, STORED), keeps);
  return { content: { site, store }, asked: requested };
}

describe.each(Object.entries(KINDS))("%s", (target, most) => {
  it("answers 304 without rendering, and asks the store as little as a feed does", async () => {
    const { content, asked: requested } = await contentWith(false);
    const first = await deskOf(content).ask(target);
    expect(first.status).toBe(200);
    expect((await first.arrayBuffer()).byteLength).toBeGreaterThan(0);
    const page = first.headers.get("content-type")?.startsWith("text/html") ?? false;
    expect(rendered).toEqual({ count: 1, frames: page ? 1 : 0 });
    const headers = {
      etag: { "if-none-match": headerOf(first, "etag") },
      date: { "if-modified-since": headerOf(first, "last-modified") },
    };
    for (const condition of Object.values(headers)) {
      for (const method of ["GET", "HEAD"]) {
        // A desk of its own has kept nothing.
        const client = deskOf(content);
        [requested.length, rendered.count, rendered.frames] = [0, 0, 0];
        const again = await client.ask(target, condition, method);
        expect(again.status).toBe(304);
        expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
        expect(again.headers.get("cache-control")).toBe(first.headers.get("cache-control"));
        expect(rendered).toEqual({ count: 0, frames: 0 });
        expect(requested.length, requested.join()).toBeLessThanOrEqual(most);
        expect(requested).not.toContain("articles");
        expect(requested).not.toContain("census");
      }
    }
  });

  it("asks the store nothing at all while that says that nothing has changed", async () => {
    const { content, asked: requested } = await contentWith(true);
    const client = deskOf(content);
    const first = await client.ask(target);
    expect(first.status).toBe(200);
    await first.arrayBuffer();
    [requested.length, rendered.count] = [0, 0];
    const again = await client.ask(target, { "if-none-match": headerOf(first, "etag") });
    expect(again.status).toBe(304);
    const whole = await client.ask(target);
    expect(whole.status).toBe(200);
    await whole.arrayBuffer();
    expect(requested).toEqual([]);
    expect(rendered.count).toBe(0);
    // What Node's server looks up before it asks the app.
    const path = new URL(target, "http://localhost");
    expect(client.service.peek(content, path.pathname + path.search)?.opaqueTag).toBeDefined();
  });
});
