import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { harkara } from "../cli/terminal.ts";
import { articleText, contentFolder, put, SITE, temporaryFolder } from "../support/stores/folder.ts";
import { buildingOf, bytesOf, expectFresh, identitiesOf, TODAY } from "./building.ts";

/** Articles of two categories, more than a page of a list has. */
function texts(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, number) => {
      const text = articleText(`Story ${number}`, "One plain sentence.", number);
      return [`story-${number}`, number % 2 === 0 ? text : text.replace("- India", "- Sport\n- India")];
    }),
  );
}

/** The files of a folder that are not what they were, and those that are new or gone. */
async function changedFiles(out: string, action: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await identitiesOf(out);
  await action();
  const after = await identitiesOf(out);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .sort();
}

describe("a second build", () => {
  it("writes nothing when nothing has changed", async () => {
    const content = await contentFolder(texts(45));
    const { out, build } = await buildingOf(content);
    expect((await build()).code).toBe(0);
    expect(await changedFiles(out, build)).toEqual([]);
    expect((await build(["--json"])).out.map((line) => JSON.parse(line))).toEqual([
      { written: 0, unchanged: expect.any(Number), removed: 0, leftOut: [], next: null, seconds: expect.any(Number) },
    ]);
  });

  it.each([
    ["an edited article", "story-30", articleText("Story 30, again", "Another sentence.", 30)],
    ["a new article", "story-x", articleText("Story X", "A new one.", 59)],
    ["an article that left a category", "story-31", articleText("Story 31", "One plain sentence.", 31)],
  ])("of %s writes exactly the files that differ", async (_, slug, text) => {
    const content = await contentFolder(texts(45));
    const { out, build } = await buildingOf(content);
    await build();
    const before = await bytesOf(out);
    await put(content, `articles/${slug}.txt`, text);
    const changed = await changedFiles(out, build);
    await expectFresh(out, content);
    const after = await bytesOf(out);
    const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
      (path) => !before.get(path)?.equals(after.get(path) ?? Buffer.of(0, 0)),
    );
    expect(changed).toEqual(differing.sort());
    expect(changed).not.toContain("articles/story-3.html");
    expect(changed.length).toBeLessThan(after.size / 2);
  });

  it.each([
    ["nothing", undefined],
    ["an article of a sub-folder", "articles/2025/03/story-x.txt"],
    ["an article beside the sub-folders", "articles/story-1.txt"],
  ])("keeps the articles of sub-folders after a change of %s", async (_, path) => {
    const content = await contentFolder(texts(3));
    for (const slug of ["story-x", "story-y"]) await put(content, `articles/2025/03/${slug}.txt`, articleText(slug));
    const { out, build } = await buildingOf(content);
    await build();
    if (path !== undefined) await put(content, path, articleText("Another headline"));
    expect((await build()).code).toBe(0);
    await expectFresh(out, content);
  });

  it("leaves an article whose sub-folder was removed out", async () => {
    const content = await contentFolder(texts(3));
    await put(content, "articles/2025/03/story-x.txt", articleText("X"));
    const { out, build } = await buildingOf(content);
    await build();
    await rm(join(content, "articles/2025"), { recursive: true });
    expect((await build()).code).toBe(0);
    await expectFresh(out, content);
  });

  it("follows a change of the settings", async () => {
    const content = await contentFolder(texts(5));
    const { out, build } = await buildingOf(content);
    await build();
    await put(content, "site.json", JSON.stringify({ ...SITE, title: "Another Test", pageSize: 3 }));
    await build();
    await expectFresh(out, content);
    expect(String((await bytesOf(out)).get("index.html"))).toContain("Another Test");
  });

  it("removes what is gone, says that it was removed, and leaves alone what it did not write", async () => {
    const content = await contentFolder({ ...texts(3), last: articleText("L").replace("- India", "- Culture") });
    const { out, build } = await buildingOf(content);
    await build();
    await put(out, "mine/page.html", "mine");
    await put(out, "categories/culture/mine.txt", "mine");
    await rm(join(content, "articles/last.txt"));
    await build();
    const files = await bytesOf(out);
    expect([...files.keys()].filter((path) => /last|culture|mine/.test(path))).toEqual([
      "articles/last.gone",
      "categories/culture/mine.txt",
      "mine/page.html",
    ]);
    await put(content, "articles/last.txt", articleText("L"));
    await build();
    expect([...(await bytesOf(out)).keys()].filter((path) => /last/.test(path))).toEqual([
      "articles/last.html",
      "articles/last.html.br",
      "articles/last.html.gz",
    ]);
  });

  it("shows a scheduled article when it is due, and says before when that is", async () => {
    const content = await contentFolder({ a: articleText("A"), b: articleText("B", "Text.", 30) });
    const { out, build } = await buildingOf(content);
    const { out: lines } = await build([], new Date("2025-03-30T18:45:00Z"));
    expect(lines[1]).toBe("the next build is due at 2025-03-30T19:00:00.000Z");
    expect([...(await bytesOf(out)).keys()]).not.toContain("articles/b.html");
    expect((await build([], new Date("2025-03-30T19:00:00Z"))).out).toHaveLength(1);
    await expectFresh(out, content, new Date("2025-03-30T19:00:00Z"));
  });

  it("gives a file another time with each version, as servers tell versions apart by it", async () => {
    const content = await contentFolder({ a: articleText("A") });
    const { out, build } = await buildingOf(content);
    await build();
    const first = (await stat(join(out, "articles/a.html"))).mtimeMs;
    await put(content, "articles/a.txt", articleText("B"));
    await build();
    expect(Math.floor((await stat(join(out, "articles/a.html"))).mtimeMs / 1000)).toBeGreaterThan(
      Math.floor(first / 1000),
    );
  });

  it("without compressed files removes them, and with --all writes everything", async () => {
    const content = await contentFolder(texts(3));
    const { out, build } = await buildingOf(content);
    await build();
    await build(["--no-compress"]);
    expect([...(await bytesOf(out)).keys()].filter((path) => /\.(?:gz|br)$/.test(path))).toEqual([]);
    expect(await changedFiles(out, () => build(["--no-compress", "--all"]))).toContain("articles/story-1.html");
  });
});

