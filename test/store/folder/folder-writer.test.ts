import { chmod, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scopePath } from "../../../src/site/urls.ts";
import { MAX_ARTICLE_BYTES } from "../../../src/source/source.ts";
import type { Change } from "../../../src/store/article-writer.ts";
import { WRITE_TIME as NOW, putting, removing, textOf } from "../../support/fixtures/drafts.ts";
import { withoutRights } from "../../support/services/permission.ts";
import { emptyFolder, openPublishedFolder, type PublishedFolder } from "../../support/stores/published-folder.ts";

const write = async ({ writer }: PublishedFolder, change: Change) => {
  const [outcome] = await writer.writeChanges([change], NOW);
  return outcome;
};
/** Looks until nothing is unsettled any more. */
async function settle({ folder }: PublishedFolder): Promise<void> {
  while ((await folder.scan()).unsettled) await new Promise((later) => setTimeout(later, 20));
}

describe("a folder that waits until files have settled", () => {
  const open = async (path: string, now = new Date(0)) => openPublishedFolder(path, { patient: true, now: () => now });

  it("shows what was put without waiting, and keeps that state when it looks again", async () => {
    const opened = await open(await emptyFolder());
    await write(opened, await putting("a", { headline: "New" }));
    expect(await opened.shown("a")).toBe("New");
    const { state } = opened.folder;
    expect((await opened.folder.scan(["a.txt"])).changed).toBe(false);
    await settle(opened);
    expect(opened.folder.state).toBe(state);
    expect(await opened.folder.scan()).toEqual({ changed: false, unsettled: false });
    const { ctime } = await stat(join(opened.path, "articles", "a.txt"));
    expect((await opened.store().article("a", NOW))?.modified).toEqual(ctime);
  });

  it("never loses sight of what was written by hand right after it was put", async () => {
    const opened = await open(await emptyFolder());
    const slugs = Array.from({ length: 20 }, (_, index) => `a${index}`);
    for (const slug of slugs) {
      await write(opened, await putting(slug, { headline: "By press" }));
      // As many bytes, so that only times tell the two apart.
      await writeFile(join(opened.path, "articles", `${slug}.txt`), textOf({ headline: "By hands" }));
    }
    await settle(opened);
    for (const slug of slugs) expect(await opened.shown(slug)).toBe("By hands");
  });

  it("knows who wrote last after a restart, until a file is changed or taken away by hand", async () => {
    const opened = await open(await emptyFolder(), NOW);
    for (const slug of ["a", "b", "c"]) await write(opened, { ...(await putting(slug)), writtenBy: "desk" });
    await writeFile(join(opened.path, "articles", "dropped.txt"), textOf({ headline: "Dropped" }));
    await settle(opened);
    const writersIn = async (found: PublishedFolder) =>
      Object.fromEntries((await found.writer.list(undefined, 10)).map(({ slug, writtenBy }) => [slug, writtenBy]));
    const all = { a: "desk", b: "desk", c: "desk", dropped: undefined };
    for (const found of [opened, await open(opened.path, NOW)]) expect(await writersIn(found)).toEqual(all);
    await writeFile(join(opened.path, "articles", "a.txt"), textOf({ headline: "By hands" }));
    await settle(opened);
    expect(await writersIn(opened)).toEqual({ ...all, a: undefined });
    expect((await opened.writer.source("a"))?.writtenBy).toBeUndefined();
    // It was changed back by hand: the token was not used for that.
    await writeFile(join(opened.path, "articles", "a.txt"), textOf({}));
    await rm(join(opened.path, "articles", "b.txt"));
    await settle(opened);
    const left = { a: undefined, c: "desk", dropped: undefined };
    for (const found of [opened, await open(opened.path, NOW)]) expect(await writersIn(found)).toEqual(left);
    expect(opened.folder.savedState.lastWriters.list.map(({ slug }) => slug)).toEqual(["c"]);
  });

  it("takes out what was taken away by hand right after it was put, and remembers it", async () => {
    const opened = await open(await emptyFolder(), NOW);
    await write(opened, await putting("a"));
    await rm(join(opened.path, "articles", "a.txt"));
    await settle(opened);
    expect(await opened.shown("a")).toBeUndefined();
    expect(await opened.store().removed("a")).toEqual(NOW);
  });

  it("judges by what stands on the disk, even before it shows", async () => {
    const opened = await open(await emptyFolder());
    const outcome = await write(opened, await putting("a", { headline: "By press" }));
    const tag = outcome && "tag" in outcome ? outcome.tag : "";
    await writeFile(join(opened.path, "articles", "a.txt"), textOf({ headline: "By hands" }));
    expect(await opened.shown("a")).toBe("By press");
    const source = await opened.writer.source("a");
    expect(source?.text).toBe(textOf({ headline: "By hands" }));
    const edit = await putting("a", { headline: "Edit" });
    expect(await write(opened, { ...edit, match: [tag] })).toEqual({ kind: "failed-precondition" });
    await writeFile(join(opened.path, "articles", "b.txt"), textOf({ headline: "By hands" }));
    expect(await write(opened, { ...(await putting("b")), absent: true })).toEqual({
      kind: "failed-precondition",
    });
    // The very text that a hand wrote shows at once when it is put as well.
    expect(await write(opened, await putting("b", { headline: "By hands" }))).toMatchObject({
      kind: "same",
    });
    expect(await opened.shown("b")).toBe("By hands");
    expect(await write(opened, { ...edit, match: [source?.tag ?? ""] })).toMatchObject({ kind: "changed" });
    expect(await opened.shown("a")).toBe("Edit");
  });
});

