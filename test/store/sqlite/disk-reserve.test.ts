import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, it, vi } from "vitest";
import { isNoSpace } from "../../../src/lib/error-code.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { createDiskReserve } from "../../../src/store/sqlite/disk-reserve.ts";
import { openSqlite } from "../../../src/store/sqlite/open-sqlite.ts";
import { NOW, siteOf } from "../../support/fixtures/content.ts";
import { putting, removing } from "../../support/fixtures/drafts.ts";
import { eventually } from "../../support/services/eventually.ts";
import { databasePath } from "../../support/stores/sqlite.ts";

afterEach(() => vi.restoreAllMocks());

it("takes room on the disk, gives it back, and finds what a process before it took", async () => {
  const path = `${await databasePath()}-reserve`;
  const reserve = createDiskReserve(path);
  await reserve.renew();
  const { size, mtimeMs } = await stat(path);
  expect(size).toBe(4_194_304);
  await createDiskReserve(path).renew();
  expect((await stat(path)).mtimeMs).toBe(mtimeMs);
  await reserve.release();
  expect(existsSync(path)).toBe(false);
  // Not at once again: the disk is full.
  await reserve.renew();
  expect(existsSync(path)).toBe(false);
});

it("takes nothing where there is no room, and leaves no file behind", async () => {
  const path = `${await databasePath()}-missing/reserve`;
  await createDiskReserve(path).renew();
  expect(existsSync(path)).toBe(false);
});

it("on a full disk articles can be removed, and nothing else takes the room that is kept for that", async () => {
  const path = await databasePath();
  const database = openSqlite(path, true);
  const writer = createSqlWriter(database, await siteOf());
  await writer.writeChanges([await putting("a"), await putting("b")], NOW);
  await eventually(() => existsSync(`${path}-reserve`));
  const { exec } = DatabaseSync.prototype;
  // A disk that is full as long as the room is taken.
  vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (this: DatabaseSync, sql) {
    if (sql === "COMMIT" && existsSync(`${path}-reserve`))
      throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
    exec.call(this, sql);
  });
  const put = await writer.writeChanges([await putting("c")], NOW).catch((error: unknown) => error);
  expect(isNoSpace(put)).toBe(true);
  expect(existsSync(`${path}-reserve`)).toBe(true);
  expect((await writer.writeChanges([removing("a")], NOW)).map(({ kind }) => kind)).toEqual(["removed"]);
  expect(existsSync(`${path}-reserve`)).toBe(false);
  expect((await writer.list(undefined, 10)).map(({ slug }) => slug)).toEqual(["b"]);
  database.close();
});
