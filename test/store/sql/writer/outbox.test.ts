import { expect, it } from "vitest";
import { createSqlOutbox } from "../../../../src/store/sql/writer/sql-outbox.ts";
import { createSqlWriter } from "../../../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../../../src/store/sqlite/open-sqlite.ts";
import { siteOf } from "../../../support/fixtures/content.ts";
import { WRITE_TIME as NOW, putting, WRITER_SETTINGS } from "../../../support/fixtures/drafts.ts";
import { dumpOf, failingAt } from "../../../support/sql/meddling.ts";
import { publishingTo } from "../../../support/sql/posting.ts";
import { databasePath } from "../../../support/stores/sqlite.ts";

const SITE = await siteOf(WRITER_SETTINGS);
const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

async function opened() {
  const path = await databasePath();
  const database = openSqlite(path);
  const publish = publishingTo(createSqlWriter(database, SITE));
  return { path, database, publish, outbox: createSqlOutbox(database) };
}

it("a new change has tries of its own, and a hub that was given time is told of it at once", async () => {
  const { database, publish, outbox } = await opened();
  await publish("a", 1, NOW);
  for (let attempt = 1; attempt <= 5; attempt += 1)
    for (const notice of await outbox.due(at(attempt * 60_000), 100))
      await outbox.postpone(notice, at((attempt + 1) * 60_000));
  expect((await outbox.due(at(1e9), 100)).map(({ attempts }) => attempts)).toEqual([5, 5, 5, 5, 5, 5]);
  await publish("a", 1, at(1_000));
  expect((await outbox.due(at(1_000), 100)).map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0, 0, 0]);
  database.close();
});

it("what one deliverer does with a notice that changed since touches neither its tries nor its time", async () => {
  const { path, database, publish, outbox } = await opened();
  await publish("a", 1, NOW);
  const stale = await outbox.due(NOW, 100);
  await publish("b", 1, at(1));
  const before = dumpOf(path).outbox;
  for (const notice of stale) {
    await outbox.markDelivered(notice);
    await outbox.drop(notice);
    await outbox.postpone(notice, at(60_000));
  }
  expect(dumpOf(path).outbox).toEqual(before);
  expect(before).toHaveLength(6);
  database.close();
});

it("a notice is there just when its change is: after a failure there is neither, after a restart both", async () => {
  const { path, database, outbox } = await opened();
  const change = await putting("a");
  let statements = 1;
  for (let index = 0; index <= statements; index += 1) {
    const failing = failingAt(database, index, (count) => {
      statements = count;
    });
    await expect(createSqlWriter(failing, SITE).writeChanges([change], NOW)).rejects.toThrow(/nowhere/);
    expect(await outbox.nextDue()).toBeUndefined();
    expect(await createSqlWriter(database, SITE).source("a")).toBeUndefined();
  }
  await createSqlWriter(database, SITE).writeChanges([change], NOW);
  database.close();
  const again = openSqlite(path);
  expect(await createSqlOutbox(again).due(NOW, 100)).toHaveLength(9);
  again.close();
});

it("what changes nothing tells nobody", async () => {
  const { database, outbox } = await opened();
  const writer = createSqlWriter(database, SITE);
  const change = await putting("a");
  await writer.writeChanges([change], NOW);
  for (const notice of await outbox.due(NOW, 100)) await outbox.markDelivered(notice);
  const none = [change, { ...change, absent: true }, { kind: "remove", slug: "nothing" }] as const;
  for (const each of none) await writer.writeChanges([each], at(1_000));
  expect(await outbox.nextDue()).toBeUndefined();
  database.close();
});
