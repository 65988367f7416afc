import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Folder } from "../../../src/store/folder/folder.ts";
import { FolderLock, LOCK_FILE, LOCK_STALE_MS } from "../../../src/store/folder/saved/folder-lock.ts";
import { createFolderOutbox } from "../../../src/store/folder/saved/folder-outbox.ts";
import { SavedState } from "../../../src/store/folder/saved/saved-state.ts";
import { DISK } from "../../../src/store/folder/writer/durable-disk.ts";
import { createFolderWriter } from "../../../src/store/folder/writer/folder-writer.ts";
import { putting, WRITE_TIME } from "../../support/fixtures/drafts.ts";
import { emptyFolder } from "../../support/stores/published-folder.ts";

/** Locks of one folder by processes that the test invents, with one clock. */
async function locks() {
  const path = await emptyFolder();
  const clock = { now: WRITE_TIME };
  const alive = new Set<number>();
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = { debug: write, info: write, warn: write, error: write };
  return {
    path,
    clock,
    alive,
    lines,
    log,
    lockOf(pid: number, machine = "desk") {
      alive.add(pid);
      const isAlive = (other: number) => alive.has(other);
      return new FolderLock(path, () => clock.now, log, { id: `id-${pid}-${machine}`, machine, pid, isAlive });
    },
    pass(milliseconds: number) {
      clock.now = new Date(clock.now.getTime() + milliseconds);
    },
  };
}

