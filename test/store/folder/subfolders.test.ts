import { mkdir, readdir, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAX_FOLDER_DEPTH } from "../../../src/store/folder/files/directory-listing.ts";
import { WRITE_TIME as NOW, putting, removing, textOf } from "../../support/fixtures/drafts.ts";
import { put, temporaryFolder } from "../../support/stores/folder.ts";
import { emptyFolder, openPublishedFolder } from "../../support/stores/published-folder.ts";

/** A served folder with files at these paths below `articles`, each with its path as headline. */
async function served(...names: readonly string[]) {
  const path = await emptyFolder();
  const articles = join(path, "articles");
  const write = (name: string, headline = name) => put(articles, name, textOf({ headline }));
  for (const name of names) await write(name);
  const opened = await openPublishedFolder(path);
  const { folder } = opened;
  return {
    ...opened,
    articles,
    write,
    slugs: () => folder.state.articles.map(({ slug }) => slug),
    faults: () => folder.state.faults.map(({ file, code }) => `${file} ${code}`),
    /** All files below `articles`. */
    all: async () =>
      (await readdir(articles, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(articles.length + 1))
        .sort(),
  };
}

describe("articles in sub-folders", () => {
  it("are read at any depth, and have the slug of their file", async () => {
    const deep = `${"x/".repeat(MAX_FOLDER_DEPTH)}deep.txt`;
    const { slugs, shown, faults } = await served("flat.txt", "2025/year.txt", "2025/03/month.txt", deep);
    expect(slugs()).toEqual(["deep", "flat", "month", "year"]);
    expect(await shown("month")).toBe("2025/03/month.txt");
    expect(faults()).toEqual([]);
  });

  it("beyond a depth, in hidden folders and behind links are not read", async () => {
    const tooDeep = "x/".repeat(MAX_FOLDER_DEPTH + 1);
    const { slugs, faults, articles, folder } = await served("a.txt", `${tooDeep}b.txt`, ".git/c.txt", "2025/.d/e.txt");
    const outside = await temporaryFolder();
    await put(outside, "secret.txt", textOf({ headline: "Secret" }));
    await symlink(outside, join(articles, "outside"));
    await symlink("..", join(articles, "2025/up"));
    await symlink(join(outside, "secret.txt"), join(articles, "2025/secret.txt"));
    await folder.scan();
    expect(slugs()).toEqual(["a"]);
    expect(faults().sort()).toEqual([
      "articles/2025/secret.txt outside-folder",
      "articles/2025/up linked-folder",
      "articles/outside linked-folder",
      `articles/${tooDeep.slice(0, -1)} too-deep`,
    ]);
  });

  it("are one article when they have one name: the one that was published first stays", async () => {
    const { path, slugs, shown, faults, write, folder, articles, close } = await served("2025/story.txt");
    await write("2024/story.txt");
    await folder.scan();
    expect([slugs(), await shown("story")]).toEqual([["story"], "2025/story.txt"]);
    expect(faults()).toEqual(["articles/2024/story.txt same-slug"]);
    expect(folder.state.faults[0]?.message).toMatch(/^articles\/2025\/story\.txt was published first/);
    await close();
    const again = await openPublishedFolder(path);
    expect(await again.shown("story")).toBe("2025/story.txt");
    await rm(join(articles, "2025/story.txt"));
    await again.folder.scan();
    expect([await again.shown("story"), again.folder.state.faults]).toEqual(["2024/story.txt", []]);
  });

  it("that are moved to another folder go on being one article, many at once too", async () => {
    const names = Array.from({ length: 20 }, (_, number) => `story-${number}.txt`);
    const { articles, slugs, faults, folder, store } = await served(...names);
    await mkdir(join(articles, "2025"));
    for (const name of names) await rename(join(articles, name), join(articles, "2025", name));
    await folder.scan();
    expect([slugs().length, faults(), folder.state.heldRemovals]).toEqual([20, [], 0]);
    expect(await store().removed("story-1")).toBeUndefined();
  });

  it("that vanish with their folder are held, and removed one by one without", async () => {
    const names = Array.from({ length: 20 }, (_, number) => `2025/story-${number}.txt`);
    const { articles, slugs, folder, store } = await served(...names);
    await rename(join(articles, "2025"), join(articles, ".away"));
    await folder.scan();
    expect([slugs().length, folder.state.heldRemovals]).toEqual([20, 20]);
    await rename(join(articles, ".away"), join(articles, "2025"));
    await rm(join(articles, "2025/story-0.txt"));
    await folder.scan();
    expect([slugs().length, folder.state.heldRemovals]).toEqual([19, 0]);
    expect(await store().removed("story-0")).toEqual(NOW);
  });

  it("that get a fault keep their last good version, across restarts too", async () => {
    const { path, articles, shown, faults, folder, close } = await served("2025/03/story.txt");
    await put(articles, "2025/03/story.txt", "Nothing.");
    await folder.scan();
    expect(await shown("story")).toBe("2025/03/story.txt");
    expect(faults()[0]).toMatch(/^articles\/2025\/03\/story\.txt no-published/);
    await close();
    expect(await (await openPublishedFolder(path)).shown("story")).toBe("2025/03/story.txt");
  });
});

describe("publishing to an article in a sub-folder", () => {
  it("replaces its file where it is", async () => {
    const { writer, shown, all, folder, faults } = await served("2025/03/story.txt", "other.txt");
    expect(await writer.writeChanges([await putting("story", { headline: "New" })], NOW)).toMatchObject([
      { kind: "changed" },
    ]);
    expect([await shown("story"), await all()]).toEqual(["New", ["2025/03/story.txt", "other.txt"]]);
    await folder.scan();
    expect([await shown("story"), faults()]).toEqual(["New", []]);
  });

  it("replaces it by one of another format beside it", async () => {
    const { writer, shown, all } = await served("2025/03/story.txt");
    await writer.writeChanges([await putting("story", { headline: "New", format: "json" })], NOW);
    expect([await shown("story"), await all()]).toEqual(["New", ["2025/03/story.json"]]);
  });

  it("mends a file with a fault", async () => {
    const { writer, shown, all, articles, folder, faults } = await served();
    await put(articles, "2025/story.md", "Nothing.");
    await folder.scan();
    await writer.writeChanges([await putting("story", { headline: "New" })], NOW);
    expect([await shown("story"), await all(), faults()]).toEqual(["New", ["2025/story.txt"], []]);
  });

  it("removes it there", async () => {
    const { writer, store, all, slugs } = await served("2025/03/story.txt", "2025/03/other.txt");
    expect(await writer.writeChanges([removing("story")], NOW)).toMatchObject([{ kind: "removed" }]);
    expect([await all(), slugs()]).toEqual([["2025/03/other.txt"], ["other"]]);
    expect(await store().removed("story")).toEqual(NOW);
  });

  it("makes its folder again, or removes it, while its removal is held", async () => {
    const names = Array.from({ length: 20 }, (_, number) => `2025/03/story-${number}.txt`);
    const { articles, writer, folder, shown, all } = await served(...names);
    await rm(join(articles, "2025"), { recursive: true });
    await folder.scan();
    expect(folder.state.heldRemovals).toBe(20);
    const outcomes = await writer.writeChanges(
      [await putting("story-1", { headline: "New" }), removing("story-2")],
      NOW,
    );
    expect(outcomes).toMatchObject([{ kind: "changed" }, { kind: "removed" }]);
    expect([await shown("story-1"), await shown("story-2")]).toEqual(["New", undefined]);
    expect(await all()).toEqual(["2025/03/story-1.txt"]);
  });

  it("writes and removes nothing behind a link that took the place of the folder", async () => {
    const { articles, writer } = await served("2025/story.txt");
    const outside = await temporaryFolder();
    await rename(join(articles, "2025"), join(outside, "2025"));
    await symlink(join(outside, "2025"), join(articles, "2025"));
    const before = await readdir(join(outside, "2025"));
    for (const change of [await putting("story", { headline: "New" }), removing("story")])
      expect(await writer.writeChanges([change], NOW)).toMatchObject([{ kind: "refused" }]);
    expect(await readdir(join(outside, "2025"))).toEqual(before);
  });

  it("never makes the content folder, whose disk may be missing", async () => {
    const { path, writer } = await served("2025/story.txt");
    await rename(path, `${path}-away`);
    await expect(writer.writeChanges([await putting("story", { headline: "New" })], NOW)).rejects.toThrow();
    await expect(readdir(path)).rejects.toThrow("ENOENT");
    await rename(`${path}-away`, path);
  });

  it("removes what an interrupted write left there", async () => {
    const { path, articles, close, all } = await served("2025/story.txt");
    await close();
    await put(articles, "2025/.harkara-0123456789abcdef.tmp", "half");
    await openPublishedFolder(path);
    expect(await all()).toEqual(["2025/story.txt"]);
  });
});
