import { describe, expect, it } from "vitest";
import type { Scope } from "../../../../src/site/scope.ts";
import type { Site } from "../../../../src/site/site.ts";
import type { Source } from "../../../../src/source/source.ts";
import type { Database } from "../../../../src/store/sql/database.ts";
import { createSqlStore } from "../../../../src/store/sql/sql-store.ts";
import { reparseArticles } from "../../../../src/store/sql/writer/reparse.ts";
import { createSqlWriter } from "../../../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../../../src/store/sqlite/open-sqlite.ts";
import { openDatabaseTarget } from "../../../../src/transfer/database.ts";
import { audit } from "../../../support/crash/audit.ts";
import { siteOf } from "../../../support/fixtures/content.ts";
import { articleOf } from "../../../support/fixtures/drafts.ts";
import { dumpOf } from "../../../support/sql/meddling.ts";
import { keptLog, noting, publishUnder } from "../../../support/sql/reading.ts";
import { databasePath, emptyDatabase } from "../../../support/stores/sqlite.ts";

const EARLY = new Date("2026-11-02T00:00:00Z");
const LATER = new Date("2026-11-03T00:00:00Z");
const LAST = new Date("2026-11-04T00:00:00Z");

const OLD = await siteOf({
  author: "News Desk",
  zones: { OST: "Asia/Kolkata" },
  categories: { India: {}, Weather: {} },
});
const NEW = await siteOf({
  author: "The Desk",
  zones: { IST: "Asia/Jerusalem", OST: "Asia/Kolkata" },
  categories: { India: { slug: "bharat" }, Weather: {} },
});

/** An article of each number; every third is in India, every other by somebody. */
function sources(count: number): Source[] {
  return Array.from({ length: count }, (_, number) => {
    const time = `${String(Math.floor(number / 60)).padStart(2, "0")}:${String(number % 60).padStart(2, "0")}`;
    const lines = [
      `Published ${time} IST, March 31st 2025`,
      `Headline ${number}`,
      "What it is about.",
      ...(number % 2 === 0 ? ["By Asha Rao"] : []),
      number % 3 === 0 ? "- India" : "- Weather",
      "One plain sentence.",
    ];
    return { slug: `s${String(number).padStart(3, "0")}`, format: "wire", text: lines.join("\n") };
  });
}

const SCOPES: readonly Scope[] = [
  { kind: "all" },
  ...["india", "bharat", "weather"].map((slug): Scope => ({ kind: "category", slug })),
  ...["news-desk", "the-desk", "asha-rao"].map((slug): Scope => ({ kind: "author", slug })),
  ...["bharat", "weather"].map(
    (slug): Scope => ({
      kind: "search",
      query: { words: [["plain"]], without: [], categories: [slug], withoutCategories: [], authors: [] },
    }),
  ),
];

/** All that a store shows, but for times of storage. */
async function shown(database: Database, site: Site) {
  const store = createSqlStore(database, site);
  const pages = [];
  for (const scope of SCOPES) {
    const page = await store.newestPage({ scope, limit: 100, now: LAST });
    const articles = (await page?.articles())?.map(({ modified: _, ...article }) => article);
    pages.push([scope, page?.name, page?.refs.map(({ slug, revision }) => [slug, revision]), articles]);
  }
  const { modified: _, ...counts } = await store.taxonomyCounts(LAST);
  return { pages, census: counts };
}

function reading(database: Database, site: Site, now: Date) {
  const { log, lines } = keptLog();
  return {
    lines,
    step: () => reparseArticles(database, createSqlWriter(database, site), site, now, log, () => {}),
  };
}

async function readAll(database: Database, site: Site, now: Date): Promise<readonly string[]> {
  const { lines, step } = reading(database, site, now);
  for (let left = 100; !(await step()); left -= 1) if (left === 0) throw new Error("it does not end");
  return lines;
}

