import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import type { Statement } from "../../../../src/store/sql/database.ts";
import { MAX_ARTICLES_A_SECOND, MAX_STORED_BYTES } from "../../../../src/store/sql/database.ts";
import { createSqlStore } from "../../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../../src/store/sql/writer/sql-writer.ts";
import { firstIdOf } from "../../../../src/store/sql/writer/write-statements.ts";
import { openSqlite } from "../../../../src/store/sqlite/open-sqlite.ts";
import { audit } from "../../../support/crash/audit.ts";
import { siteOf } from "../../../support/fixtures/content.ts";
import { FIRST, HISTORY_SETTINGS, perform, plainPiece, putOf, writtenAt } from "../../../support/sql/history.ts";
import { oversized } from "../../../support/sql/oversized.ts";
import { databasePath, emptyDatabase } from "../../../support/stores/sqlite.ts";

const SITE = await siteOf(HISTORY_SETTINGS);
const NOW = writtenAt(1_000);
const REFUSED = { kind: "refused", message: expect.stringMatching(/./), hint: expect.stringMatching(/./) };

describe("an article that no row holds", () => {
  it.each([...oversized])("because of %s is refused, and the others of its batch are written", async (_, make) => {
    const database = await emptyDatabase();
    const writer = createSqlWriter(database, SITE);
    const small = await Promise.all(["a", "c"].map((slug) => putOf(plainPiece(slug, 0), NOW)));
    const [first, last] = small;
    const large = await make(NOW);
    if (first === undefined || last === undefined) throw new Error("there are two");
    const outcomes = await writer.writeChanges([first, large, last], NOW);
    expect(outcomes).toEqual([
      expect.objectContaining({ kind: "created" }),
      REFUSED,
      expect.objectContaining({ kind: "created" }),
    ]);
    expect(JSON.stringify(outcomes[1])).toContain(String(MAX_STORED_BYTES));
    expect((await writer.list(undefined, 10)).map(({ slug }) => slug)).toEqual(["a", "c"]);
  });
});

describe("a write that is longer than one value may be", () => {
  it("is handed in in pieces, with positions in the order of publication all the same", async () => {
    const path = await databasePath();
    const opened = openSqlite(path);
    const batches: (readonly Statement[])[] = [];
    const database = {
      ...opened,
      batch: (statements: readonly Statement[]) => {
        batches.push(statements);
        return opened.batch(statements);
      },
    };
    const body = "sentence ".repeat(20_000);
    const changes = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const put = await putOf(plainPiece(`s${(index * 7) % 30}`, ((index * 11) % 30) * 1_000), NOW);
        return {
          ...put,
          source: { ...put.source, text: body },
          article: { ...put.article, html: `<p>${body}</p>` },
        };
      }),
    );
    await createSqlWriter(database, SITE).writeChanges(changes, NOW);
    const lengths = batches.flat().flatMap(({ values }) => values.map((value) => Buffer.byteLength(String(value))));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(MAX_STORED_BYTES);
    const adding = batches.flat().filter(({ sql }) => sql.includes("INSERT INTO sources"));
    expect(adding.length).toBeGreaterThan(3);
    const fullPage = await createSqlStore(opened, SITE).archivePage({
      scope: { kind: "all" },
      page: 1,
      to: 12,
      now: NOW,
    });
    expect(fullPage?.refs.map(({ published }) => published.getTime() - FIRST)).toEqual(
      Array.from({ length: 12 }, (_, index) => (11 - index) * 1_000),
    );
    opened.close();
  });
});

describe("a write of so many articles that not even where they stand fits one value", () => {
  it("gives positions in the order of publication, whatever the order in which they come", async () => {
    const database = await emptyDatabase();
    const pieces = Array.from({ length: 900 }, (_, index) =>
      plainPiece(`${"long-".repeat(38)}${index}`, ((index * 7) % 900) * 1_000),
    );
    await perform(
      createSqlWriter(database, SITE),
      pieces.map((piece) => ({ kind: "put", piece })),
      NOW,
    );
    const store = createSqlStore(database, SITE);
    for (const scope of [{ kind: "all" }, { kind: "category", slug: "india" }] as const)
      for (let fullPage = 1; fullPage <= 9; fullPage += 1) {
        const found = await store.archivePage({ scope, page: fullPage, to: undefined, now: NOW });
        expect(found?.refs.map(({ published }) => published.getTime() - FIRST)).toEqual(
          Array.from({ length: 100 }, (_, index) => (fullPage * 100 - 1 - index) * 1_000),
        );
      }
  });
});

