import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_LISTED } from "../../src/store/article-writer.ts";
import { NOW } from "../support/fixtures/content.ts";
import { type Publishing, problemOf, publishing, wireText } from "../support/services/publishing.ts";

interface List {
  readonly articles: readonly { readonly slug: string }[];
  readonly next?: string;
}

async function page(client: Publishing, path: string): Promise<List> {
  const response = await client.ask("GET", path);
  const list = (await response.json()) as List;
  expect(response.status).toBe(200);
  expect(response.headers.get("link")).toBe(list.next === undefined ? null : `<${list.next}>; rel="next"`);
  return list;
}

async function publish(client: Publishing, slugs: readonly string[]): Promise<void> {
  await client.bulk(slugs.map((slug) => ({ slug, format: "wire", source: wireText("A") })));
}

describe("the list", () => {
  it("says of each article what is stored of it", async () => {
    const client = await publishing({}, { address: "https://news.example/daily" });
    await publish(client, ["कल"]);
    await client.put("later", wireText("Later").replace("2025", "2099"));
    expect(await page(client, "/api/articles")).toEqual({
      articles: [
        {
          slug: "later",
          address: "https://news.example/daily/articles/later",
          format: "wire",
          tag: client.articleWriter.stored.get("later")?.tag,
          published: "2099-03-31T17:35:00.000Z",
          updated: "2099-03-31T17:35:00.000Z",
          modified: NOW.toISOString(),
          writtenBy: "PUBLISH_TOKEN",
        },
        expect.objectContaining({
          slug: "कल",
          address: "https://news.example/daily/articles/%E0%A4%95%E0%A4%B2",
        }),
      ],
    });
    expect((await page(client, "/api/articles?limit=1")).next).toMatch(
      /^\/daily\/api\/articles\?cursor=[\w-]+&limit=1$/,
    );
  });

  it("of nothing is empty", async () => {
    expect(await page(await publishing(), "/api/articles")).toEqual({ articles: [] });
  });

  it("has a hundred articles on a page unless the request says otherwise", async () => {
    const client = await publishing();
    await publish(
      client,
      Array.from({ length: 1_100 }, (_, index) => `a${index}`),
    );
    expect((await page(client, "/api/articles")).articles).toHaveLength(100);
    const first = await page(client, `/api/articles?limit=${MAX_LISTED}`);
    expect(first.articles).toHaveLength(MAX_LISTED);
    expect((await page(client, first.next ?? "")).articles).toHaveLength(100);
  });

  it("ends with a page that is just full", async () => {
    const client = await publishing();
    await publish(client, ["a", "b", "c", "d"]);
    const first = await page(client, "/api/articles?limit=2");
    const second = await page(client, first.next ?? "");
    expect([first, second].map(({ articles }) => articles.map(({ slug }) => slug))).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(second.next).toBeUndefined();
  });

  it.each(["limit=0", "limit=1001", "limit=-1", "limit=1.5", "limit=", "limit=x", "limit=1e2", "limit=%2B1"])(
    "refuses %s",
    async (query) => {
      expect((await problemOf(await (await publishing()).ask("GET", `/api/articles?${query}`))).status).toBe(400);
    },
  );

  it.each([
    "",
    "x",
    "%",
    "YQ==",
    "YQ%3D%3D",
    "Li4",
    "Li4vLi4vYQ",
    "gICA",
    "YQA",
    "Y Q",
    "77-9",
    "null",
    "Y2FmZcyB",
    "a".repeat(9_000),
  ])("refuses the cursor %j", async (cursor) => {
    const client = await publishing();
    expect((await problemOf(await client.ask("GET", `/api/articles?cursor=${cursor}`))).status).toBe(400);
  });
});

it("walked while articles come and go, it gives none twice and misses none that was there all the time", async () => {
  const slugs = fc.uniqueArray(
    fc.stringMatching(/^[a-zऀ-ॣ🌧🏠\u{e000}-\u{e00f}-]{1,4}$/u).map((text) => text.normalize("NFC")),
    { maxLength: 24 },
  );
  const change = fc.record({ slug: fc.nat(), remove: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      slugs,
      fc.array(change, { maxLength: 12 }),
      fc.integer({ min: 1, max: 6 }),
      async (all, changes, limit) => {
        const client = await publishing();
        const [come, stay] = [all.filter((_, index) => index % 3 === 0), all.filter((_, index) => index % 3 !== 0)];
        await publish(client, stay);
        const seen: string[] = [];
        let next: string | undefined = `/api/articles?limit=${limit}`;
        while (next !== undefined) {
          const { articles, next: following }: List = await page(client, next);
          expect(articles.length).toBeLessThanOrEqual(limit);
          seen.push(...articles.map(({ slug }) => slug));
          next = following;
          const { slug, remove } = changes.shift() ?? { slug: 0, remove: true };
          const moved = come[slug % come.length];
          if (moved === undefined) continue;
          if (remove) await client.bulk([{ slug: moved, remove: true }]);
          else await publish(client, [moved]);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining(stay));
        expect(seen).toEqual([...seen].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      },
    ),
    { seed: 5005, numRuns: 100 },
  );
});
