import { createSqlOutbox } from "../../src/store/sql/writer/sql-outbox.ts";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { siteOf } from "../support/content.ts";
import { emptyD1 } from "../support/d1.ts";
import { PRESS_SETTINGS } from "../support/drafts.ts";
import { publishingTo } from "../support/sql-posting.ts";
import { describeOutbox, OUTBOX_HUBS } from "./outbox.ts";

describeOutbox("D1", async () => {
  const database = await emptyD1();
  const press = createSqlWriter(database, await siteOf({ ...PRESS_SETTINGS, hubs: OUTBOX_HUBS }));
  return { outbox: createSqlOutbox(database), publish: publishingTo(press), close: async () => {} };
});
