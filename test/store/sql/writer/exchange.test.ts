import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS } from "../../../../src/lib/feed-format.ts";
import { scopePath } from "../../../../src/site/urls.ts";
import { createSqlStore } from "../../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../../src/store/sql/writer/sql-writer.ts";
import type { SqliteDatabase } from "../../../../src/store/sqlite/open-sqlite.ts";
import { audit } from "../../../support/crash/audit.ts";
import { appOf, siteOf } from "../../../support/fixtures/content.ts";
import { walk } from "../../../support/readers/archive-walk.ts";
import { HISTORY_SCOPES } from "../../../support/sql/agreement.ts";
import { exported, opened, playReadable, putReadable, restore } from "../../../support/sql/exchange.ts";
import { anyHistory, FIRST, HISTORY_SETTINGS, plainPiece, writtenAt } from "../../../support/sql/history.ts";
import { dumpOf } from "../../../support/sql/meddling.ts";
import { amount } from "../../../support/sweep.ts";

const SITE = await siteOf({ ...HISTORY_SETTINGS, tombstoneDays: 3650 });
const NOW = writtenAt(100);
const RESTORED = new Date(FIRST + 5e9);

/**
 * Everything that can be asked for: address → status, entity tag and bytes. The tags of pages that are made of everything
 * are left out: they are made of a mark that each database has for itself, so that none is taken for another.
 */
async function everything(database: SqliteDatabase, slugs: readonly string[]): Promise<Map<string, string>> {
  const app = appOf({ site: SITE, store: createSqlStore(database, SITE) }, RESTORED);
  const answers = new Map<string, string>();
  const ask = async (path: string) => {
    const response = await app.request(path);
    const text = await response.text();
    const tag = ["/", "/feeds"].includes(path) ? "" : response.headers.get("etag");
    answers.set(path, [response.status, tag, text].join("\n"));
    return text;
  };
  for (const scope of HISTORY_SCOPES) {
    await ask(scopePath(scope) || "/");
    for (const format of FORMATS) {
      const name = DOCUMENT_NAMES[format];
      for (let archivePage = 1; archivePage <= 4; archivePage += 1)
        await ask(`${scopePath(scope)}/archive/${archivePage}/${name}`);
      for (const limit of [3, 100]) {
        const start = `${scopePath(scope)}/${name}?limit=${limit}`;
        await ask(start);
        if (answers.get(start)?.startsWith("200")) await walk(format, start, ask);
      }
    }
  }
  for (const slug of slugs) await ask(`/articles/${encodeURIComponent(slug)}`);
  for (const path of ["/feeds", "/search/atom.xml?q=ferry"]) await ask(path);
  return answers;
}

describe("what a database gives away, brought into an empty one", () => {
  it("is served byte by byte as before, keeps its times, goes on counting positions, and changes nothing the second time", async () => {
    let [answered, gone] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 95, 150, 230), anyHistory, async (before, history) => {
        const [original, copy] = [await opened(), await opened()];
        const gaps = [3, before - 1].map((index) => ({ kind: "remove", slug: `old-${index}` }) as const);
        const last = { ...plainPiece("last", -1), labels: ["India", "Zebras"], names: ["Bilal Khan"] };
        await playReadable(original.database, SITE, before, [
          gaps,
          ...history,
          [{ kind: "put", piece: last }],
          [{ kind: "remove", slug: "last" }],
        ]);
        const all = await exported(original.database);
        const slugs = [...all.articles, ...all.removals].map(({ slug }) => slug);
        const deliveries = await restore(copy.path, SITE, all, RESTORED);
        expect(deliveries.every(({ kind }) => kind === "created")).toBe(true);
        const expected = await everything(original.database, slugs);
        expect(await everything(copy.database, slugs)).toEqual(expected);
        expect(await exported(copy.database)).toEqual(all);
        const list = (database: SqliteDatabase) => createSqlWriter(database, SITE).list(undefined, 1_000);
        expect(await list(copy.database)).toEqual(await list(original.database));
        expect(await audit(copy.path)).toEqual([]);

        const dump = dumpOf(copy.path);
        const again = await restore(copy.path, SITE, all, new Date(RESTORED.getTime() + 1e9));
        expect(again.every(({ kind }) => kind === "same")).toBe(true);
        expect(dumpOf(copy.path)).toEqual(dump);

        for (const { database } of [original, copy])
          await createSqlWriter(database, SITE).writeChanges(
            await Promise.all([putReadable(SITE, plainPiece("afterwards", 1), NOW)]),
            NOW,
          );
        expect(await exported(copy.database)).toEqual(await exported(original.database));
        answered += expected.size;
        gone += all.removals.length;
        for (const { database } of [original, copy]) database.close();
      }),
      { seed: 8, numRuns: amount(2, 4) },
    );
    expect(answered).toBeGreaterThan(amount(400, 1_000));
    expect(gone).toBeGreaterThan(amount(2, 6));
  }, 120_000);
});
