import { it } from "vitest";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { editOneByOne } from "../support/crash/edits.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { WRITER_SETTINGS } from "../support/fixtures/drafts.ts";
import { emptyD1 } from "../support/stores/d1.ts";

it("D1 takes one change and one removal after the other", async () => {
  await editOneByOne(createSqlWriter(await emptyD1(), await siteOf(WRITER_SETTINGS)));
});
