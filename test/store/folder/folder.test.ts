import { chmod, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Folder } from "../../../src/store/folder/folder.ts";
import { NOW } from "../../support/fixtures/content.ts";
import { withoutRights } from "../../support/services/permission.ts";
import { articleText, contentFolder, put, SITE } from "../../support/stores/folder.ts";

const open = (path: string) => new Folder(path, { now: () => NOW, skipSettling: true });
/** An article with one fault. */
const FAULTY = articleText("Faulty").replace("00:00", "25:00");

const slugs = ({ state }: Folder) => state.articles.map(({ slug }) => slug);
const codes = ({ state }: Folder) => state.faults.map(({ file, code }) => `${file} ${code}`);
const headlines = ({ state }: Folder) => state.articles.map(({ headline }) => headline);

describe("a content folder", () => {
  it("leaves out what has a fault and keeps everything else", async () => {
    const path = await contentFolder({ a: articleText("A"), bad: FAULTY, c: articleText("C") });
    const folder = open(path);
    expect(await folder.scan()).toEqual({ changed: true, unsettled: false });
    expect(slugs(folder)).toEqual(["a", "c"]);
    expect(codes(folder)).toEqual(["articles/bad.txt no-such-hour"]);
  });

  it("keeps an article that has only a warning", async () => {
    const text = articleText("A").replace("- India", "- India\n- india");
    const folder = open(await contentFolder({ a: text }));
    await folder.scan();
    expect(slugs(folder)).toEqual(["a"]);
    expect(codes(folder)).toEqual(["articles/a.txt category-twice"]);
  });

  it("reads nothing again that has not changed", async () => {
    const folder = open(await contentFolder({ a: articleText("A"), bad: "" }));
    await folder.scan();
    const before = folder.state;
    expect(await folder.scan()).toEqual({ changed: false, unsettled: false });
    expect(await folder.scan(["a.txt", "bad.txt", "other.txt"])).toEqual({
      changed: false,
      unsettled: false,
    });
    expect(folder.state).toBe(before);
  });

  it("keeps the last good version of a file that becomes faulty, and says so, until it is mended", async () => {
    const path = await contentFolder({ a: articleText("A") });
    const folder = open(path);
    await folder.scan();
    await put(path, "articles/a.txt", FAULTY);
    await folder.scan(["a.txt"]);
    expect(headlines(folder)).toEqual(["A"]);
    expect(codes(folder)).toEqual(["articles/a.txt no-such-hour"]);
    expect(folder.state.faults[0]?.hint).toMatch(/Until then the last good version is served\.$/);
    await put(path, "articles/a.txt", articleText("A again"));
    await folder.scan(["a.txt"]);
    expect(headlines(folder)).toEqual(["A again"]);
    expect(codes(folder)).toEqual([]);
  });

  it("serves the other of two names that differ in composition once the first is removed", async () => {
    const path = await contentFolder({
      "cafe\u0301": articleText("First"),
      "caf\u00e9": articleText("Second"),
    });
    const folder = open(path);
    await folder.scan();
    expect(headlines(folder)).toEqual(["First"]);
    expect(codes(folder)).toEqual(["articles/caf\u00e9.txt same-slug"]);
    await rm(join(path, "articles", "cafe\u0301.txt"));
    await folder.scan();
    expect(headlines(folder)).toEqual(["Second"]);
    expect(slugs(folder)).toEqual(["caf\u00e9"]);
    expect(codes(folder)).toEqual([]);
  });

  it("pays no attention to hidden files", async () => {
    const path = await contentFolder({ a: articleText("A") });
    for (const name of [".a.txt.swp", ".git", ".DS_Store", ".b.txt"]) await put(path, `articles/${name}`, "x");
    const folder = open(path);
    await folder.scan();
    expect(slugs(folder)).toEqual(["a"]);
    expect(folder.state.faults).toEqual([]);
  });

  it("knows when its articles last changed, from their files", async () => {
    const path = await contentFolder({ a: articleText("A") });
    await utimes(join(path, "articles", "a.txt"), 1_700_000_000, 1_700_000_000);
    const folder = open(path);
    await folder.scan();
    // The time of writing can be set back; the system's own note of the last change cannot.
    const { ctime } = await stat(join(path, "articles", "a.txt"));
    expect(folder.state.articles[0]?.modified).toEqual(ctime);
    expect(ctime.getTime()).toBeGreaterThan(1_700_000_000_000);
  });
});

