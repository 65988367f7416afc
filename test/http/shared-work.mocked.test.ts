import { afterEach, expect, it, vi } from "vitest";
import type { Compression } from "../../src/http/representation-cache.ts";
import { nodeCompression } from "../../src/runtime/node/compression.ts";
import type { ArticleStore } from "../../src/store/article-store.ts";
import type { Content } from "../../src/store/content.ts";
import { handed, handedEntries, handedFrames } from "../support/fakes/feed-instances.ts";
import { contentOf, siteOf } from "../support/fixtures/content.ts";
import { askUntilCoded, deskOf, textsOf } from "../support/services/app.ts";

vi.mock("feed", async (importOriginal) => {
  const original = await importOriginal<typeof import("feed")>();
  const { noting } = await import("../support/fakes/feed-instances.ts");
  return { ...original, Feed: noting(original.Feed) };
});

afterEach(() => {
  handed.length = 0;
});

const DRAFTS = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => [
    `slug-${index}`,
    { published: `2026-10-01T10:${String(index).padStart(2, "0")}:00Z`, body: "word ".repeat(200) },
  ]),
);

/** A content whose store notes what is asked of it, and answers only when it is let go. */
async function counted(): Promise<{ content: Content; requested: string[]; letGo: () => void }> {
  const { site, store } = await contentOf(textsOf(DRAFTS), await siteOf());
  const requested: string[] = [];
  let letGo = () => {};
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const counting: ArticleStore = {
    ...store,
    async newestPage(query) {
      requested.push("page");
      await free;
      const page = await store.newestPage(query);
      return (
        page && {
          ...page,
          articles: async () => {
            requested.push("articles");
            return page.articles();
          },
        }
      );
    },
    async article(slug, now) {
      requested.push("article");
      return store.article(slug, now);
    },
    async taxonomyCounts(now) {
      requested.push("census");
      return store.taxonomyCounts(now);
    },
  };
  return { content: { site, store: counting }, requested: requested, letGo };
}

function countingCompression(): { compression: Compression; compressed: string[] } {
  const compressed: string[] = [];
  const compression: Compression = {
    codings: nodeCompression.codings,
    compress: (bytes, coding) => {
      compressed.push(coding);
      return nodeCompression.compress(bytes, coding);
    },
  };
  return { compression, compressed };
}

it("5,000 simultaneous requests for a cold feed read the store once and render and compress it once", {
  timeout: 30_000,
}, async () => {
  const { content, requested, letGo } = await counted();
  const { compression, compressed } = countingCompression();
  const client = deskOf(content, { compression });
  const accepted = ["br, gzip", "gzip", "identity", "br"];
  const requests = Array.from({ length: 5_000 }, (_, index) =>
    client.ask("/rss.xml", { "accept-encoding": accepted[index % 4] ?? "" }, index % 10 === 0 ? "HEAD" : "GET"),
  );
  letGo();
  const responses = await Promise.all(requests);
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
  expect(requested).toEqual(["page", "articles"]);
  expect(handedEntries()).toHaveLength(Object.keys(DRAFTS).length);
  expect(handedFrames()).toHaveLength(1);
  expect(compressed.sort()).toEqual(["br", "gzip"]);
  // Later ones find everything.
  await askUntilCoded(client, "/rss.xml", "br");
  expect(requested).toEqual(["page", "articles"]);
  expect(compressed).toHaveLength(2);
});

it("what keeps and what sends a 304 reads and renders nothing", async () => {
  const { content, requested, letGo } = await counted();
  letGo();
  const client = deskOf(content);
  const etag = (await client.ask("/atom.xml")).headers.get("etag") ?? "";
  expect(etag).not.toBe("");
  const cold = await counted();
  cold.letGo();
  handed.length = 0;
  const restarted = deskOf(cold.content);
  for (let time = 0; time < 3; time += 1) {
    const response = await restarted.ask("/atom.xml", { "if-none-match": etag });
    expect(response.status).toBe(304);
  }
  expect(cold.requested).toEqual(["page"]);
  expect(handed).toEqual([]);
  expect(requested).toEqual(["page", "articles"]);
});

it("a failure is shared by those who wait, and the next request tries again", async () => {
  const { content, letGo } = await counted();
  letGo();
  let failures = 0;
  const failing: ArticleStore = {
    ...content.store,
    newestPage: async (query) => {
      failures += 1;
      if (failures === 1) throw new Error("the disk is gone");
      return content.store.newestPage(query);
    },
  };
  const client = deskOf({ site: content.site, store: failing });
  const responses = await Promise.all(Array.from({ length: 20 }, () => client.ask("/feed.json")));
  expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(503));
  expect(failures).toBe(1);
  expect((await client.ask("/feed.json")).status).toBe(200);
});

it("what was begun before an article becomes visible is not shared with those who ask after it", async () => {
  const site = await siteOf();
  const at = new Date("2026-11-23T06:00:00Z");
  const drafts = {
    now: { published: "2026-11-01T00:00:00Z" },
    soon: { published: at.toISOString(), headline: "Sooner than you think" },
  };
  const { store } = await contentOf(textsOf(drafts), site);
  const waiting: (() => void)[] = [];
  let open = false;
  const slow: ArticleStore = {
    ...store,
    newestPage: async (query) => {
      if (!open) await new Promise<void>((resolve) => waiting.push(resolve));
      return store.newestPage(query);
    },
  };
  const client = deskOf({ site, store: slow }, { now: new Date(at.getTime() - 1) });
  const before = client.ask("/feed.json");
  client.now = at;
  const after = client.ask("/feed.json");
  await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
  // Whoever asks later comes to wait later.
  await new Promise((resolve) => setImmediate(resolve));
  open = true;
  for (const go of waiting) go();
  // Old or new is right for whoever asked before.
  expect((await before).status).toBe(200);
  expect(await (await after).text()).toContain("Sooner");
});
