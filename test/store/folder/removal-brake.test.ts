import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { MAX_SUDDEN_CHANGES } from "../../../src/store/change-brake.ts";
import { acceptRemovals } from "../../../src/store/folder/accepted-removals.ts";
import { REMOVAL_BURST_MS, REMOVAL_WINDOW_MS } from "../../../src/store/folder/removal-brake.ts";
import { putting, removing, textOf, WRITE_TIME, WRITER_SETTINGS } from "../../support/fixtures/drafts.ts";
import { emptyFolder, openPublishedFolder } from "../../support/stores/published-folder.ts";

const COUNT = 30;
const HOUR_MS = 3_600_000;

/** A served folder of `COUNT` articles, with a clock that the test sets, and another folder to move files to. */
async function served(settings: object = {}) {
  const path = await emptyFolder({ ...WRITER_SETTINGS, ...settings });
  const articles = join(path, "articles");
  const elsewhere = join(path, "elsewhere");
  await mkdir(elsewhere);
  const names = Array.from({ length: COUNT }, (_, number) => `a${number}.txt`);
  for (const name of names) await writeFile(join(articles, name), textOf({ headline: name }));
  const clock = { now: WRITE_TIME };
  const open = () => openPublishedFolder(path, { now: () => clock.now });
  const found = await open();
  const move = async (from: string, to: string, some: readonly string[]) => {
    for (const name of some) await rename(join(from, name), join(to, name));
  };
  return {
    ...found,
    path,
    names,
    open,
    after: (milliseconds: number) => {
      clock.now = new Date(clock.now.getTime() + milliseconds);
      return found.folder.scan();
    },
    takeAway: (some: readonly string[]) => move(articles, elsewhere, some),
    putBack: (some: readonly string[]) => move(elsewhere, articles, some),
    count: () => found.folder.state.articles.length,
    held: () => found.folder.state.faults.filter(({ code }) => code === "removals-held"),
  };
}

it("serves the last state when a folder empties, says so once, and goes on when the files return", async () => {
  const { names, takeAway, putBack, folder, count, held, lines, store } = await served();
  const version = await store().version(WRITE_TIME);
  await takeAway(names);
  await folder.scan();
  await folder.scan();
  expect([count(), folder.state.heldRemovals]).toEqual([COUNT, COUNT]);
  expect(held()).toMatchObject([{ file: "articles", severity: "error", message: expect.stringMatching(/^30 of 30 /) }]);
  expect(lines.filter((line) => line.includes("are missing at once"))).toHaveLength(1);
  expect(await store().removed("a1")).toBeUndefined();
  expect(await store().version(WRITE_TIME)).toEqual(version);
  await putBack(names);
  await folder.scan();
  expect([count(), held(), folder.state.heldRemovals]).toEqual([COUNT, [], 0]);
});

it.each([
  ["puts them back if many follow at once", REMOVAL_BURST_MS - 1, COUNT],
  ["holds the others if many follow within a minute", REMOVAL_BURST_MS, COUNT - MAX_SUDDEN_CHANGES],
])("removes a few at once, and %s", async (_, pause, left) => {
  const { names, takeAway, count, held, after, store } = await served();
  await takeAway(names.slice(0, MAX_SUDDEN_CHANGES));
  await after(0);
  expect([count(), held()]).toEqual([COUNT - MAX_SUDDEN_CHANGES, []]);
  expect(await store().removed("a0")).toEqual(WRITE_TIME);
  await takeAway(names.slice(MAX_SUDDEN_CHANGES, MAX_SUDDEN_CHANGES + 2));
  await after(pause);
  expect([count(), held().length]).toEqual([left, 1]);
  expect((await store().removed("a0")) === undefined).toBe(left === COUNT);
});

it("holds what it put back across a restart, too", async () => {
  const { names, takeAway, count, after, close, open } = await served();
  await takeAway(names.slice(0, MAX_SUDDEN_CHANGES));
  await after(0);
  await takeAway(names.slice(MAX_SUDDEN_CHANGES, 10));
  await after(1);
  expect(count()).toBe(COUNT);
  await close();
  expect((await open()).folder.state.articles).toHaveLength(COUNT);
});