describe("a writer over a folder", () => {
  it("takes a file that is named differently for the same slug in its place", async () => {
    const path = await emptyFolder();
    await writeFile(join(path, "articles", "cafe\u0301.md"), textOf({ format: "markdown", headline: "By hands" }));
    const opened = await openPublishedFolder(path);
    expect((await opened.writer.source("caf\u00e9"))?.format).toBe("markdown");
    expect(await write(opened, await putting("caf\u00e9"))).toMatchObject({ kind: "changed" });
    expect(await opened.files()).toEqual(["caf\u00e9.txt"]);
    expect(opened.folder.state.faults).toEqual([]);
  });

  it("puts a good article in the place of a faulty file", async () => {
    const path = await emptyFolder();
    await writeFile(join(path, "articles", "a.txt"), "Not an article.");
    await writeFile(join(path, "articles", "b.txt"), Uint8Array.of(0xff));
    const opened = await openPublishedFolder(path);
    expect((await opened.writer.source("a"))?.text).toBe("Not an article.");
    expect(await opened.writer.source("b")).toBeUndefined();
    for (const slug of ["a", "b"]) {
      expect(await write(opened, { ...(await putting(slug)), match: "*" })).toMatchObject({
        kind: "changed",
      });
      expect(await opened.shown(slug)).toBe("A headline");
    }
  });

  it.each([
    ["a text that is no article", "Nothing.", /when this was published/],
    ["a draft", "Published 10:00 UTC, March 1st 2025\nA\n- India\nWrite the text here, a paragraph a line.", /draft/],
    ["a text that is too long", `${textOf({})}${"x".repeat(MAX_ARTICLE_BYTES)}`, /bytes/],
  ])("refuses %s, and leaves what is there", async (_, text, message) => {
    const opened = await openPublishedFolder(await emptyFolder());
    await write(opened, await putting("a"));
    const change = await putting("a");
    const outcome = await write(opened, { ...change, source: { ...change.source, text } });
    expect(outcome).toEqual({
      kind: "refused",
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    expect((await opened.writer.source("a"))?.text).toBe(textOf({}));
  });

  it("gives back what it was given, but for marks and halves of characters that no file can hold", async () => {
    const opened = await openPublishedFolder(await emptyFolder());
    const change = await putting("a");
    const text = `\ufeff\ufeff${textOf({}).replaceAll("\n", "\r\n")}Half \ud800.\0`;
    const first = await write(opened, { ...change, source: { ...change.source, text } });
    expect((await opened.writer.source("a"))?.text).toBe(text.slice(2).replace("\ud800", "\ufffd"));
    expect(await write(opened, { ...change, source: { ...change.source, text } })).toEqual({
      ...first,
      kind: "same",
      scopes: [],
    });
  });

  it("takes away at the start what a writer left that was cut off, and nothing else", async () => {
    const path = await emptyFolder();
    const left = ".harkara-0123456789abcdef.tmp";
    const others = [".harkara-1.tmp", ".a.txt.swp", "harkara-0123456789abcdef.tmp"];
    for (const name of [left, ...others]) await writeFile(join(path, "articles", name), "x");
    await writeFile(join(path, left), "x");
    const { files } = await openPublishedFolder(path);
    expect(await files()).toEqual([...others].sort());
    await expect(stat(join(path, left))).rejects.toThrow("ENOENT");
  });

  it("changes nothing in a folder that cannot be written to, and fails each time", async () => {
    const path = await emptyFolder();
    await writeFile(join(path, "articles", "a.txt"), textOf({ headline: "Old" }));
    for (const name of ["", "articles"]) await chmod(join(path, name), 0o555);
    await chmod(join(path, "site.json"), 0o644);
    await withoutRights(async () => {
      const opened = await openPublishedFolder(path);
      for (const change of [await putting("a"), await putting("b"), removing("a")])
        await expect(opened.writer.writeChanges([change], NOW)).rejects.toThrow("EACCES");
      expect(await opened.shown("a")).toBe("Old");
      expect(await opened.store().removed("a")).toBeUndefined();
      expect(await opened.files()).toEqual(["a.txt"]);
      expect((await opened.writer.source("a"))?.text).toBe(textOf({ headline: "Old" }));
      expect(opened.lines.filter((line) => line.includes(".harkara.json"))).toHaveLength(1);
    });
    for (const name of ["", "articles"]) await chmod(join(path, name), 0o755);
    expect(await readFile(join(path, "articles", "a.txt"), "utf8")).toBe(textOf({ headline: "Old" }));
  });

  it("makes the folder of articles when the first one is put, and not before", async () => {
    const path = await emptyFolder();
    await rm(join(path, "articles"), { recursive: true });
    const opened = await openPublishedFolder(path);
    expect(await write(opened, removing("a"))).toMatchObject({ kind: "absent" });
    expect(await opened.writer.source("a")).toBeUndefined();
    await expect(stat(join(path, "articles"))).rejects.toThrow("ENOENT");
    expect(await write(opened, await putting("a"))).toMatchObject({ kind: "created" });
    expect(await opened.shown("a")).toBe("A headline");
    await opened.folder.scan();
    expect(opened.folder.state.faults).toEqual([]);
  });

  it("tells whoever listens of each state before it answers", async () => {
    const opened = await openPublishedFolder(await emptyFolder());
    const reported: string[] = [];
    opened.folder.listen((state, touched) => {
      const headlines = state.articles.map(({ headline }) => headline);
      reported.push(`${headlines} ${touched.map((scope) => scopePath(scope)).sort()}`);
    });
    await write(opened, await putting("a", { headline: "New", labels: ["Rivers"] }));
    expect(reported).toEqual(["New ,/authors/news-desk,/categories/rivers"]);
  });
});
