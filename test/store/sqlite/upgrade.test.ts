import { readFile, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { nodeCompression } from "../../../src/runtime/node/compression.ts";
import { openSqlite } from "../../../src/store/sqlite/open-sqlite.ts";
import { audit } from "../../support/crash/audit.ts";
import { databasePath } from "../../support/stores/sqlite.ts";
import { ANSWERS, createUpgradedApp, SOURCES } from "../../support/upgrade/upgrade.ts";

/** Path of a copy of the database that 0.2.0 made. */
async function formerDatabase(): Promise<string> {
  const path = await databasePath();
  const packed = await readFile(new URL("../../support/upgrade/0.2.0.db.gz", import.meta.url));
  await writeFile(path, gunzipSync(packed));
  return path;
}

describe("a database that 0.2.0 made", () => {
  it("migrates itself and answers every address as 0.2.0 did, now and when it is opened again", async () => {
    const path = await formerDatabase();
    for (let time = 0; time < 2; time += 1) {
      const database = openSqlite(path);
      const app = await createUpgradedApp(database, nodeCompression);
      expect(await app.answers()).toEqual(ANSWERS);
      expect(await app.sources()).toBe(SOURCES);
      database.close();
      expect(await audit(path)).toEqual([]);
    }
  });

  it("keeps how far its sources were read, and takes changes", async () => {
    const path = await formerDatabase();
    const read = (sql: string) => {
      const plain = new DatabaseSync(path, { readOnly: true });
      const row = plain.prepare(sql).get();
      plain.close();
      return row;
    };
    const before = read("SELECT value FROM notes WHERE name = 'reading'");
    const database = openSqlite(path);
    expect(read("SELECT value FROM state WHERE name = 'reparse'")).toEqual(before);
    const { ask, writer } = await createUpgradedApp(database, nodeCompression);
    const outcomes = await writer.writeChanges([{ kind: "remove", slug: "story-020" }], new Date());
    expect(outcomes.map(({ kind }) => kind)).toEqual(["removed"]);
    expect((await ask("/articles/story-020")).status).toBe(410);
    database.close();
    expect(await audit(path)).toEqual([]);
  });
});