it("serves what was saved where the folder of articles is missing at the start, and goes on when it is back", async () => {
  const { path, count, close, open } = await served();
  const before = count();
  await close();
  await rename(join(path, "articles"), join(path, "away"));
  const again = await open();
  expect(again.folder.state.articles).toHaveLength(before);
  expect(again.folder.state.faults).toMatchObject([{ code: "no-articles-folder" }]);
  expect(await again.shown("a1")).toBe("a1.txt");
  await again.folder.scan();
  expect(again.folder.state.articles).toHaveLength(before);
  await rename(join(path, "away"), join(path, "articles"));
  await rm(join(path, "articles", "a1.txt"));
  await again.folder.scan();
  expect(again.folder.state.faults).toEqual([]);
  expect(again.folder.state.articles).toHaveLength(before - 1);
});

it("removes any number one after the other, a few a minute", async () => {
  const { names, takeAway, count, held, after } = await served();
  for (let from = 0; from < 20; from += MAX_SUDDEN_CHANGES) {
    await takeAway(names.slice(from, from + MAX_SUDDEN_CHANGES));
    await after(REMOVAL_WINDOW_MS);
  }
  expect([count(), held()]).toEqual([COUNT - 20, []]);
});

it("removes all that is missing after an hour, and what went on missing is told to readers", async () => {
  const { names, takeAway, count, held, after, store } = await served();
  await takeAway(names);
  await after(0);
  await after(HOUR_MS - 1);
  expect(count()).toBe(COUNT);
  await after(1);
  expect([count(), held()]).toEqual([0, []]);
  expect(await store().removed("a1")).toBeInstanceOf(Date);
});

it.each([
  ["0 minutes", 0, 0],
  ["5 minutes", 5, 5 * 60_000],
])("waits as long as the settings say: %s", async (_, removalDelay, milliseconds) => {
  const { names, takeAway, count, after } = await served({ removalDelay });
  await takeAway(names);
  await after(0);
  expect(count()).toBe(removalDelay === 0 ? 0 : COUNT);
  await after(milliseconds);
  expect(count()).toBe(0);
});

it("removes them when somebody accepts it, and holds the next mishap all the same", async () => {
  const { names, path, takeAway, putBack, count, folder, after } = await served();
  await takeAway(names.slice(10));
  await folder.scan();
  expect(count()).toBe(COUNT);
  await acceptRemovals(path);
  await folder.scan();
  expect(count()).toBe(10);
  await putBack(names.slice(10));
  await after(REMOVAL_WINDOW_MS);
  expect(count()).toBe(COUNT);
  await takeAway(names.slice(10));
  await after(1);
  expect(count()).toBe(COUNT);
});

it("holds what vanished while the service was not running", async () => {
  const { names, takeAway, close, open } = await served();
  await takeAway(names.slice(3));
  await close();
  const again = await open();
  expect([again.folder.state.articles.length, again.folder.state.heldRemovals]).toEqual([COUNT, COUNT - 3]);
  expect(await again.shown("a20")).toBe("a20.txt");
});

it("removes and replaces a held article when the API says so", async () => {
  const { names, takeAway, folder, writer, count, shown, files } = await served();
  await takeAway(names);
  await folder.scan();
  const source = (tag: string) => folder.index.get(tag)?.source?.tag ?? "";
  expect(await writer.writeChanges([{ ...removing("a1"), match: [source("a1.txt")] }], WRITE_TIME)).toMatchObject([
    { kind: "removed" },
  ]);
  expect(await writer.writeChanges([await putting("a2", { headline: "New" })], WRITE_TIME)).toMatchObject([
    { kind: "changed" },
  ]);
  await folder.scan();
  expect([count(), folder.state.heldRemovals, await shown("a1"), await shown("a2")]).toEqual([
    COUNT - 1,
    COUNT - 2,
    undefined,
    "New",
  ]);
  expect(await files()).toEqual(["a2.txt"]);
});

it("never holds what the API removes", async () => {
  const { names, writer, count, held } = await served();
  await writer.writeChanges(
    names.map((name) => removing(name.replace(".txt", ""))),
    WRITE_TIME,
  );
  expect([count(), held()]).toEqual([0, []]);
});

it("is not deceived by files that change their format", async () => {
  const { names, path, folder, count, held } = await served();
  for (const name of names) {
    await rm(join(path, "articles", name));
    await writeFile(
      join(path, "articles", name.replace(".txt", ".md")),
      textOf({ format: "markdown", headline: name }),
    );
  }
  await folder.scan();
  await folder.scan();
  expect(count()).toBe(COUNT);
  expect(await readdir(join(path, "articles"))).toHaveLength(COUNT);
  expect(held()).toEqual([]);
});
