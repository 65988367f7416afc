import { describe, expect, it } from "vitest";
import { PROBES } from "../../../src/app.ts";
import { ROUTES } from "../../../src/routes/route-table.ts";
import { everyAddress } from "../../support/readers/addresses.ts";
import { ARTICLE, type Ask, AUTHOR, CATEGORY, FEEDS, HINDI_ARTICLE, HINDI_CATEGORY, header, PAGES } from "./ask.ts";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  "rss.xml": "application/rss+xml; charset=utf-8",
  "atom.xml": "application/atom+xml; charset=utf-8",
  "feed.json": "application/feed+json; charset=utf-8",
  "opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
  "opml.xml": "text/x-opml; charset=utf-8",
  "sitemap.xml": "application/xml; charset=utf-8",
  "news-sitemap.xml": "application/xml; charset=utf-8",
  "robots.txt": "text/plain; charset=utf-8",
  "manifest.webmanifest": "application/manifest+json; charset=utf-8",
  "favicon.ico": "image/x-icon",
  "icon.svg": "image/svg+xml",
  "style.css": "text/css; charset=utf-8",
};

const SLUGS: Readonly<Record<string, string>> = { categories: CATEGORY, authors: AUTHOR, articles: ARTICLE };

const CACHE = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800";

/** But for the page on which a search begins, a search itself. */
const paths = everyAddress(SLUGS, "dog");

export function addresses(ask: Ask): void {
  describe("addresses", () => {
    it("are those of the design", () => {
      expect(ROUTES.map(({ path }) => path)).toEqual([
        "/",
        "/subscribe",
        "/rss.xml",
        "/atom.xml",
        "/feed.json",
        "/archive/:page/rss.xml",
        "/archive/:page/atom.xml",
        "/archive/:page/feed.json",
        "/categories/:slug",
        "/categories/:slug/subscribe",
        "/categories/:slug/rss.xml",
        "/categories/:slug/atom.xml",
        "/categories/:slug/feed.json",
        "/categories/:slug/archive/:page/rss.xml",
        "/categories/:slug/archive/:page/atom.xml",
        "/categories/:slug/archive/:page/feed.json",
        "/authors/:slug",
        "/authors/:slug/subscribe",
        "/authors/:slug/rss.xml",
        "/authors/:slug/atom.xml",
        "/authors/:slug/feed.json",
        "/authors/:slug/archive/:page/rss.xml",
        "/authors/:slug/archive/:page/atom.xml",
        "/authors/:slug/archive/:page/feed.json",
        "/articles/:slug",
        "/search",
        "/search/subscribe",
        "/search/rss.xml",
        "/search/atom.xml",
        "/search/feed.json",
        "/feeds",
        "/sitemap.xml",
        "/opml.xml",
        "/news-sitemap.xml",
        "/opensearch.xml",
        "/robots.txt",
        "/manifest.webmanifest",
        "/favicon.ico",
        "/icon.svg",
        "/style.css",
      ]);
      expect(PROBES).toEqual(["/healthz", "/readyz"]);
    });

    it.each(paths)("%s answers with its type, its validators and how long to keep it", async (path) => {
      const response = await ask(path);
      expect(response.status).toBe(200);
      const type =
        MEDIA_TYPES[path.split(/[/?]/).findLast((part) => part in MEDIA_TYPES) ?? ""] ?? "text/html; charset=utf-8";
      expect(header(response, "content-type")).toBe(type);
      expect(header(response, "etag")).toMatch(/^"[\w-]+"$/);
      const modified = header(response, "last-modified");
      expect(new Date(modified).toUTCString()).toBe(modified);
      expect(header(response, "cache-control")).toBe(CACHE);
      const body = new Uint8Array(await response.arrayBuffer());
      expect(body.length).toBeGreaterThan(100);
      expect(header(response, "content-length")).toBe(String(body.length));
    });

    it("have entity tags of their own", async () => {
      const tags = await Promise.all(paths.map(async (path) => header(await ask(path), "etag")));
      expect(new Set(tags).size).toBe(paths.length);
    });

    it.each([
      ["/healthz", "ok\n"],
      ["/readyz", "ready\n"],
    ])("%s answers the operator's tools, which nobody keeps", async (path, body) => {
      const response = await ask(path);
      expect(response.status).toBe(200);
      expect(header(response, "content-type")).toBe("text/plain; charset=utf-8");
      expect(header(response, "cache-control")).toBe("no-store");
      expect(await response.text()).toBe(body);
    });

    it.each([
      [`/articles/${HINDI_ARTICLE}`],
      [`/articles/${encodeURIComponent(HINDI_ARTICLE)}`],
      [`/articles/${encodeURIComponent(HINDI_ARTICLE).toLowerCase()}`],
      [`/articles/${encodeURIComponent(HINDI_ARTICLE.normalize("NFD"))}`],
      [`/articles/${ARTICLE.replaceAll("e", "%65")}`],
      [`/categories/${HINDI_CATEGORY}`],
      [`/categories/${encodeURIComponent(HINDI_CATEGORY)}`],
      [`/categories/${HINDI_CATEGORY}/rss.xml`],
      [`/categories/${encodeURIComponent(HINDI_CATEGORY)}/feed.json`],
      [`/categories/${encodeURIComponent(HINDI_CATEGORY)}/%66eed.json`],
    ])("%s is found however it is encoded", async (path) => {
      expect((await ask(path)).status).toBe(200);
    });

    it("have one answer for all encodings of a slug", async () => {
      const [raw, encoded] = await Promise.all([
        ask(`/articles/${HINDI_ARTICLE}`),
        ask(`/articles/${encodeURIComponent(HINDI_ARTICLE)}`),
      ]);
      expect(header(encoded, "etag")).toBe(header(raw, "etag"));
      expect(await encoded.text()).toBe(await raw.text());
    });

    it("have an empty feed for a category of the settings without articles", async () => {
      for (const path of FEEDS) {
        const response = await ask(`/categories/archive${path}`);
        expect(response.status).toBe(200);
        expect(await response.text()).not.toMatch(/<item>|<entry[ >]|"date_published"/);
      }
      expect(await (await ask("/categories/archive/feed.json")).json()).toMatchObject({ items: [] });
      expect((await ask("/categories/archive")).status).toBe(200);
    });

    it.each([...FEEDS, ...PAGES, ...PROBES])("%s sets no cookie and says nosniff", async (path) => {
      const response = await ask(path, { headers: { cookie: "session=1" } });
      expect(response.headers.get("set-cookie")).toBeNull();
      expect(header(response, "x-content-type-options")).toBe("nosniff");
    });
  });
}
