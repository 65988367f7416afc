import { describe, expect, it } from "vitest";
import { createApp } from "../../../src/app.ts";
import { createResolver } from "../../../src/routes/resolver.ts";
import { nodeCompression } from "../../../src/runtime/node/compression.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import type { Content } from "../../../src/store/content.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { appOf, contentOf, NOW, siteOf } from "../../support/fixtures/content.ts";
import { everyAddress, SETTLED_ADDRESSES } from "../../support/readers/addresses.ts";
import { articleText } from "../../support/stores/folder.ts";

const SECRET = "secret-of-the-inside";
const PROBLEM = "application/problem+json; charset=utf-8";
const SLUGS = { categories: "india", authors: "india", articles: "a" };
const PATHS = everyAddress(SLUGS, "fresh").filter((path) => !SETTLED_ADDRESSES.has(path));
/** What is made without the articles of a page: of an article by itself, of counts, of references. */
const WITHOUT_PAGES = new Set(["/articles/a", "/feeds", "/opml.xml", "/sitemap.xml"]);

const rejects = () => Promise.reject(new Error(SECRET));
const REJECTING: ArticleStore = {
  changeCounter: () => 0,
  newestPage: rejects,
  archivePage: rejects,
  article: rejects,
  removed: rejects,
  neighbours: rejects,
  version: rejects,
  taxonomyCounts: rejects,
  updates: rejects,
};

async function content(): Promise<Content> {
  const text = articleText("A").replace("- India", "By India\n- India");
  return contentOf({ a: text }, await siteOf());
}

/** What every failure has in common. */
async function expectProblem(response: Response, status: number): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe(PROBLEM);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("retry-after")).toBe(status === 503 ? "5" : null);
  for (const name of ["etag", "last-modified", "set-cookie"]) expect(response.headers.get(name)).toBeNull();
  const text = await response.text();
  expect(text).not.toMatch(/secret|Error:|\.ts|\n/);
  expect(JSON.parse(text)).toMatchObject({ type: "about:blank", status });
}

describe("a store that fails", () => {
  it.each(PATHS)("makes %s answer 503, tells nothing of the inside, and is in the log", async (path) => {
    const { site } = await content();
    for (const method of ["GET", "POST"]) {
      const lines: string[] = [];
      const response = await appOf({ site, store: REJECTING }, NOW, lines).request(path, { method });
      if (method === "GET") {
        await expectProblem(response, 503);
        expect(lines).toHaveLength(1);
        expect(lines[0]).toMatch(/^error GET \S+ failed: /);
        expect(lines[0]).toContain(SECRET);
      } else {
        expect(response.status).toBe(405);
        expect(lines).toEqual([]);
      }
    }
  });

  it.each(PATHS.filter((path) => !WITHOUT_PAGES.has(path)))(
    "while the articles of %s are read answers 503, and never a shorter document",
    async (path) => {
      const { site, store } = await content();
      const failing: ArticleStore = {
        ...store,
        newestPage: async (query) => {
          const page = await store.newestPage(query);
          return page && { ...page, articles: rejects };
        },
        archivePage: async (query) => {
          const fullPage = await store.archivePage(query);
          return fullPage && { ...fullPage, articles: rejects };
        },
      };
      const lines: string[] = [];
      await expectProblem(await appOf({ site, store: failing }, NOW, lines).request(path), 503);
      expect(lines.join()).toContain(SECRET);
    },
  );

  it("is not needed for a 304", async () => {
    const { site, store } = await content();
    const failing: ArticleStore = {
      ...store,
      newestPage: async (query) => {
        const page = await store.newestPage(query);
        return page && { ...page, articles: rejects };
      },
    };
    const etag = (await appOf({ site, store }).request("/rss.xml")).headers.get("etag") ?? "";
    const response = await appOf({ site, store: failing }).request("/rss.xml", {
      headers: { "if-none-match": etag },
    });
    expect(response.status).toBe(304);
  });

  it("that throws at once, or something that is no error, is treated alike", async () => {
    const { site } = await content();
    const throwing: ArticleStore = {
      ...REJECTING,
      changeCounter: () => {
        throw new Error(SECRET);
      },
      newestPage: () => {
        throw new Error(SECRET);
      },
      article: () => Promise.reject(SECRET),
      taxonomyCounts: () => Promise.reject(undefined),
    };
    for (const path of ["/rss.xml", "/articles/a", "/"])
      await expectProblem(await appOf({ site, store: throwing }).request(path), 503);
  });

  it("has a page of its own for browsers, with the time to wait", async () => {
    const { site } = await content();
    const response = await appOf({ site, store: REJECTING }).request("/", {
      headers: { accept: "text/html" },
    });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).not.toContain(SECRET);
  });

  it("leaves the probes as they are: the process lives, and its content is loaded", async () => {
    const { site } = await content();
    for (const path of ["/healthz", "/readyz"])
      expect((await appOf({ site, store: REJECTING }).request(path)).status).toBe(200);
  });

  it("answers HEAD with the headers of GET's 503", async () => {
    const { site } = await content();
    const response = await appOf({ site, store: REJECTING }).request("/rss.xml", { method: "HEAD" });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await response.text()).toBe("");
  });
});

describe("before the content is loaded", () => {
  it.each([...PATHS, "/news/rss.xml", "/news/articles/a", "/readyz"])("%s is 503", async (path) => {
    const lines: string[] = [];
    await expectProblem(await appOf(undefined, NOW, lines).request(path), 503);
    expect(lines).toEqual([]);
  });

  it("the process is alive", async () => {
    expect((await appOf(undefined).request("/healthz")).status).toBe(200);
  });
});

describe("a fault of the program", () => {
  it.each(["/rss.xml", "/", "/articles/a"])("makes %s answer 500 with a problem, and is in the log", async (path) => {
    const current = await content();
    const lines: string[] = [];
    const now = () => {
      throw new Error(SECRET);
    };
    const app = createApp({
      content: () => current,
      service: createResolver(now, nodeCompression, false),
      now,
      log: createLog("debug", (line) => lines.push(line)),
    });
    await expectProblem(await app.request(path), 500);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^error GET .* failed: .*secret-of-the-inside/);
  });

  it("while a page is rendered is told from a failure of the store", async () => {
    const { site, store } = await content();
    const broken = {
      ...site,
      get title(): string {
        throw new Error(SECRET);
      },
    };
    const lines: string[] = [];
    await expectProblem(await appOf({ site: broken, store }, NOW, lines).request("/articles/a"), 500);
    expect(lines).toHaveLength(1);
  });
});

describe("the log", () => {
  it("has one line for a failure, whatever the address says", async () => {
    const { site } = await content();
    const lines: string[] = [];
    await appOf({ site, store: REJECTING }, NOW, lines).request("/articles/a%0Aerror%20forged%1b%5B31m");
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/\p{Cc}/u);
  });
});
