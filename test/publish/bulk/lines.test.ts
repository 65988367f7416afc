import fc from "fast-check";
import { expect, it } from "vitest";
import type { Site } from "../../../src/site/site.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import type { ArticleWriter } from "../../../src/store/article-writer.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { createMemoryWriter } from "../../support/fakes/memory-writer.ts";
import { linesOf, NDJSON_TYPE, type Publishing, publishing, wireText } from "../../support/services/publishing.ts";
import { emptyFolder, openPublishedFolder } from "../../support/stores/published-folder.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

/** Most changes have no condition. */
const tags = fc.constantFrom(undefined, undefined, undefined, undefined, "*", "other", "own");

/** A change of one of a few articles, by one of a few texts, so that much comes together. */
const changes = fc.record({
  slug: fc.constantFrom("a", "a", "b", "cafe\u0301", "caf\u00e9", "../x", " "),
  kind: fc.constantFrom("put", "put", "put", "remove", "faulty"),
  text: fc.constantFrom("One", "Two"),
  ifMatch: tags,
  ifNoneMatch: tags,
});

type Change = typeof changes extends fc.Arbitrary<infer T> ? T : never;

/** The status that a change has as a request of its own. @param own the tag of the article that says Two */
async function ask(client: Publishing, change: Change, own: string): Promise<number> {
  const { slug, kind, text, ifMatch, ifNoneMatch } = change;
  const field = (tag: string) => (tag === "*" ? tag : `"${tag === "own" ? own : tag}"`);
  const headers = {
    ...(ifMatch === undefined ? {} : { "if-match": field(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { "if-none-match": field(ifNoneMatch) }),
  };
  if (kind === "remove") {
    const path = `/api/articles/${encodeURIComponent(slug)}`;
    return (await client.ask("DELETE", path, { headers })).status;
  }
  return (await client.put(slug, kind === "put" ? wireText(text) : text, headers)).status;
}

/** The same change as a line. */
function lineOf({ slug, kind, text, ifMatch, ifNoneMatch }: Change, own: string): unknown {
  const member = (tag: string) => (tag === "own" ? own : tag);
  return {
    slug,
    ...(kind === "remove" ? { remove: true } : { format: "wire" }),
    ...(kind === "remove" ? {} : { source: kind === "put" ? wireText(text) : text }),
    ...(ifMatch === undefined ? {} : { ifMatch: member(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch: member(ifNoneMatch) }),
  };
}

/** A text as a body that comes in pieces. */
function inPieces(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = Buffer.from(text);
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + size));
      at += size;
    },
  });
}

/** Milliseconds: a busy disk takes its time over what must be durable. */
const MOST_MS = 60_000;

/** Presses, made for a site, and how many requests are tried on each: few and long ones on what is durable. */
const WRITERS: readonly (readonly [name: string, runs: number, open: (site: Site) => Promise<ArticleWriter>])[] = [
  ["memory", 60, async () => createMemoryWriter()],
  ["SQLite", 8, async (site) => createSqlWriter(await emptyDatabase(), site)],
  ["a folder", 8, async () => (await openPublishedFolder(await emptyFolder())).writer],
];

it.each(WRITERS)(
  "any lines come, in %s, to what requests of their own would come to",
  async (_, numRuns, open) => {
    const first = await publishing();
    await first.put("a", wireText("Two"));
    const own = first.articleWriter.stored.get("a")?.tag ?? "";
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(changes, { minLength: numRuns < 20 ? 20 : 0, maxLength: 30, size: "max" }),
        fc.integer({ min: 1, max: 200 }),
        async (all, size) => {
          const singles = await publishing();
          const content = { site: singles.site, store: {} as ArticleStore, writer: await open(singles.site) };
          const bulk = await publishing({ content: () => content });
          const statuses: number[] = [];
          for (const change of all) statuses.push(await ask(singles, change, own));
          const text = all.map((change) => `${JSON.stringify(lineOf(change, own))}\n`).join("");
          const request = { headers: NDJSON_TYPE, body: inPieces(text, size) };
          const answers = await linesOf(await bulk.ask("POST", "/api/articles?yes", request));
          expect(answers.map(({ status }) => status)).toEqual(statuses);
          expect(answers.map(({ line }) => line)).toEqual(all.map((_, index) => index + 1));
          expect(await storedIn(bulk)).toEqual(await storedIn(singles));
          expect(bulk.reported.length).toBeLessThanOrEqual(1);
          expect(new Set(bulk.reported[0]?.slugs)).toEqual(new Set(singles.reported.flatMap(({ slugs }) => slugs)));
          for (const status of statuses) seen.add(status);
        },
      ),
      { seed: 20_250_331, numRuns },
    );
    expect([...seen].sort()).toEqual([200, 201, 204, 400, 404, 412, 422]);
  },
  MOST_MS,
);

/** Every article's source and tag, as the API gives them. */
async function storedIn(client: Publishing): Promise<unknown> {
  const list = (await (await client.ask("GET", "/api/articles")).json()) as {
    articles: { slug: string; tag: string }[];
  };
  return Promise.all(
    list.articles.map(async ({ slug, tag }) => {
      const response = await client.ask("GET", `/api/articles/${encodeURIComponent(slug)}`);
      expect(response.headers.get("etag")).toBe(`"${tag}"`);
      return [slug, await response.text(), response.headers.get("content-type"), tag];
    }),
  );
}