describe("while somebody writes", () => {
  /** A folder that waits as the service does, at a moment when every file is new. */
  const openPatiently = (path: string) => new Folder(path, { now: () => new Date(0) });

  it("nothing is read before it has lain unchanged for a while, and all of it after that", async () => {
    const folder = openPatiently(await contentFolder({ a: articleText("A") }));
    expect(await folder.scan()).toEqual({ changed: false, unsettled: true });
    expect(folder.state.store).toBeUndefined();
    while ((await folder.scan()).unsettled) await new Promise((later) => setTimeout(later, 20));
    expect(headlines(folder)).toEqual(["A"]);
  });

  it("the former version stays until the new one has settled", async () => {
    const path = await contentFolder({ a: articleText("Old") });
    const folder = openPatiently(path);
    while ((await folder.scan()).unsettled) await new Promise((later) => setTimeout(later, 20));
    await put(path, "articles/a.txt", articleText("New"));
    const seen = new Set<string>();
    const started = performance.now();
    while ((await folder.scan()).unsettled) {
      for (const headline of headlines(folder)) seen.add(headline);
      await new Promise((later) => setTimeout(later, 20));
    }
    expect(performance.now() - started).toBeGreaterThanOrEqual(190);
    expect([...seen]).toEqual(["Old"]);
    expect(headlines(folder)).toEqual(["New"]);
  });
});

describe("the settings", () => {
  it("that are faulty are named, all of them, and nothing is served without good ones", async () => {
    const folder = open(await contentFolder({ a: articleText("A") }, { title: "", colour: 1 }));
    await folder.scan();
    expect(folder.state.site).toBeUndefined();
    expect(folder.state.store).toBeUndefined();
    expect(folder.state.faults.map(({ message }) => message.split(":")[0]).toSorted()).toEqual([
      "address",
      "colour",
      "title",
    ]);
  });

  it("that are missing are named", async () => {
    const path = await contentFolder({ a: articleText("A") });
    await rm(join(path, "site.json"));
    const folder = open(path);
    await folder.scan();
    expect(codes(folder)).toEqual(["site.json no-site"]);
  });

  it("take the place of former ones for every article, even one that is not looked at", async () => {
    const path = await contentFolder({ a: articleText("A"), b: articleText("B") });
    const folder = open(path);
    await folder.scan();
    await writeFile(join(path, "site.json"), JSON.stringify({ ...SITE, zones: { IST: "+02:00" } }));
    await folder.scan(["a.txt"]);
    expect(folder.state.articles.map(({ published }) => published.toISOString())).toEqual([
      "2025-03-30T22:00:00.000Z",
      "2025-03-30T22:00:00.000Z",
    ]);
  });

  it("that change while the articles are away are followed when these come back", async () => {
    const path = await contentFolder({ a: articleText("A") });
    const folder = open(path);
    await folder.scan();
    await rename(join(path, "articles"), join(path, "away"));
    await writeFile(join(path, "site.json"), JSON.stringify({ ...SITE, zones: { IST: "+02:00" } }));
    await folder.scan();
    expect(slugs(folder)).toEqual(["a"]);
    await rename(join(path, "away"), join(path, "articles"));
    await folder.scan();
    expect(folder.state.articles[0]?.published.toISOString()).toBe("2025-03-30T22:00:00.000Z");
  });
});

describe("what the system does not let it read", () => {
  it("is named, when it is a file", async () => {
    const path = await contentFolder({ a: articleText("A"), closed: articleText("Closed") });
    await chmod(path, 0o755);
    await chmod(join(path, "articles", "closed.txt"), 0);
    const folder = open(path);
    await withoutRights(() => folder.scan());
    expect(slugs(folder)).toEqual(["a"]);
    expect(codes(folder)).toEqual(["articles/closed.txt unreadable"]);
  });

  it.each([
    ["nobody may enter or list", 0o000],
    ["may be entered and not listed", 0o111],
    ["may be listed and not entered", 0o444],
  ])("leaves everything in force, when it is the folder, which %s", async (_, mode) => {
    const path = await contentFolder({ a: articleText("A"), b: articleText("B") });
    await chmod(path, 0o755);
    const folder = open(path);
    await withoutRights(() => folder.scan());
    await chmod(join(path, "articles"), mode);
    for (const names of [undefined, ["a.txt"], ["articles"]]) {
      await withoutRights(() => folder.scan(names));
      expect(slugs(folder)).toEqual(["a", "b"]);
    }
    expect(codes(folder)).toEqual(["articles no-articles-folder"]);
    await chmod(join(path, "articles"), 0o755);
    await put(path, "articles/c.txt", articleText("C"));
    await withoutRights(() => folder.scan());
    expect(slugs(folder)).toEqual(["a", "b", "c"]);
    expect(codes(folder)).toEqual([]);
  });

  it("is told of each time that it happens", async () => {
    const path = await contentFolder({ a: articleText("A") });
    const folder = open(path);
    await folder.scan();
    for (let times = 0; times < 2; times += 1) {
      await rename(join(path, "articles"), join(path, "away"));
      await folder.scan();
      expect(codes(folder)).toEqual(["articles no-articles-folder"]);
      await rename(join(path, "away"), join(path, "articles"));
      await folder.scan();
      expect(codes(folder)).toEqual([]);
      expect(slugs(folder)).toEqual(["a"]);
    }
  });

  it("leaves everything in force when all names of a folder that has vanished are asked for", async () => {
    const path = await contentFolder({ a: articleText("A") });
    const folder = open(path);
    await folder.scan();
    await rename(join(path, "articles"), join(path, "away"));
    await folder.scan(["a.txt"]);
    expect(slugs(folder)).toEqual(["a"]);
  });
});