describe("of two services on one folder", () => {
  it("the first writes, and the second says who does", async () => {
    const { lockOf, lines } = await locks();
    const [first, second] = [lockOf(1), lockOf(2)];
    expect([await first.check(), await second.check()]).toEqual([true, false]);
    await second.check();
    expect([first.owned, second.owned]).toEqual([true, false]);
    const owner = `the service with process 1 on desk, since ${WRITE_TIME.toISOString()},`;
    expect(lines).toEqual([`${owner} writes to this content folder: this service serves it and does not write`]);
  });

  it("the second takes over once the first stops, and at once if it was killed on the same machine", async () => {
    const { lockOf, alive } = await locks();
    const [first, second, third] = [lockOf(1), lockOf(2), lockOf(3)];
    await first.check();
    await second.check();
    await first.release();
    expect([await second.check(), second.owned, first.owned]).toEqual([true, true, false]);
    alive.delete(2);
    expect([await third.check(), third.owned]).toEqual([true, true]);
  });

  it("a command takes the lock that an owner elsewhere left, and is told who else has it", async () => {
    const { lockOf, pass, alive } = await locks();
    const [here, elsewhere, command] = [lockOf(1), lockOf(2, "shelf"), lockOf(3)];
    await here.check();
    const told = (pid: number, machine: string) =>
      expect.stringContaining(`the service with process ${pid} on ${machine}`);
    expect(await command.acquire()).toEqual(told(1, "desk"));
    alive.delete(1);
    expect([await command.acquire(), command.owned]).toEqual([undefined, true]);
    await command.release();

    await elsewhere.check();
    const [waiting, later] = [lockOf(4).acquire(), lockOf(5)];
    pass(1_000);
    await elsewhere.check();
    expect(await waiting).toEqual(told(2, "shelf"));
    const silent = later.acquire();
    await later.check();
    pass(LOCK_STALE_MS);
    expect([await silent, later.owned]).toEqual([undefined, true]);
  });

  it("the second takes over from another machine after a while without a sign of life, and the first notices", async () => {
    const { lockOf, pass, lines } = await locks();
    const [first, second] = [lockOf(1), lockOf(1, "elsewhere")];
    await first.check();
    await second.check();
    pass(LOCK_STALE_MS - 1);
    await first.check();
    await second.check();
    pass(LOCK_STALE_MS - 1);
    expect([await second.check(), second.owned]).toEqual([false, false]);
    pass(1);
    expect([await second.check(), second.owned]).toEqual([true, true]);
    expect([await first.check(), first.owned]).toEqual([false, false]);
    expect(lines.at(-1)).toMatch(/on elsewhere.* writes to this content folder/);
    await first.release();
  });

  it("a sign of life writes nothing, as the disk may be full", async () => {
    const { lockOf, path, pass } = await locks();
    const lock = lockOf(1);
    await lock.check();
    const [text, { ino, mtimeMs }] = [await readFile(join(path, LOCK_FILE), "utf8"), await stat(join(path, LOCK_FILE))];
    pass(LOCK_STALE_MS);
    await lock.check();
    expect(await readFile(join(path, LOCK_FILE), "utf8")).toBe(text);
    const after = await stat(join(path, LOCK_FILE));
    expect(after.ino).toBe(ino);
    expect(after.mtimeMs).not.toBe(mtimeMs);
  });

  it("what was removed before a takeover stays recorded, with what the former owner recorded", async () => {
    const { path, log } = await locks();
    const removal = (slug: string) => ({ slug, published: WRITE_TIME, removed: WRITE_TIME, scopes: [] });
    const former = new SavedState(path, DISK, log);
    former.recordRemoval(removal("a"));
    former.recordNotices([{ hub: "https://hub.example/", topic: "https://a.example/", key: 1, due: WRITE_TIME }])();
    await former.save();
    const access = { owned: false };
    const next = new SavedState(path, DISK, log, access);
    await next.load();
    next.recordRemoval(removal("b"));
    next.recordNotices([{ hub: "https://other.example/", topic: "https://a.example/", key: 1, due: WRITE_TIME }])();
    await next.save();
    access.owned = true;
    await next.takeOver();
    await next.save();
    const saved = new SavedState(path, DISK, log);
    await saved.load();
    expect(saved.removals.map(({ slug }) => slug)).toEqual(["a", "b"]);
    expect(saved.notices.map(({ hub }) => hub)).toEqual(["https://hub.example/"]);
  });

  it("one owns it when both take over at the same moment", async () => {
    const { lockOf, path } = await locks();
    const all = [1, 2, 3, 4, 5].map((pid) => lockOf(pid));
    await Promise.all(all.map((lock) => lock.check()));
    await Promise.all(all.map((lock) => lock.check()));
    expect(all.filter(({ owned }) => owned)).toHaveLength(1);
    expect(JSON.parse(await readFile(join(path, LOCK_FILE), "utf8"))).toMatchObject({ machine: "desk" });
  });

  it("rubbish in the place of the lock is taken over after a while", async () => {
    const { lockOf, path, pass } = await locks();
    await writeFile(join(path, LOCK_FILE), "rubbish");
    const lock = lockOf(1);
    expect(await lock.check()).toBe(false);
    pass(LOCK_STALE_MS);
    expect(await lock.check()).toBe(true);
  });

  it("the one that does not write refuses changes, sends no notices, and leaves the files of the other alone", async () => {
    const { lockOf, path, log } = await locks();
    const access = lockOf(2);
    await lockOf(1).check();
    await access.check();
    await writeFile(join(path, "articles", ".a.txt.tmp-1-1"), "half");
    const folder = new Folder(path, { now: () => WRITE_TIME, skipSettling: true, log, access });
    await folder.scan();
    const writer = await createFolderWriter(folder);
    expect(await writer.writeChanges([await putting("a")], WRITE_TIME)).toMatchObject([
      { kind: "refused", message: "another service writes to this content folder" },
    ]);
    folder.savedState.recordNotices([
      { hub: "https://hub.example/", topic: "https://a.example/", key: 1, due: WRITE_TIME },
    ])();
    expect(await createFolderOutbox(folder.savedState).due(WRITE_TIME, 10)).toEqual([]);
    await folder.savedState.save();
    await expect(readFile(join(path, ".harkara.json"))).rejects.toThrow("ENOENT");
  });
});
