import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SOURCE_FORMATS, SOURCE_SUFFIXES } from "../../../src/source/source.ts";
import { WRITE_TIME as NOW, putting, textOf } from "../../support/fixtures/drafts.ts";
import { emptyFolder, openPublishedFolder } from "../../support/stores/published-folder.ts";

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
    const { shown, folder } = await openPublishedFolder(await folderOf([format]));
    expect(await shown("a")).toBe(`In ${format}`);
    expect(folder.state.faults).toEqual([]);
  });

  it("of one slug are one article, the first by name; the others are faults, and each takes its turn", async () => {
    const { path, shown, folder } = await openPublishedFolder(await folderOf(SOURCE_FORMATS));
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
    const { folder } = await openPublishedFolder(path);
    const messages = folder.state.faults.map(({ file, message }) => `${file}: ${message}`);
    expect(messages).toEqual([
      expect.stringMatching(
        /^articles\/a\.txt: .*at most in the folder, the suffix, in case and in the way letters are composed/,
      ),
      expect.stringMatching(
        /^articles\/\u00e9\.txt: .*at most in the folder, the suffix, in case and in the way letters are composed/,
      ),
    ]);
  });

  it("that change their format by hand go on being one article", async () => {
    const { path, shown, folder, store } = await openPublishedFolder(await folderOf(["wire"]));
    await writeFile(join(path, "articles", "a.md"), textOf({ format: "markdown", headline: "Moved" }));
    await folder.scan();
    await rm(join(path, "articles", "a.txt"));
    await folder.scan();
    expect(await shown("a")).toBe("Moved");
    expect(await store().removed("a")).toBeUndefined();
    expect(folder.state.faults).toEqual([]);
  });

  it.each([
    ["a.TXT", "wire"],
    ["a.Md", "markdown"],
    ["a.markdown", "markdown"],
    ["a.JSON", "json"],
  ] as const)("may have their suffix in any case: %s is read, replaced and removed", async (name, format) => {
    const path = await emptyFolder();
    const files = () => readdir(join(path, "articles"));
    await writeFile(join(path, "articles", name), textOf({ format, headline: "One" }));
    const { shown, folder, writer } = await openPublishedFolder(path);
    expect(await shown("a")).toBe("One");
    await writer.writeChanges([await putting("a", { format, headline: "Two" })], NOW);
    expect([await shown("a"), await files()]).toEqual(["Two", [name]]);
    const other = format === "json" ? "wire" : "json";
    await writer.writeChanges([await putting("a", { format: other, headline: "Three" })], NOW);
    expect([await shown("a"), await files()]).toEqual(["Three", [`a${SOURCE_SUFFIXES[other]}`]]);
    expect(folder.state.faults).toEqual([]);
  });

  it("are no documents of word processors: each is a fault that names it and says what to do", async () => {
    const path = await folderOf(["wire"]);
    for (const name of ["a.docx", "~$a.docx", "b.pages"]) await writeFile(join(path, "articles", name), "PK");
    const { shown, folder } = await openPublishedFolder(path);
    expect(await shown("a")).toBe("In wire");
    const faults = folder.state.faults.map(({ file, code, severity, hint }) => [file, code, severity, hint]);
    const hint = expect.stringContaining("plain text (.txt");
    expect(faults).toEqual([
      ["articles/a.docx", "not-plain-text", "error", hint],
      ["articles/b.pages", "not-plain-text", "error", hint],
    ]);
  });
});