describe("a second that has as many articles as it may have", () => {
  /** Fills the second from `FIRST` on but for so many. */
  function fill(path: string, free: number): void {
    const database = new DatabaseSync(path);
    database
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
        INSERT INTO articles (id, slug, published, updated, modified, revision, format, entity_tag, content)
        SELECT ?1 + i, 'filler-' || i, ?3, ?3, ?3, 'r', 'json', 't', '{}' FROM n`,
      )
      .run(firstIdOf(FIRST), MAX_ARTICLES_A_SECOND - free, FIRST);
    database.close();
  }

  async function filled(free: number) {
    const path = await databasePath();
    const database = openSqlite(path);
    fill(path, free);
    return { database, writer: createSqlWriter(database, SITE) };
  }

  const kindsOf = async (writer: ReturnType<typeof createSqlWriter>, pieces: readonly [slug: string, at: number][]) =>
    (
      await perform(
        writer,
        pieces.map(([slug, at]) => ({ kind: "put", piece: plainPiece(slug, at) })),
        NOW,
      )
    ).map(({ kind }) => kind);

  it.each([0, 1, 3])("with %i places left takes that many and refuses more; other seconds are open", async (free) => {
    const { database, writer } = await filled(free);
    const pieces = Array.from({ length: 5 }, (_, index): [string, number] => [`s${index}`, index]);
    const kinds = await kindsOf(writer, [["before", -1], ...pieces, ["after", 1_000]]);
    expect(kinds).toEqual(["created", ...pieces.map((_, index) => (index < free ? "created" : "refused")), "created"]);
    database.close();
  });

  it("refuses in words for the author, though the next second is taken as well", async () => {
    const { database, writer } = await filled(0);
    expect(await kindsOf(writer, [["after", 1_000]])).toEqual(["created"]);
    expect(await perform(writer, [{ kind: "put", piece: plainPiece("late", 0) }], NOW)).toEqual([REFUSED]);
    expect(await writer.source("late")).toBeUndefined();
    database.close();
  });

  it("lets what is in it be edited, and takes an article in the place of the last that leaves", async () => {
    const { database, writer } = await filled(1);
    expect(await kindsOf(writer, [["last", 0]])).toEqual(["created"]);
    expect(await kindsOf(writer, [["last", 500]])).toEqual(["changed"]);
    expect(await kindsOf(writer, [["other", 0]])).toEqual(["refused"]);
    await perform(writer, [{ kind: "remove", slug: "last" }], NOW);
    expect(await kindsOf(writer, [["other", 0]])).toEqual(["created"]);
    database.close();
  });

  it("is seen even when another process takes the last place between reading and writing", async () => {
    const path = await databasePath();
    const [one, other] = [openSqlite(path), openSqlite(path)];
    fill(path, 1);
    await perform(createSqlWriter(other, SITE), [{ kind: "put", piece: plainPiece("next", 1_000) }], NOW);
    let reads = 0;
    const database = {
      ...one,
      primaryReader: () => async (statement: Statement) => {
        const rows = await one.reader()(statement);
        reads += 1;
        if (reads === 1)
          await perform(createSqlWriter(other, SITE), [{ kind: "put", piece: plainPiece("first", 0) }], NOW);
        return rows;
      },
    };
    expect(await kindsOf(createSqlWriter(database, SITE), [["late", 0]])).toEqual(["refused"]);
    for (const each of [one, other]) each.close();
  });

  it("holds the articles of a full thousand of one second in the order of a feed, found by words as well", async () => {
    const path = await databasePath();
    const database = openSqlite(path);
    const pieces = Array.from({ length: 1_000 }, (_, index) => plainPiece(`s${index}`, (index * 37) % 1_000));
    await perform(
      createSqlWriter(database, SITE),
      pieces.map((piece) => ({ kind: "put", piece })),
      NOW,
    );
    const ordered = [...pieces].sort((a, b) => b.at - a.at).map(({ slug }) => slug);
    const store = createSqlStore(database, SITE);
    const query = { words: [["ferry"]], without: [], categories: [], withoutCategories: [], authors: [] };
    for (const scope of [{ kind: "all" }, { kind: "search", query }] as const)
      for (const limit of [1, 50, 100]) {
        const page = await store.newestPage({ scope, limit, now: new Date(FIRST + 998) });
        expect(page?.refs.map(({ slug }) => slug)).toEqual(ordered.slice(1, limit + 1));
        expect(page?.next).toEqual(new Date(FIRST + 999));
      }
    expect(await audit(path)).toEqual([]);
    database.close();
  });
});