describe("a build of a database", () => {
  it("has the same files as one of the folder that it was imported from, but for when things were stored", async () => {
    const content = await contentFolder(texts(120));
    const env = { CONTENT_DIR: content, DATABASE: join(await temporaryFolder(), "news.db") };
    await harkara(["import", content], env, TODAY);
    const [fromFolder, fromDatabase] = [await buildingOf(content), await buildingOf(content, env)];
    expect((await fromFolder.build()).code).toBe(0);
    expect((await fromDatabase.build()).code).toBe(0);
    const [files, others] = [await bytesOf(fromFolder.out), await bytesOf(fromDatabase.out)];
    expect([...others.keys()]).toEqual([...files.keys()]);
    for (const path of ["index.html", "archive/1/rss.xml", "to/20.html", "categories/sport/feed.json"])
      expect(others.get(path)?.equals(files.get(path) ?? Buffer.of()), path).toBe(true);
    expect(await changedFiles(fromDatabase.out, fromDatabase.build)).toEqual([]);
  });
});

describe("a build that must not be", () => {
  it("leaves everything as it was when a published article has a fault, or has vanished with many others", async () => {
    const content = await contentFolder(texts(20));
    const { out, build } = await buildingOf(content);
    await build();
    const before = await identitiesOf(out);
    await put(content, "articles/story-1.txt", "no article");
    const faulty = await build();
    expect(faulty.code).toBe(1);
    expect(faulty.err.at(-1)).toBe(
      `${out} is as it was: the article “story-1” is published, and its file has a fault now. Mend or remove it`,
    );
    for (let number = 1; number <= 6; number += 1) await rm(join(content, `articles/story-${number}.txt`));
    const { code, err } = await build();
    expect(code).toBe(1);
    expect(err.at(-1)).toMatch(/6 of 20 articles are gone\. If that is meant, --accept-removals removes them$/);
    expect(await identitiesOf(out)).toEqual(before);
    expect((await build(["--accept-removals"])).code).toBe(0);
    await expectFresh(out, content);
  });

  it("leaves a new article with a fault out", async () => {
    const content = await contentFolder({ ...texts(2), bad: "no article" });
    const { out, build } = await buildingOf(content);
    const { code, err } = await build();
    expect(code).toBe(0);
    expect(err.join("\n")).toContain("bad.txt");
    expect([...(await bytesOf(out)).keys()]).not.toContain("articles/bad.html");
  });

  it("says why nothing can be built", async () => {
    const empty = await temporaryFolder();
    expect((await (await buildingOf(empty)).build()).code).toBe(1);
    const content = await contentFolder(texts(1));
    const { out, build } = await buildingOf(content);
    await put(out, ".harkara-build.lock", String(process.ppid));
    const { code, err } = await build();
    expect(code).toBe(1);
    expect(err[0]).toContain(`another build, process ${process.ppid}, is writing there`);
    await put(out, ".harkara-build.lock", "2147483646");
    expect((await build([], TODAY)).code).toBe(0);
  });
});
