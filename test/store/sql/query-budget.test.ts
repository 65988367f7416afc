import { beforeAll, describe, expect, it } from "vitest";
import type { Site } from "../../../src/site/site.ts";
import type { Database } from "../../../src/store/sql/database.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { NOW, siteOf } from "../../support/fixtures/content.ts";
import { deskOf, headerOf, textOf } from "../../support/services/app.ts";
import { publishIn } from "../../support/stores/database.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

/** What Cloudflare allows a request on its free plan. */
const D1_QUERIES = 50;
const CATEGORIES = 30;
/** All that one part of the sitemap holds. */
const ARTICLES = 1_000;
/** More than a collection's row has the references of, on one category's collection and on that of everything. */
const SCHEDULED = 130;

const DOCUMENTS = [
  "/",
  "/feeds",
  "/feeds?page=2",
  "/opml.xml",
  "/sitemap.xml",
  "/sitemap.xml?part=1",
  "/sitemap.xml?pages=1",
  "/news-sitemap.xml",
];
/** How many queries a poll that finds nothing new runs. */
const POLLS: Readonly<Record<string, number>> = {
  "/": 1,
  "/feeds": 1,
  "/feeds?page=2": 1,
  "/sitemap.xml?part=1": 1,
  "/opml.xml": 1,
  "/?to=100": 1,
  "/categories/topic-1?to=20": 1,
  "/articles/a5": 2,
};

const categoryOf = (number: number) => [`Topic ${number % CATEGORIES}`];
const textAt = (published: Date, number: number, headline = "A headline") =>
  textOf({ published: published.toISOString(), categories: categoryOf(number), headline });

/** As D1 is, where nobody can tell without asking whether anything changed; what is read is counted. */
function counted(database: Database, before: (read: number) => Promise<void> = async () => {}) {
  const count = { reads: 0 };
  const reader = () => {
    const read = database.reader();
    return async (statement: Parameters<typeof read>[0]) => {
      count.reads += 1;
      await before(count.reads);
      return read(statement);
    };
  };
  return { count, database: { ...database, changeCounter: () => null, reader } };
}

describe.each([0, SCHEDULED])("with %s articles to come", (scheduled) => {
  let site: Site;
  let database: Database;

  beforeAll(async () => {
    site = await siteOf();
    database = await emptyDatabase();
    const articles = Array.from({ length: ARTICLES }, (_, number): [string, string] => [
      `a${number}`,
      textAt(new Date(Date.UTC(2026, 1, 1, 0, number)), number),
    ]);
    const coming = Array.from({ length: scheduled }, (_, number): [string, string] => [
      `later-${number}`,
      textAt(new Date(NOW.getTime() + (number + 1) * 60_000), 0),
    ]);
    for (let from = 0; from < ARTICLES; from += 500)
      await publishIn(database, site, Object.fromEntries(articles.slice(from, from + 500)));
    await publishIn(database, site, Object.fromEntries(coming));
  }, 60_000);

  it.each(DOCUMENTS)("%s is made by fewer queries than D1 allows, in a change's midst too", async (target) => {
    // Settings of their own each time, so that nothing is known of what was counted before.
    const created = (read: Database) => {
      const own = { ...site };
      return deskOf({ site: own, store: createSqlStore(read, own) }).ask(target);
    };
    const calm = counted(database);
    const first = await created(calm.database);
    expect(first.status).toBe(200);
    await first.text();
    expect(calm.count.reads).toBeGreaterThan(0);
    expect(calm.count.reads).toBeLessThan(D1_QUERIES / 2);

    // Something is published before the last query: then all that was read before was in vain.
    let done = false;
    const disturbed = counted(database, async (read) => {
      if (read !== calm.count.reads || done) return;
      done = true;
      const edited = textAt(new Date(Date.UTC(2026, 1, 1, 0, 7)), 7, `Edited for ${target}`);
      await publishIn(database, site, { a7: edited }, NOW);
    });
    const response = await created(disturbed.database);
    expect([response.status, done]).toEqual([200, true]);
    await response.text();
    expect(disturbed.count.reads).toBeLessThan(D1_QUERIES);
    // The news sitemap asks but once for what it shows.
    if (target !== "/news-sitemap.xml") expect(disturbed.count.reads).toBeGreaterThan(calm.count.reads);
  });

  it.each(Object.entries(POLLS))("a poll of %s that finds nothing new runs %s queries", async (target, most) => {
    const { database: noted, count } = counted(database);
    const store = createSqlStore(noted, site);
    const client = deskOf({ site, store });
    const tag = headerOf(await client.ask(target), "etag");
    let before = count.reads;
    const poll = await client.ask(target, { "if-none-match": tag });
    expect(poll.status).toBe(304);
    expect(count.reads - before).toBe(most);
    // A process that has not yet met what is to come asks once more, and counts the feeds for a later page of them.
    before = count.reads;
    expect(
      (await deskOf({ site, store: createSqlStore(noted, site) }).ask(target, { "if-none-match": tag })).status,
    ).toBe(304);
    const counting = target === "/feeds?page=2" ? 2 : 0;
    expect(count.reads - before).toBeLessThanOrEqual(most + counting + (scheduled === 0 ? 0 : 2));
  });
});
