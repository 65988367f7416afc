import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../../src/lib/feed-format.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { NOW, siteOf } from "../../support/fixtures/content.ts";
import { walk } from "../../support/readers/archive-walk.ts";
import { deskOf, textOf } from "../../support/services/app.ts";
import { publishIn } from "../../support/stores/database.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

const DAY = 86_400_000;
const SITE = await siteOf({ pageSize: 20 });

const dated = (days: number) => textOf({ published: new Date(Date.UTC(2024, 0, 1) + days * DAY).toISOString() });

/** A client of a database into which groups of articles were published one after the other, by the days of their dates. */
async function publishedInTurn(...groups: readonly (readonly number[])[]) {
  const database = await emptyDatabase();
  for (const [turn, days] of groups.entries())
    await publishIn(
      database,
      SITE,
      Object.fromEntries(days.map((day, index) => [`a${turn}-${index}`, dated(day)] as const)),
    );
  const client = deskOf({ site: SITE, store: createSqlStore(database, SITE) }, { now: NOW });
  const read = async (path: string) => {
    const response = await client.ask(path);
    if (response.status !== 200) throw new Error(`${response.status} at ${path}`);
    return response.text();
  };
  return { read, client };
}

const days = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

describe("a walk through the archive meets each article once, though some were published with an older date", () => {
  it.each([
    ["one, on the page of the newest", [days(100, 130), [1]]],
    ["one, when a page of the archive is just full", [days(100, 99), [1]]],
    ["several, with newer ones after them", [days(100, 95), [1, 2, 3], days(300, 5)]],
    ["more than a page has entries", [days(100, 195), days(1, 30), days(300, 3)]],
    ["all newer ones before older ones", [days(200, 120), days(100, 20), days(1, 120)]],
  ] as const)("%s", async (_, groups) => {
    const { read } = await publishedInTurn(...groups);
    const count = groups.reduce((sum, group) => sum + group.length, 0);
    for (const format of FORMATS) {
      for (const path of ["", "?limit=1", "?limit=7", "?limit=100"]) {
        const name = { rss: "rss.xml", atom: "atom.xml", json: "feed.json" }[format];
        const ids = (await walk(format, `/${name}${path}`, read)).flatMap((visited) => visited.ids);
        expect([ids.length, new Set(ids).size], `${name}${path}`).toEqual([count, count]);
      }
    }
  });

  it("in any order of publication", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 80 }), {
          minLength: 1,
          maxLength: 5,
        }),
        async (groups) => {
          const { read } = await publishedInTurn(...groups);
          const ids = (await walk("atom", "/atom.xml", read)).flatMap((visited) => visited.ids);
          const count = groups.reduce((sum, group) => sum + group.length, 0);
          expect([ids.length, new Set(ids).size]).toEqual([count, count]);
        },
      ),
      { seed: 23, numRuns: 12 },
    );
  });
});

it("what was met already is named in the address, and no longer where a page of the archive has none of it", async () => {
  const { read } = await publishedInTurn(days(100, 130), [1]);
  const visited = await walk("rss", "/rss.xml", read);
  expect(visited.map(({ path }) => path)).toEqual([
    "/rss.xml",
    "/archive/2/rss.xml?to=131&except=111-130",
    "/archive/1/rss.xml",
  ]);
});

it.each([
  "except=",
  "except=0",
  "except=a",
  "except=130-111",
  "except=111-111",
  "except=111,112",
  "except=112,111",
  "except=132",
  "except=1-101",
  "except=111-130-131",
])("an address that the service never wrote is none: %s", async (query) => {
  const { client } = await publishedInTurn(days(100, 130), [1]);
  expect((await client.ask(`/archive/2/rss.xml?to=131&${query}`)).status).toBe(404);
});
