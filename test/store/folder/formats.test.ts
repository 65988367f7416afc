import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SOURCE_FORMATS, SOURCE_SUFFIXES } from "../../../src/source/source.ts";
import { textOf } from "../../support/fixtures/drafts.ts";
import { emptyFolder, openPrinting } from "../../support/stores/published-folder.ts";

/** A folder in which the article `a` stands in some formats, each with its own headline. */
async function folderOf(formats: readonly (typeof SOURCE_FORMATS)[number][]): Promise<string> {
  const path = await emptyFolder();
  for (const format of formats)
    await writeFile(
      join(path, "articles", `a${SOURCE_SUFFIXES[format]}`),
      textOf({ format, headline: `In ${format}` }),
    );
  return path;
}

describe("files of a content folder", () => {
  it.each(SOURCE_FORMATS)("are articles in %s, by their suffix", async (format) => {
    const { shown, folder } = await openPrinting(await folderOf([format]));
    expect(await shown("a")).toBe(`In ${format}`);
    expect(folder.state.faults).toEqual([]);
  });

  it("of one slug are one article, the first by name; the others are faults, and each takes its turn", async () => {
    const { path, shown, folder } = await openPrinting(await folderOf(SOURCE_FORMATS));
    const served: (string | undefined)[] = [];
    const faults: string[][] = [];
    for (const suffix of [".json", ".md", ".txt"]) {
      served.push(await shown("a"));
      faults.push(folder.state.faults.map(({ file, code, severity }) => `${file} ${code} ${severity}`));
      await rm(join(path, "articles", `a${suffix}`));
      await folder.scan();
    }
    expect(served).toEqual(["In json", "In markdown", "In wire"]);
    expect(faults).toEqual([
      ["articles/a.md same-slug error", "articles/a.txt same-slug error"],
      ["articles/a.txt same-slug error"],
      [],
    ]);
    expect(await shown("a")).toBeUndefined();
  });

  it("are told of as doubles in words that hold for suffixes and for composition", async () => {
    const path = await folderOf(["markdown", "wire"]);
    for (const slug of ["e\u0301", "\u00e9"])
      await writeFile(join(path, "articles", `${slug}.txt`), textOf({ headline: slug }));
    const { folder } = await openPrinting(path);
    const messages = folder.state.faults.map(({ file, message }) => `${file}: ${message}`);
    expect(messages).toEqual([
      expect.stringMatching(/^articles\/a\.txt: .*at most in the suffix, in case and in the way letters are composed/),
      expect.stringMatching(
        /^articles\/\u00e9\.txt: .*at most in the suffix, in case and in the way letters are composed/,
      ),
    ]);
  });

  it("that change their format by hand go on being one article", async () => {
    const { path, shown, folder, store } = await openPrinting(await folderOf(["wire"]));
    await writeFile(join(path, "articles", "a.md"), textOf({ format: "markdown", headline: "Moved" }));
    await folder.scan();
    await rm(join(path, "articles", "a.txt"));
    await folder.scan();
    expect(await shown("a")).toBe("Moved");
    expect(await store().removed("a")).toBeUndefined();
    expect(folder.state.faults).toEqual([]);
  });
});
