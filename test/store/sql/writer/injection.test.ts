import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { revise } from "../../../../src/article/article.ts";
import { slugOf } from "../../../../src/lib/text.ts";
import { parseSearchQuery } from "../../../../src/search/search-query.ts";
import { createMemoryStore } from "../../../../src/store/memory/memory-store.ts";
import { createSqlStore } from "../../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../../../src/store/sqlite/open-sqlite.ts";
import { audit } from "../../../support/crash/audit.ts";
import { siteOf } from "../../../support/fixtures/content.ts";
import { articleFor, FIRST, HISTORY_SETTINGS, plainPiece, writtenAt } from "../../../support/sql/history.ts";
import { SQL_INJECTIONS } from "../../../support/sql/injections.ts";
import { databasePath } from "../../../support/stores/sqlite.ts";

const SITE = await siteOf(HISTORY_SETTINGS);
const NOW = writtenAt(1_000);
const KEPT = 3;

function schemaOf(path: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY name").all();
  } finally {
    database.close();
  }
}

async function withArticles() {
  const path = await databasePath();
  const database = openSqlite(path);
  const writer = createSqlWriter(database, SITE);
  const kept = await Promise.all(
    Array.from({ length: KEPT }, (_, index) => articleFor(plainPiece(`kept-${index}`, -index), NOW)),
  );
  const put = (article: (typeof kept)[number], text = "x") =>
    ({
      kind: "put",
      slug: article.slug,
      source: { slug: article.slug, format: "wire", text },
      article,
    }) as const;
  await writer.writeChanges(
    kept.map((article) => put(article)),
    NOW,
  );
  return { path, database, writer, store: createSqlStore(database, SITE), put, kept };
}

it("two hundred texts that mean something to SQL, as slug, text, category and author: each is stored and found as it is", async () => {
  expect(new Set(SQL_INJECTIONS).size).toBeGreaterThanOrEqual(200);
  const { path, database, writer, store, put } = await withArticles();
  const schema = schemaOf(path);
  for (const text of SQL_INJECTIONS) {
    const article = await revise(
      {
        ...(await articleFor(plainPiece(text, 1), NOW)),
        headline: text,
        standfirst: text,
        html: text,
        categories: [{ label: text, slug: slugOf(text) || text }],
        authors: [{ name: text, slug: text }],
        language: text,
      },
      NOW,
    );
    const [outcome] = await writer.writeChanges([put(article, text)], NOW);
    expect(outcome?.kind, text).toBe("created");
    expect(await store.article(text, NOW)).toEqual(article);
    expect((await writer.source(text))?.text).toBe(text);
    expect((await writer.list(undefined, 9)).map(({ slug }) => slug)).toContain(text);
    for (const scope of [
      { kind: "author", slug: text },
      { kind: "category", slug: slugOf(text) || text },
    ] as const) {
      const page = await store.newestPage({ scope, limit: 5, now: NOW });
      expect(page).toMatchObject({ name: text, refs: [{ slug: text }] });
      expect(await store.archivePage({ scope, page: 1, to: undefined, now: NOW })).toMatchObject({
        refs: [{ slug: text }],
      });
    }
    const [removed] = await writer.writeChanges([{ kind: "remove", slug: text, match: [text, "*"] }], NOW);
    expect(removed?.kind).toBe("failed-precondition");
    expect((await writer.writeChanges([{ kind: "remove", slug: text }], NOW))[0]?.kind).toBe("removed");
    expect(await store.removed(text)).toEqual(NOW);
  }
  expect(await store.taxonomyCounts(NOW)).toMatchObject({ articles: KEPT });
  expect(schemaOf(path)).toEqual(schema);
  expect(await audit(path)).toEqual([]);
  database.close();
});

it("the same texts as a question, as a category, an author and a slug that are not there: never an error, nothing that memory would not find", async () => {
  const { path, database, store, kept } = await withArticles();
  const memory = createMemoryStore(SITE, kept, NOW);
  const now = new Date(FIRST);
  let requested = 0;
  for (const text of SQL_INJECTIONS) {
    for (const name of ["q", "category", "author", "-category"]) {
      const reading = parseSearchQuery(new URLSearchParams([[name, text]]));
      if ("fault" in reading) continue;
      const page = await store.newestPage({ scope: { kind: "search", query: reading.query }, limit: 5, now });
      const other = await memory.newestPage({
        scope: { kind: "search", query: reading.query },
        limit: 5,
        now,
      });
      expect(
        page?.refs.map(({ slug }) => slug),
        text,
      ).toEqual(other?.refs.map(({ slug }) => slug));
      requested += 1;
    }
    // Past the question's own reading: what FTS5 is asked is a string of tokens whatever they are.
    const question = {
      words: [[text]],
      without: [[text, text]],
      categories: [text],
      withoutCategories: [text],
      authors: [text],
    };
    expect((await store.newestPage({ scope: { kind: "search", query: question }, limit: 5, now }))?.refs).toEqual([]);
    expect(await store.newestPage({ scope: { kind: "category", slug: text }, limit: 5, now })).toBeUndefined();
    expect(await store.newestPage({ scope: { kind: "author", slug: text }, limit: 5, now })).toBeUndefined();
    expect(
      await store.archivePage({ scope: { kind: "author", slug: text }, page: 1, to: undefined, now }),
    ).toBeUndefined();
    expect(await store.article(text, now)).toBeUndefined();
    expect(await store.removed(text)).toBeUndefined();
  }
  expect(requested).toBeGreaterThan(700);
  expect(await audit(path)).toEqual([]);
  database.close();
});
