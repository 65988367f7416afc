import { createSqlStore } from "../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { WRITER_SETTINGS } from "../support/fixtures/drafts.ts";
import { emptyD1 } from "../support/stores/d1.ts";
import { storeIn } from "../support/stores/database.ts";
import { describeArticleWriter } from "./suites/article-writer.ts";
import { storeContract } from "./suites/store.ts";

storeContract("D1", async (settings, texts) => storeIn(await emptyD1(), settings, texts));

describeArticleWriter("D1", async () => {
  const database = await emptyD1();
  const site = await siteOf(WRITER_SETTINGS);
  const store = createSqlStore(database, site);
  return { writer: createSqlWriter(database, site), store: () => store, close: async () => {} };
});