describe("after the settings changed", () => {
  it("all articles come out as if they had been published under the new ones", async () => {
    const path = await databasePath();
    const database = openSqlite(path);
    await publishUnder(database, OLD, sources(250), EARLY);
    await readAll(database, OLD, EARLY);
    const before = await shown(database, OLD);
    expect(await readAll(database, NEW, LATER)).toEqual([]);
    const other = await emptyDatabase();
    await publishUnder(other, NEW, sources(250), EARLY);
    const after = await shown(database, NEW);
    expect(after).toEqual(await shown(other, NEW));
    expect(after).not.toEqual(before);
    expect(after.census.categories.map(({ slug, count }) => [slug, count])).toEqual([
      ["bharat", 84],
      ["weather", 166],
    ]);
    expect(await audit(path)).toEqual([]);
    database.close();
  });

  it.each([
    [0, 1],
    [1, 1],
    [99, 1],
    [100, 2],
    [101, 2],
    [250, 3],
  ])("%i articles are read again in %i batches", async (count, batches) => {
    const database = await emptyDatabase();
    await publishUnder(database, OLD, sources(count), EARLY);
    const { step } = reading(database, NEW, LATER);
    const steps = [await step()];
    while (!steps.at(-1)) steps.push(await step());
    expect(steps).toHaveLength(batches);
  });

  it("it is still known who wrote last, also where an article moves to another time", async () => {
    const database = await emptyDatabase();
    const writer = createSqlWriter(database, OLD);
    await publishUnder(database, OLD, sources(3), EARLY);
    const before = await writer.source("s001");
    const article = await articleOf({ slug: "s001", format: "wire", text: `${before?.text}\nMore.` });
    const source = { slug: "s001", format: "wire", text: `${before?.text}\nMore.` } as const;
    await writer.writeChanges([{ kind: "put", slug: "s001", source, article, writtenBy: "desk" }], EARLY);
    const [former] = await writer.list("s000", 1);
    await readAll(database, NEW, LATER);
    const listed = await writer.list(undefined, 10);
    expect(listed.map(({ writtenBy }) => writtenBy)).toEqual([undefined, "desk", undefined]);
    expect(listed[1]?.published).not.toEqual(former?.published);
  });

  it("it goes on where it was when the program ended", async () => {
    const path = await databasePath();
    const first = openSqlite(path);
    await publishUnder(first, OLD, sources(250), EARLY);
    expect(await reading(first, NEW, LATER).step()).toBe(false);
    first.close();
    const second = openSqlite(path);
    await readAll(second, NEW, LAST);
    const listed = await createSqlWriter(second, NEW).list(undefined, 1_000);
    expect(listed.map(({ modified }) => modified)).toEqual(
      Array.from({ length: 250 }, (_, index) => (index < 100 ? LATER : LAST)),
    );
    second.close();
  });

  it("it begins anew when they change once more on the way", async () => {
    const database = await emptyDatabase();
    await publishUnder(database, OLD, sources(150), EARLY);
    await readAll(database, OLD, EARLY);
    const before = await shown(database, OLD);
    expect(await reading(database, NEW, LATER).step()).toBe(false);
    await readAll(database, OLD, LAST);
    expect(await shown(database, OLD)).toEqual(before);
  });

  it("what can no longer be read stays as it was, and the log names it; all others are read", async () => {
    const database = await emptyDatabase();
    const all = sources(120).map((source, index) =>
      index % 50 === 7 ? { ...source, text: source.text.replace("IST", "OST") } : source,
    );
    await publishUnder(database, OLD, all, EARLY);
    const without = await siteOf({ author: "The Desk", categories: { India: {}, Weather: {} } });
    const lines = await readAll(database, without, LATER);
    expect(lines).toHaveLength(3);
    for (const slug of ["s007", "s057", "s107"]) {
      expect(lines.filter((line) => line.includes(`${slug}:1:`) && line.startsWith("warn "))).toHaveLength(1);
      expect(await createSqlStore(database, without).article(slug, LAST)).toMatchObject({
        modified: EARLY,
        slug,
      });
    }
    expect((await createSqlStore(database, without).article("s001", LAST))?.authors).toEqual([
      { name: "The Desk", slug: "the-desk" },
    ]);
  });
});

describe("nothing is written", () => {
  it("again and again, nor where a setting changed that articles do not depend on", async () => {
    const database = await emptyDatabase();
    await publishUnder(database, OLD, sources(120), EARLY);
    await readAll(database, OLD, EARLY);
    const { database: noted, reads, batches } = noting(database);
    const version = database.changeCounter();
    expect(await reading(noted, OLD, LATER).step()).toBe(true);
    const titled = { ...OLD, title: "Another", revision: "another", hubs: ["https://hub.example/"] };
    expect(await reading(noted, titled, LATER).step()).toBe(true);
    expect(batches).toEqual([]);
    expect(reads.filter(({ sql }) => sql.includes("sources"))).toEqual([]);
    expect(database.changeCounter()).toBe(version);
  });

  it("of articles that come out the same: only where it stands is noted", async () => {
    const path = await databasePath();
    const database = openSqlite(path);
    await publishUnder(database, OLD, sources(120), EARLY);
    const { state: noted, ...before } = dumpOf(path);
    const { database: watched, batches } = noting(database);
    await readAll(watched, { ...OLD, zones: { ...OLD.zones } }, LATER);
    const { state, ...after } = dumpOf(path);
    expect(after).toEqual(before);
    // The mark of all that there is stays.
    expect(state).toEqual([{ name: "reparse", value: expect.any(String) }, ...(noted ?? [])]);
    expect(batches.map((statements) => statements.length)).toEqual([1, 1]);
    database.close();
  });
});

describe("an import", () => {
  async function importing(path: string, site: Site, articles: readonly Source[]): Promise<void> {
    const target = openDatabaseTarget(path, site, () => EARLY);
    await target.put(articles);
    await target.close();
  }

  it("into an empty database notes how it was read: the service does not read it again", async () => {
    const path = await databasePath();
    await importing(path, OLD, sources(150));
    await importing(path, OLD, sources(160));
    const database = openSqlite(path);
    const { database: noted, reads, batches } = noting(database);
    expect(await reading(noted, OLD, LATER).step()).toBe(true);
    expect(reads.filter(({ sql }) => sql.includes("sources"))).toEqual([]);
    expect(batches).toEqual([]);
    database.close();
  });

  it("that brings nothing notes nothing", async () => {
    const path = await databasePath();
    const target = openDatabaseTarget(path, OLD, () => EARLY);
    await target.close();
    expect(dumpOf(path).state).toEqual([]);
  });

  it.each([
    [OLD, NEW],
    [NEW, OLD],
  ])("among articles that were read under other settings lets all be read again", async (before, under) => {
    const path = await databasePath();
    await importing(path, before, sources(150).slice(0, 70));
    await importing(path, under, sources(150).slice(70));
    for (const site of [OLD, NEW]) {
      const database = openSqlite(path);
      await readAll(database, site, LATER);
      const other = await emptyDatabase();
      await publishUnder(other, site, sources(150), EARLY);
      expect(await shown(database, site)).toEqual(await shown(other, site));
      database.close();
    }
  });
});
