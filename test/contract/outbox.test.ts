import { affectedScopes } from "../../src/site/affected-scopes.ts";
import type { ArticleWriter } from "../../src/store/article-writer.ts";
import { createFolderOutbox } from "../../src/store/folder/saved/folder-outbox.ts";
import { noticesOf } from "../../src/store/notices.ts";
import { createSqlOutbox } from "../../src/store/sql/writer/sql-outbox.ts";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { createMemoryOutbox } from "../support/fakes/outbox.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { articleOf, publishedOf, putting, WRITER_SETTINGS } from "../support/fixtures/drafts.ts";
import { publishingTo } from "../support/sql/posting.ts";
import { emptyFolder, openPublishedFolder } from "../support/stores/published-folder.ts";
import { emptyDatabase } from "../support/stores/sqlite.ts";
import { describeOutbox, OUTBOX_HUBS } from "./suites/outbox.ts";

const SETTINGS = { ...WRITER_SETTINGS, hubs: OUTBOX_HUBS };
const SITE = await siteOf(SETTINGS);

describeOutbox("memory", async () => {
  const outbox = createMemoryOutbox();
  const article = await articleOf((await putting("a", { labels: [] })).source);
  const publish = async (_: string, age: number, now: Date) => {
    for (const { hub, topic, due, key } of noticesOf(SITE, affectedScopes([article]), publishedOf({ age }), now))
      outbox.publish(hub, topic, due, key);
  };
  return { outbox, publish, close: async () => {} };
});

describeOutbox("folder", async () => {
  const { folder, writer, close } = await openPublishedFolder(await emptyFolder(SETTINGS));
  return { outbox: createFolderOutbox(folder.savedState), publish: publishingTo(writer), close };
});

describeOutbox("SQLite", async () => {
  const database = await emptyDatabase();
  const writer: ArticleWriter = createSqlWriter(database, SITE);
  return {
    outbox: createSqlOutbox(database),
    publish: publishingTo(writer),
    close: async () => database.close(),
  };
});
