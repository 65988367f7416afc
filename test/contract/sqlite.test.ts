import { createSqlStore } from "../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { siteOf } from "../support/content.ts";
import { storeIn } from "../support/database.ts";
import { PRESS_SETTINGS } from "../support/drafts.ts";
import { emptyDatabase } from "../support/sqlite.ts";
import { describePress } from "./press.ts";
import { storeContract } from "./store.ts";

storeContract("SQLite", async (settings, texts) => storeIn(await emptyDatabase(), settings, texts));

describePress("SQLite", async () => {
  const database = await emptyDatabase();
  const site = await siteOf(PRESS_SETTINGS);
  const store = createSqlStore(database, site);
  return { press: createSqlWriter(database, site), store: () => store, close: async () => database.close() };
});
