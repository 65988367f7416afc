import { describe, expect, it } from "vitest";
import type { Database } from "../../../src/store/sql/database.ts";
import { VERSION } from "../../../src/store/sql/queries.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlOutbox } from "../../../src/store/sql/writer/sql-outbox.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { deskOf, headerOf } from "../../support/services/app.ts";
import { HISTORY_SETTINGS, MINUTE, perform, plainPiece, writtenAt } from "../../support/sql/history.ts";
import { noting } from "../../support/sql/reading.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

const SITE = await siteOf(HISTORY_SETTINGS);
const NOW = writtenAt(60);
const OVERVIEWS = ["/", "/feeds", "/opml.xml", "/sitemap.xml"] as const;
const put = (slug: string, at = 0, labels = ["India"]) =>
  ({ kind: "put", piece: { ...plainPiece(slug, at), labels } }) as const;

/** The app over a database that notes what it reads, with an article on each of so many collections. */
async function fresh(collections = 1) {
  const database = await emptyDatabase();
  const writer = createSqlWriter(database, SITE);
  const deeds = Array.from({ length: collections }, (_, n) => put(`story-${n}`, n * MINUTE, [`Topic ${n}`]));
  await perform(writer, deeds, writtenAt(-1));
  const noted = noting(database);
  const over = (of: Database) => ({ site: SITE, store: createSqlStore(of, SITE) });
  return { ...noted, writer, over, plain: database };
}

/** As D1 is: nobody can tell without asking whether anything has changed. */
const blind = (database: Database): Database => ({ ...database, changeCounter: () => null });

describe.each(OVERVIEWS)("a poll of %s that finds nothing new", (path) => {
  it.each([1, 60])(
    "runs one query where nobody can tell whether anything changed, of %s collections",
    async (count) => {
      const { database, reads, over } = await fresh(count);
      const client = deskOf(over(blind(database)), { now: NOW });
      const first = await client.ask(path);
      expect(first.status).toBe(200);
      reads.length = 0;
      const again = await client.ask(path, { "if-none-match": headerOf(first, "etag") });
      expect([again.status, await again.text()]).toEqual([304, ""]);
      expect(reads.map(({ sql }) => sql)).toEqual([VERSION]);
    },
  );

  it("runs none where that can be told, and one after what nobody can see was written", async () => {
    const { database, reads, over } = await fresh();
    const client = deskOf(over(database), { now: NOW });
    const tag = headerOf(await client.ask(path), "etag");
    reads.length = 0;
    expect((await client.ask(path, { "if-none-match": tag })).status).toBe(304);
    expect(reads).toEqual([]);
    const notice = { hub: "https://hub.example/", topic: "", key: 0, version: 1, attempts: 0 };
    await createSqlOutbox(database).markDelivered(notice);
    expect((await client.ask(path, { "if-none-match": tag })).status).toBe(304);
    expect(reads.map(({ sql }) => sql)).toEqual([VERSION]);
  });

  it("is told of each change, and of what the time makes visible", async () => {
    const { database, writer, over } = await fresh();
    const client = deskOf(over(blind(database)), { now: NOW });
    const tags = [headerOf(await client.ask(path), "etag")];
    await perform(writer, [put("coming", 61 * MINUTE)], writtenAt(0));
    tags.push(headerOf(await client.ask(path), "etag"));
    client.now = writtenAt(61);
    tags.push(headerOf(await client.ask(path), "etag"));
    await perform(writer, [{ kind: "remove", slug: "coming" }], writtenAt(61));
    tags.push(headerOf(await client.ask(path), "etag"));
    expect(new Set(tags).size).toBe(4);
  });
});

/** A store in which something happens, once, before the read of that number, counted from 1. */
function disturbed(database: Database, number: number, disturb: () => Promise<unknown>): Database {
  let left = number;
  return {
    ...database,
    reader: () => {
      const read = database.reader();
      return async (statement) => {
        left -= 1;
        if (left === 0) await disturb();
        return read(statement);
      };
    },
  };
}

it.each(OVERVIEWS)(
  "%s that changes while it is read is worked out anew, never shown under another's tag",
  async (path) => {
    let disturbances = 0;
    for (let number = 1; ; number += 1) {
      const { plain, writer, over } = await fresh(3);
      let done = false;
      const change = async () => {
        await perform(writer, [put("new", 50 * MINUTE, ["Fresh"])], writtenAt(59));
        done = true;
      };
      const client = deskOf(over(disturbed(blind(plain), number, change)), { now: NOW });
      const response = await client.ask(path);
      const shown = [response.status, headerOf(response, "etag"), await response.text()];
      // Before the last look at the state nothing may have changed; what is shown is what there is now.
      const after = await deskOf(over(plain), { now: NOW }).ask(path);
      const truth = [after.status, headerOf(after, "etag"), await after.text()];
      if (!done) break;
      expect(shown).toEqual(truth);
      disturbances += 1;
    }
    expect(disturbances).toBeGreaterThanOrEqual(3);
  },
);
