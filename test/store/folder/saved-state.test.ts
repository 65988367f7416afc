import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFolderOutbox } from "../../../src/store/folder/saved/folder-outbox.ts";
import { MAX_RECORDED_REMOVALS, SavedState } from "../../../src/store/folder/saved/saved-state.ts";
import { DISK, type Disk } from "../../../src/store/folder/writer/durable-disk.ts";
import { temporaryFolder } from "../../support/stores/folder.ts";

const NOW = new Date("2026-11-23T06:00:00Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const telling = (topic: string, key = 0, due = NOW) => ({ hub: "https://hub.example/", topic, key, due });
const removal = (slug: string) => ({
  slug,
  published: later(-60),
  removed: NOW,
  scopes: [{ kind: "all" as const }, { kind: "author" as const, slug: "a" }],
});

async function open(folder: string, disk: Disk = DISK) {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const notes = new SavedState(folder, disk, { debug: write, info: write, warn: write, error: write });
  await notes.load();
  return { notes, outbox: createFolderOutbox(notes), lines };
}

describe("the outbox of a folder", () => {
  it("gives what is due, the longest due first, and is the same after a restart", async () => {
    const folder = await temporaryFolder();
    const { notes } = await open(folder);
    notes.recordNotices([telling("later", 5, later(5)), telling("b", 0, later(-1)), telling("a", 0, later(-2))])();
    await notes.flush();
    for (const { outbox } of [await open(folder), { outbox: createFolderOutbox(notes) }]) {
      expect((await outbox.due(NOW, 10)).map(({ topic }) => topic)).toEqual(["a", "b"]);
      expect((await outbox.due(NOW, 1)).map(({ topic }) => topic)).toEqual(["a"]);
      expect((await outbox.due(later(5), 10)).map(({ topic, key }) => [topic, key])).toEqual([
        ["a", 0],
        ["b", 0],
        ["later", 5],
      ]);
      expect(await outbox.nextDue()).toEqual(later(-2));
    }
  });

  it("holds a notice back until what it tells of shows", async () => {
    const { notes, outbox } = await open(await temporaryFolder());
    const first = notes.recordNotices([telling("a")]);
    const second = notes.recordNotices([telling("a"), telling("b")]);
    expect(await outbox.due(NOW, 10)).toEqual([]);
    expect(await outbox.nextDue()).toBeUndefined();
    first();
    first();
    expect(await outbox.due(NOW, 10)).toEqual([]);
    second();
    expect((await outbox.due(NOW, 10)).map(({ topic }) => topic)).toEqual(["a", "b"]);
  });

  it("makes one of changes that follow each other, and keeps what came while it was told", async () => {
    const folder = await temporaryFolder();
    const { notes, outbox } = await open(folder);
    notes.recordNotices([telling("a")])();
    notes.recordNotices([telling("a")])();
    const [reported, ...others] = await outbox.due(NOW, 10);
    if (reported === undefined) throw new Error("nothing is due");
    expect(others).toEqual([]);
    notes.recordNotices([telling("a", 0, later(1))])();
    for (const end of [outbox.markDelivered, outbox.drop]) {
      await end(reported);
      expect(await outbox.due(NOW, 10)).toEqual([{ ...reported, version: reported.version + 1, attempts: 0 }]);
    }
    const [again] = await (await open(folder)).outbox.due(NOW, 10);
    if (again === undefined) throw new Error("nothing is due");
    await outbox.markDelivered(again);
    expect(await outbox.due(later(60), 10)).toEqual([]);
    expect(await (await open(folder)).outbox.nextDue()).toBeUndefined();
  });

  it("gives a new change tries of its own, though its hub is waited for", async () => {
    const folder = await temporaryFolder();
    const { notes, outbox } = await open(folder);
    notes.recordNotices([telling("a")])();
    const [first] = await outbox.due(NOW, 10);
    if (first === undefined) throw new Error("nothing is due");
    await outbox.postpone(first, later(60));
    expect(await outbox.due(later(59), 10)).toEqual([]);
    notes.recordNotices([telling("a", 0, later(1))])();
    await outbox.postpone(first, later(90));
    await notes.flush();
    const fresh = (await open(folder)).outbox;
    expect(await fresh.nextDue()).toEqual(later(1));
    expect(await fresh.due(later(1), 10)).toEqual([{ ...first, attempts: 0, version: first.version + 1 }]);
  });
});

describe("the removals that a folder remembers", () => {
  it("are the same after a restart, the oldest first", async () => {
    const folder = await temporaryFolder();
    const { notes } = await open(folder);
    for (const slug of ["b", "a", "c", "b"]) notes.recordRemoval(removal(slug));
    notes.forgetRemoval("c");
    await notes.flush();
    expect((await open(folder)).notes.removals).toEqual([removal("a"), removal("b")]);
  });

  it("are as many as the cap says, without the oldest", async () => {
    const folder = await temporaryFolder();
    const { notes } = await open(folder);
    for (let index = 0; index < MAX_RECORDED_REMOVALS + 2; index += 1) notes.recordRemoval(removal(`s${index}`));
    await notes.flush();
    for (const { removals } of [notes, (await open(folder)).notes]) {
      expect(removals).toHaveLength(MAX_RECORDED_REMOVALS);
      expect([removals[0]?.slug, removals.at(-1)?.slug]).toEqual(["s2", `s${MAX_RECORDED_REMOVALS + 1}`]);
    }
  });
});

describe("the file of a folder's notes", () => {
  it.each(["", "{", "[]", '{"removals":[],"notices":[{}]}', '{"removals":[{"slug":1}],"notices":[]}', "\0"])(
    "that says %j is named in the log, and replaced by the next that is to be kept",
    async (text) => {
      const folder = await temporaryFolder();
      await writeFile(join(folder, ".harkara.json"), text);
      const { notes, lines } = await open(folder);
      expect(lines).toEqual([expect.stringContaining(".harkara.json is not understood")]);
      expect(await readFile(join(folder, ".harkara.json"), "utf8")).toBe(text);
      notes.recordRemoval(removal("a"));
      await notes.flush();
      const fresh = await open(folder);
      expect([fresh.lines, fresh.notes.removals]).toEqual([[], [removal("a")]]);
    },
  );

  it("is not written when there is nothing to say, and once for all that comes while it is written", async () => {
    const folder = await temporaryFolder();
    let written = 0;
    const create: Disk["create"] = async (path, text) => {
      written += 1;
      await DISK.create(path, text);
    };
    const { notes } = await open(folder, { ...DISK, create });
    await notes.flush();
    expect(written).toBe(0);
    const flushes = Array.from({ length: 50 }, async (_, index) => {
      await Promise.resolve();
      notes.recordRemoval(removal(`s${index}`));
      await notes.flush();
      const text = await readFile(join(folder, ".harkara.json"), "utf8");
      expect(text).toContain(`"s${index}"`);
    });
    await Promise.all(flushes);
    expect(written).toBeLessThanOrEqual(3);
  });

  it("that cannot be written is told of once, fails who must know, and is written as soon as it can be", async () => {
    const folder = await temporaryFolder();
    let broken = true;
    const create: Disk["create"] = async (path, text) => {
      if (broken) throw Object.assign(new Error("read-only"), { code: "EROFS" });
      await DISK.create(path, text);
    };
    const { notes, lines } = await open(folder, { ...DISK, create });
    notes.recordRemoval(removal("a"));
    await notes.save();
    await notes.save();
    await expect(notes.flush()).rejects.toThrow("read-only");
    expect(lines).toEqual([expect.stringMatching(/\.harkara\.json cannot be written \(EROFS\)/)]);
    expect(notes.removals).toEqual([removal("a")]);
    broken = false;
    await notes.flush();
    expect((await open(folder)).notes.removals).toEqual([removal("a")]);
  });
});
