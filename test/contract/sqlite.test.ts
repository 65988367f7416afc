import { createSqlStore } from "../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { WRITER_SETTINGS } from "../support/fixtures/drafts.ts";
import { storeIn } from "../support/stores/database.ts";
import { emptyDatabase } from "../support/stores/sqlite.ts";
import { describeArticleWriter } from "./suites/article-writer.ts";
import { storeContract } from "./suites/store.ts";

storeContract("SQLite", async (settings, texts) => storeIn(await emptyDatabase(), settings, texts));

describeArticleWriter("SQLite", async () => {
  const database = await emptyDatabase();
  const site = await siteOf(WRITER_SETTINGS);
  const store = createSqlStore(database, site);
  return { writer: createSqlWriter(database, site), store: () => store, close: async () => database.close() };
});
