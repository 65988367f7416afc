import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { checkDatabase, copyDatabase, summarise } from "../../src/backup/database-copy.ts";
import { temporaryFolder } from "../support/stores/folder.ts";

it("a database that is written to on and on is copied as it was at one moment", async () => {
  const folder = await temporaryFolder();
  const [from, to] = [join(folder, "a.db"), join(folder, "b.db")];
  const writer = new DatabaseSync(from);
  writer.exec("PRAGMA journal_mode = WAL; CREATE TABLE articles (slug TEXT PRIMARY KEY, revision TEXT)");
  const insert = writer.prepare("INSERT INTO articles VALUES (?, ?)");
  let articles = 0;
  const write = (count: number) => {
    writer.exec("BEGIN");
    for (const end = articles + count; articles < end; articles += 1) insert.run(`a${articles}`, "x".repeat(1_000));
    writer.exec("COMMIT");
  };
  write(5_000);
  // Faster than a batch of pages is copied.
  let copying = true;
  const writing = (async () => {
    while (copying) {
      write(1);
      await new Promise((later) => setImmediate(later));
    }
  })();
  const before = articles;
  const summary = await copyDatabase(from, to, summarise);
  const during = articles;
  await copyDatabase(from, join(folder, "c.db"), () => undefined);
  copying = false;
  await writing;
  writer.close();
  expect(summary.articles).toBe(before);
  expect(during).toBeGreaterThan(before);
  await checkDatabase(to, summary);
  await expect(checkDatabase(to, { ...summary, revisions: "" })).rejects.toThrow("has other articles than it should");
  await expect(checkDatabase(from, summary)).rejects.toThrow("has other articles than it should");
});
