import { it } from "vitest";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { siteOf } from "../support/content.ts";
import { editOneByOne } from "../support/crash-edits.ts";
import { emptyD1 } from "../support/d1.ts";
import { PRESS_SETTINGS } from "../support/drafts.ts";

it("D1 takes one change and one removal after the other", async () => {
  await editOneByOne(createSqlWriter(await emptyD1(), await siteOf(PRESS_SETTINGS)));
});
