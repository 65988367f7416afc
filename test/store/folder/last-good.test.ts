import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { GOOD_VERSIONS_FILE } from "../../../src/store/folder/saved/good-versions.ts";
import { putting, textOf, WRITE_TIME, WRITER_SETTINGS } from "../../support/fixtures/drafts.ts";
import { emptyFolder, openPublishedFolder } from "../../support/stores/published-folder.ts";

const FAULTY = "Published 99:99 IST, March 31st 2025\nA headline\nText.\n";

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await emptyFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, "articles", name), text);
  return path;
}

describe("an article whose file becomes faulty", () => {
  it("stays as it was, with its revision, across restarts, until it is mended", async () => {
    const path = await folderWith({ "a.txt": textOf({ headline: "Good" }), "never.txt": FAULTY });
    const first = await openPublishedFolder(path);
    const before = await first.store().article("a", WRITE_TIME);
    await writeFile(join(path, "articles", "a.txt"), FAULTY);
    await first.folder.scan();
    expect(await first.store().article("a", WRITE_TIME)).toEqual(before);
    await first.close();
    for (let start = 0; start < 2; start += 1) {
      const again = await openPublishedFolder(path);
      const served = await again.store().article("a", WRITE_TIME);
      expect(served).toMatchObject({ headline: "Good", revision: before?.revision, modified: before?.modified });
      expect(await again.shown("never")).toBeUndefined();
      const hints = Object.fromEntries(again.folder.state.faults.map(({ file, hint }) => [file, hint]));
      expect(Object.keys(hints)).toEqual(["articles/a.txt", "articles/never.txt"]);
      expect(hints["articles/a.txt"]).toMatch(/last good version is served/);
      expect(hints["articles/never.txt"]).not.toMatch(/last good version/);
      await again.close();
    }
    const mended = await openPublishedFolder(path);
    await writeFile(join(path, "articles", "a.txt"), textOf({ headline: "Mended" }));
    await mended.folder.scan();
    expect(await mended.shown("a")).toBe("Mended");
    expect([...new Set(mended.folder.state.faults.map(({ file }) => file))]).toEqual(["articles/never.txt"]);
  });

  it("is removed with its file, and does not come back", async () => {
    const path = await folderWith({ "a.txt": textOf({ headline: "Good" }) });
    const first = await openPublishedFolder(path);
    await writeFile(join(path, "articles", "a.txt"), FAULTY);
    await first.folder.scan();
    await rm(join(path, "articles", "a.txt"));
    await first.folder.scan();
    expect(await first.shown("a")).toBeUndefined();
    expect(await first.store().removed("a")).toEqual(WRITE_TIME);
    await first.close();
    expect(await (await openPublishedFolder(path)).shown("a")).toBeUndefined();
  });

  it("is read with new settings as its last good version says", async () => {
    const path = await folderWith({ "a.txt": textOf({ labels: ["Rivers"] }) });
    const { folder, store } = await openPublishedFolder(path);
    await writeFile(join(path, "articles", "a.txt"), FAULTY);
    await folder.scan();
    const settings = { ...WRITER_SETTINGS, categories: { Rivers: { slug: "water" } } };
    await writeFile(join(path, "site.json"), JSON.stringify(settings));
    await folder.scan();
    expect((await store().article("a", WRITE_TIME))?.categories.map(({ slug }) => slug)).toEqual(["water"]);
  });

  it("is replaced by what the API publishes", async () => {
    const path = await folderWith({ "a.txt": textOf({ headline: "Good" }) });
    const { folder, writer, shown } = await openPublishedFolder(path);
    await writeFile(join(path, "articles", "a.txt"), FAULTY);
    await folder.scan();
    await writer.writeChanges([await putting("a", { headline: "New" })], WRITE_TIME);
    expect([await shown("a"), folder.state.faults]).toEqual(["New", []]);
  });
});

it("a folder without its versions, or with rubbish in their place, is served", async () => {
  const path = await folderWith({ "a.txt": textOf({ headline: "Good" }) });
  await (await openPublishedFolder(path)).close();
  await writeFile(join(path, GOOD_VERSIONS_FILE), "This is no database.".repeat(100));
  const found = await openPublishedFolder(path);
  expect(await found.shown("a")).toBe("Good");
  expect(found.lines.join("\n")).toContain(GOOD_VERSIONS_FILE);
});

it("the versions are those that are served, and no more", async () => {
  const path = await folderWith({ "a.txt": textOf({}), "b.txt": textOf({}), "c.txt": FAULTY });
  const first = await openPublishedFolder(path);
  await rm(join(path, "articles", "b.txt"));
  await first.folder.scan();
  await first.close();
  const database = new DatabaseSync(join(path, GOOD_VERSIONS_FILE));
  expect(database.prepare("SELECT name FROM versions").all()).toEqual([{ name: "a.txt" }]);
  database.close();
});

describe("the article that was published first keeps its address", () => {
  it.each([
    ["another format", "story.txt", "story.md", "story.json"],
    ["another case", "story.txt", "STORY.txt", "Story.txt"],
    ["another composition", "cafe\u0301.txt", "caf\u00e9.txt", "cafe\u0301.md"],
  ])("before %s, also after a restart", async (_, first, second, third) => {
    const textFor = (name: string) =>
      name.endsWith(".json")
        ? textOf({ format: "json", headline: name })
        : textOf({ format: name.endsWith(".md") ? "markdown" : "wire", headline: name });
    const path = await folderWith({ [second]: textFor(second) });
    const found = await openPublishedFolder(path);
    for (const name of [first, third]) await writeFile(join(path, "articles", name), textFor(name));
    await found.folder.scan();
    const check = (state: typeof found.folder.state) => {
      expect(state.articles.map(({ headline }) => headline)).toEqual([second]);
      const faults = state.faults.filter(({ code }) => code === "same-slug");
      expect(faults.map(({ file }) => file).sort()).toEqual([first, third].map((name) => `articles/${name}`).sort());
      for (const { message } of faults) expect(message).toContain(`articles/${second} was published first`);
    };
    check(found.folder.state);
    await found.close();
    const again = await openPublishedFolder(path);
    check(again.folder.state);
    await rename(join(path, "articles", second), join(path, "gone"));
    await again.folder.scan();
    expect(again.folder.state.articles).toHaveLength(1);
    expect(again.folder.state.faults).toHaveLength(1);
  });

  it("before a slug that the API publishes in another case, alone and in one request", async () => {
    const { writer, folder, files } = await openPublishedFolder(await folderWith({ "story.txt": textOf({}) }));
    const changes = await Promise.all(["Story", "two", "TWO"].map((slug) => putting(slug)));
    expect((await writer.writeChanges(changes, WRITE_TIME)).map(({ kind }) => kind)).toEqual([
      "refused",
      "created",
      "refused",
    ]);
    expect(await files()).toEqual(["story.txt", "two.txt"]);
    expect(folder.state.faults).toEqual([]);
  });

  it("two names of categories or authors with one slug are one feed, and a warning names both", async () => {
    const { folder } = await openPublishedFolder(
      await folderWith({
        "a.txt": textOf({ labels: ["Health & Food"] }),
        "b.txt": textOf({ labels: ["Health Food"] }),
        "c.txt": textOf({ labels: ["health & food"] }),
      }),
    );
    expect(folder.state.faults).toMatchObject([{ file: "articles/b.txt", code: "same-term", severity: "warning" }]);
    expect(folder.state.faults[0]?.message).toMatch(/“Health Food”.*“Health & Food” \(articles\/a\.txt\)/);
  });
});
