import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SOURCE_FORMATS, SOURCE_SUFFIXES, type SourceFormat } from "../../../src/source/source.ts";
import type { Change } from "../../../src/store/article-writer.ts";
import { DISK, type Disk } from "../../../src/store/folder/writer/durable-disk.ts";
import { WRITE_TIME as NOW, putting, removing, textOf } from "../../support/fixtures/drafts.ts";
import { emptyFolder, openPublishedFolder, type PublishedFolder } from "../../support/stores/published-folder.ts";

/** A disk on which nothing works any more after some steps; a file that is being written then is half there. */
function dyingDisk(steps: number): Disk & { readonly taken: () => number } {
  let taken = 0;
  const step =
    <A extends string[]>(work: (...given: A) => Promise<void>, half?: (...given: A) => Promise<void>) =>
    async (...given: A) => {
      taken += 1;
      if (taken <= steps) return work(...given);
      if (taken === steps + 1) await half?.(...given);
      throw new Error("the machine has stopped");
    };
  return {
    create: step(DISK.create, (path, text) => writeFile(path, text.slice(0, text.length / 2))),
    rename: step(DISK.rename),
    remove: step(DISK.remove),
    sync: step(DISK.sync),
    taken: () => taken,
  };
}

/** A folder in which an article stands in some formats; which of them is served depends on their names. */
async function folderWith(formats: readonly SourceFormat[]): Promise<string> {
  const path = await emptyFolder();
  for (const format of formats) {
    const name = `a${SOURCE_SUFFIXES[format]}`;
    const served = formats.every((other) => name <= `a${SOURCE_SUFFIXES[other]}`);
    const headline = served ? "Old" : "Never served";
    await writeFile(join(path, "articles", name), textOf({ format, headline }));
  }
  return path;
}

/** Makes a change on a machine that stops after 0, 1, 2, … steps; what is found then is handed to `judge`. */
async function stopEverywhere(
  formats: readonly SourceFormat[],
  change: () => Promise<Change>,
  judge: (found: PublishedFolder, stopped: PublishedFolder) => Promise<void>,
): Promise<number> {
  for (let steps = 0; ; steps += 1) {
    const path = await folderWith(formats);
    const disk = dyingDisk(steps);
    const stopped = await openPublishedFolder(path, { disk });
    const before = disk.taken();
    expect(before).toBe(0);
    const created = await stopped.writer.writeChanges([await change()], NOW).then(
      () => true,
      () => false,
    );
    const found = await openPublishedFolder(path);
    await judge(found, stopped);
    expect((await readdir(path)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect((await found.files()).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    if (created) return steps;
  }
}

const SETS = [
  ...[...SOURCE_FORMATS].map((format) => [format]),
  ...[...SOURCE_FORMATS].map((format) => SOURCE_FORMATS.filter((other) => other !== format)),
  [...SOURCE_FORMATS],
];
const PUTS = SETS.flatMap((formats) => SOURCE_FORMATS.map((format) => ({ formats, format })));

describe("a machine that stops at any step", () => {
  it("never says that somebody wrote what another did", async () => {
    const seen = new Set<string | undefined>();
    for (let steps = 0, done = false; !done; steps += 1) {
      const path = await folderWith([]);
      const first = await openPublishedFolder(path);
      await first.writer.writeChanges([{ ...(await putting("a", { headline: "Old" })), writtenBy: "former" }], NOW);
      const stopped = await openPublishedFolder(path, { disk: dyingDisk(steps) });
      const change = { ...(await putting("a", { headline: "New" })), writtenBy: "latter" };
      const found = await stopped.writer.writeChanges([change], NOW).then(
        () => openPublishedFolder(path),
        () => openPublishedFolder(path),
      );
      const writtenBy = (await found.writer.source("a"))?.writtenBy;
      const shown = await found.shown("a");
      expect([shown === "Old" ? "former" : "latter", undefined]).toContain(writtenBy);
      seen.add(writtenBy);
      done = shown === "New" && writtenBy === "latter";
      expect(steps).toBeLessThan(50);
    }
    expect([...seen]).toEqual(expect.arrayContaining(["former", "latter"]));
  });

  it.each(PUTS)("leaves the old or the new article: $formats, then put in $format", async ({ formats, format }) => {
    const seen = new Set<string | undefined>();
    const steps = await stopEverywhere(
      formats,
      () => putting("a", { format, headline: "New" }),
      async (found, stopped) => {
        const shown = await found.shown("a");
        expect(["Old", "New"]).toContain(shown);
        expect(await stopped.shown("a")).toBe(shown);
        // A hub may be told for nothing, but never not at all.
        if (shown === "New") expect(await found.due()).toHaveLength(9);
        seen.add(shown);
        await found.writer.writeChanges([await putting("a", { format, headline: "New" })], NOW);
        expect(await found.shown("a")).toBe("New");
        expect(await found.files()).toEqual([`a${SOURCE_SUFFIXES[format]}`]);
        expect(found.folder.state.faults).toEqual([]);
      },
    );
    expect([...seen]).toEqual(["Old", "New"]);
    // The notes: create, rename, sync; the article: the same; each file that goes: removed, and once a sync.
    const others = formats.filter((other) => other !== format).length;
    expect(steps).toBe(6 + (others > 0 ? others + 1 : 0));
  });

  it("leaves no article or the new one, where there was none", async () => {
    const seen = new Set<string | undefined>();
    await stopEverywhere(
      [],
      () => putting("a", { headline: "New" }),
      async (found, stopped) => {
        const shown = await found.shown("a");
        expect(await stopped.shown("a")).toBe(shown);
        if (shown !== undefined) expect(await found.due()).toHaveLength(9);
        seen.add(shown);
      },
    );
    expect([...seen]).toEqual([undefined, "New"]);
  });

  it.each(SETS.map((formats) => ({ formats })))(
    "leaves the article, or none and the note of its removal: $formats",
    async ({ formats }) => {
      const seen = new Set<string | undefined>();
      await stopEverywhere(
        formats,
        async () => removing("a"),
        async (found, stopped) => {
          const shown = await found.shown("a");
          expect(await found.store().removed("a")).toEqual(shown === undefined ? NOW : undefined);
          expect(await stopped.shown("a")).toBe(shown);
          expect(await stopped.store().removed("a")).toEqual(shown === undefined ? NOW : undefined);
          const noted = shown === undefined ? [expect.objectContaining({ slug: "a", removed: NOW })] : [];
          expect([stopped.folder.state.removals, found.folder.state.removals]).toEqual([noted, noted]);
          if (shown === undefined) expect(await found.due()).toHaveLength(9);
          seen.add(shown);
        },
      );
      expect([...seen]).toEqual(["Old", undefined]);
    },
  );
});
