import { expect, it } from "vitest";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../src/store/sqlite/open-sqlite.ts";
import { siteOf } from "../support/content.ts";
import { audit } from "../support/crash-audit.ts";
import { editOneByOne } from "../support/crash-edits.ts";
import { PRESS_SETTINGS } from "../support/drafts.ts";
import { databasePath } from "../support/sqlite.ts";

it("SQLite takes one change and one removal after the other", async () => {
  const path = await databasePath();
  const database = openSqlite(path);
  await editOneByOne(createSqlWriter(database, await siteOf(PRESS_SETTINGS)));
  database.close();
  expect(await audit(path)).toEqual([]);
});
