import { expect, it } from "vitest";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../src/store/sqlite/open-sqlite.ts";
import { audit } from "../support/crash/audit.ts";
import { editOneByOne } from "../support/crash/edits.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { WRITER_SETTINGS } from "../support/fixtures/drafts.ts";
import { databasePath } from "../support/stores/sqlite.ts";

it("SQLite takes one change and one removal after the other", async () => {
  const path = await databasePath();
  const database = openSqlite(path);
  await editOneByOne(createSqlWriter(database, await siteOf(WRITER_SETTINGS)));
  database.close();
  expect(await audit(path)).toEqual([]);
});
