import { rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../support/services/eventually.ts";
import { type Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder, put } from "../../support/stores/folder.ts";

/** How soon a change has to show; the machine that runs the tests may have much else to do. */
const SOON_MS = 3_000;

let folder: string;
let articles: string;
let service: Service;

const headlines = async () => {
  const { items } = JSON.parse(await service.text("/feed.json?limit=100")) as { items: { title: string }[] };
  return items.map(({ title }) => title).toSorted();
};

/** Waits until the feed has just these headlines; prints and checks how long that took. */
async function shows(what: string, ...expected: string[]): Promise<void> {
  const took = await eventually(async () => JSON.stringify(await headlines()) === JSON.stringify(expected));
  console.log(`${what}: ${Math.round(took)} ms`);
  expect(took).toBeLessThan(SOON_MS);
}

beforeAll(async () => {
  folder = await contentFolder({ a: articleText("A"), b: articleText("B") });
  articles = join(folder, "articles");
  service = await startService(folder);
});

describe("a change of the folder shows without a restart", () => {
  it("when a file is edited", async () => {
    await put(articles, "a.txt", articleText("A2"));
    await shows("edited", "A2", "B");
    expect(await service.text("/articles/a")).toContain('<h1 dir="auto">A2</h1>');
  });

  it("when a file is added", async () => {
    await put(articles, "c.txt", articleText("C"));
    await shows("added", "A2", "B", "C");
  });

  it("when a file is removed", async () => {
    await rm(join(articles, "b.txt"));
    await shows("removed", "A2", "C");
    expect((await service.fetch("/articles/b")).status).toBe(410);
  });

  it("when a file is renamed", async () => {
    await rename(join(articles, "c.txt"), join(articles, "d.txt"));
    await eventually(async () => (await service.fetch("/articles/d")).status === 200);
    await shows("renamed", "A2", "C");
    expect((await service.fetch("/articles/c")).status).toBe(410);
  });

  it("when a file is replaced by another, even an older one of the same size", async () => {
    const path = await put(folder, "aside.txt", articleText("A3"));
    await utimes(path, 1_000_000_000, 1_000_000_000);
    await rename(path, join(articles, "a.txt"));
    await shows("replaced", "A3", "C");
  });

  it("when a file is edited whose time lies ahead", async () => {
    const path = await put(articles, "a.txt", articleText("A4"));
    await utimes(path, 4_000_000_000, 4_000_000_000);
    await shows("dated ahead", "A4", "C");
  });

  it("when what a link points at is edited", async () => {
    await put(articles, ".drafts/e.txt", articleText("E"));
    await symlink(".drafts/e.txt", join(articles, "e.txt"));
    await shows("linked", "A4", "C", "E");
    await put(articles, ".drafts/e.txt", articleText("E2"));
    await shows("edited behind the link", "A4", "C", "E2");
  });

  it("when the folder of articles is replaced as a whole", async () => {
    await put(folder, "new/x.txt", articleText("X"));
    await put(folder, "new/a.txt", articleText("A5"));
    await rename(articles, join(folder, "old"));
    await rename(join(folder, "new"), articles);
    await shows("folder replaced", "A5", "X");
  });

  it("when a file of a folder that was replaced is edited", async () => {
    await put(articles, "x.txt", articleText("X2"));
    await shows("edited after that", "A5", "X2");
  });

  it("and the log tells of each", () => {
    const reported = service.log.filter((line) => line.startsWith("info content changed: "));
    expect(reported.length).toBeGreaterThanOrEqual(10);
    expect(reported.at(-1)).toBe("info content changed: 2 articles, 1 category, 0 faults");
  });
});

describe("the settings", () => {
  const settings = (more: object) =>
    writeFile(join(folder, "site.json"), JSON.stringify({ title: "Live", address: "https://news.example", ...more }));
  const feed = () => service.text("/rss.xml");

  it("stay in force when the file breaks, and the log says why", async () => {
    const before = await feed();
    await writeFile(join(folder, "site.json"), '{"title": "Broken",\n  "address": 7,\n}');
    await eventually(() => service.log.some((line) => line.startsWith("warn site.json:3:1 bad-json ")));
    expect(await feed()).toBe(before);
    await settings({ pageSize: 0, colours: "red" });
    await eventually(() => service.log.some((line) => line.includes("bad-setting colours: is not a setting")));
    expect(service.log.some((line) => line.includes("bad-setting pageSize: "))).toBe(true);
    expect(await feed()).toBe(before);
  });

  it("stay in force when the file vanishes", async () => {
    const before = await feed();
    await rm(join(folder, "site.json"));
    await eventually(() => service.log.some((line) => line.includes(" no-site ")));
    expect(await feed()).toBe(before);
  });

  it("are followed again once the file is mended", async () => {
    await settings({ title: "Mended" });
    const took = await eventually(async () => (await feed()).includes("<title>Mended</title>"));
    console.log(`settings mended: ${Math.round(took)} ms`);
    expect(took).toBeLessThan(SOON_MS);
  });

  it("that say what a zone means have every article read again", async () => {
    expect(await feed()).toContain("<pubDate>Sun, 30 Mar 2025 18:30:00 GMT</pubDate>");
    await settings({ zones: { IST: "Asia/Jerusalem" } });
    await eventually(async () => (await feed()).includes("<pubDate>Sun, 30 Mar 2025 21:00:00 GMT</pubDate>"));
    expect(await feed()).not.toContain("18:30:00");
    await settings({});
    await eventually(async () => !(await feed()).includes("21:00:00"));
  });

  it("that give a category another slug have every article read again", async () => {
    await put(articles, "x.txt", articleText("X3"));
    // A file whose time lies ahead is never old, whatever the clock says.
    await utimes(join(articles, "x.txt"), 4_000_000_000, 4_000_000_000);
    await shows("edited", "A5", "X3");
    await settings({ categories: { India: { slug: "bharat" } } });
    await eventually(async () => (await service.fetch("/categories/bharat/rss.xml")).status === 200);
    // What was removed from it is still told of; nothing else is there.
    await eventually(async () => !(await service.text("/categories/india/rss.xml")).includes("<item>"));
    const text = await service.text("/categories/bharat/rss.xml");
    expect(text).toContain("A5");
    expect(text).toContain("X3");
  });
});

describe("a folder of articles that is not there", () => {
  it("leaves what was there in force when it is renamed, and the log says so", async () => {
    const before = await headlines();
    await rename(articles, join(folder, "gone"));
    await eventually(() => service.log.some((line) => line.startsWith("warn articles:1:1 no-articles-folder ")));
    expect(await headlines()).toEqual(before);
    await rename(join(folder, "gone"), articles);
    await put(articles, "y.txt", articleText("Y"));
    await shows("folder back", ...before, "Y");
  });

  it("leaves what was there in force when it is deleted file by file", async () => {
    const before = await headlines();
    const reported = service.log.length;
    await rm(articles, { recursive: true });
    await eventually(() => service.log.slice(reported).some((line) => line.includes(" no-articles-folder ")));
    // Whatever else comes of the deletion has come when a later change has.
    await writeFile(
      join(folder, "site.json"),
      JSON.stringify({ title: "Later", address: "https://news.example", removalDelay: 0 }),
    );
    await eventually(async () => (await service.text("/rss.xml")).includes("<title>Later</title>"));
    expect(await headlines()).toEqual(before);
    await put(articles, "z.txt", articleText("Z"));
    await shows("folder made anew", "Z");
  });

  it("leaves what was there in force when a file stands in its place", async () => {
    const reported = service.log.length;
    await rm(articles, { recursive: true });
    await writeFile(articles, "no folder");
    await eventually(() => service.log.slice(reported).some((line) => line.includes(" no-articles-folder ")));
    expect(await headlines()).toEqual(["Z"]);
  });
});
