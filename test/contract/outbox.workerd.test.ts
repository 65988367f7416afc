import { createSqlOutbox } from "../../src/store/sql/writer/sql-outbox.ts";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { WRITER_SETTINGS } from "../support/fixtures/drafts.ts";
import { publishingTo } from "../support/sql/posting.ts";
import { emptyD1 } from "../support/stores/d1.ts";
import { describeOutbox, OUTBOX_HUBS } from "./suites/outbox.ts";

describeOutbox("D1", async () => {
  const database = await emptyD1();
  const writer = createSqlWriter(database, await siteOf({ ...WRITER_SETTINGS, hubs: OUTBOX_HUBS }));
  return { outbox: createSqlOutbox(database), publish: publishingTo(writer), close: async () => {} };
});
