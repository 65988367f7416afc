import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { Scope } from "../../../src/site/scope.ts";
import { scopePath } from "../../../src/site/urls.ts";
import type { FolderState } from "../../../src/store/folder/folder.ts";
import { watchFolder } from "../../../src/store/folder/folder-watcher.ts";
import { WRITE_TIME as NOW, putting, textOf, WRITER_SETTINGS } from "../../support/fixtures/drafts.ts";
import { eventually } from "../../support/services/eventually.ts";
import { put } from "../../support/stores/folder.ts";
import { emptyFolder, openPublishedFolder } from "../../support/stores/published-folder.ts";

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A folder that is followed, and what was told of it: for each state the headlines and the touched scopes. */
async function followed(path: string) {
  const opened = await openPublishedFolder(path, { patient: true });
  const reported: string[] = [];
  const write = () => undefined;
  const log = { debug: write, info: write, warn: write, error: write };
  const tell = ({ articles }: FolderState, touched: readonly Scope[]) => {
    const paths = touched.map((scope) => scopePath(scope)).sort();
    reported.push(`${articles.map(({ headline }) => headline)} touches ${paths.map((each) => each || "/")}`);
  };
  ends.push(watchFolder(path, opened.folder, log, tell));
  const byHand = (name: string, text: string) => writeFile(join(path, "articles", name), text);
  return { ...opened, told: reported, byHand };
}

const topicsOf = (notices: readonly { readonly topic: string }[]) =>
  [...new Set(notices.map(({ topic }) => new URL(topic).pathname.split("/").slice(1, -1).join("/") || "all"))].sort();

it("changes by hand are told with the scopes of the old and the new article, and noted for the hubs", async () => {
  const { told: reported, byHand, due, path, store } = await followed(await emptyFolder());
  await byHand("a.txt", textOf({ headline: "One", labels: ["Rivers"] }));
  await eventually(() => reported.length === 1);
  expect(topicsOf(await due())).toEqual(["all", "authors/news-desk", "categories/rivers"]);
  await byHand("a.txt", textOf({ headline: "Two", labels: ["Hills"] }));
  await eventually(() => reported.length === 2);
  const all = ["all", "authors/news-desk", "categories/hills", "categories/rivers"];
  expect(topicsOf(await due())).toEqual(all);
  await rm(join(path, "articles", "a.txt"));
  await eventually(() => reported.length === 3);
  expect(reported).toEqual([
    "One touches /,/authors/news-desk,/categories/rivers",
    "Two touches /,/authors/news-desk,/categories/hills,/categories/rivers",
    " touches /,/authors/news-desk,/categories/hills",
  ]);
  expect(await store().removed("a")).toEqual(NOW);
  // The removal is shown before it is on the disk, from where another process reads it.
  await eventually(async () => /"removals":\[[^\]]/.test(await readFile(join(path, ".harkara.json"), "utf8")));
  expect(await (await openPublishedFolder(path)).store().removed("a")).toEqual(NOW);
  expect(topicsOf(await (await openPublishedFolder(path)).due())).toEqual(all);
});

it("an article that is put back lifts its removal, whatever its format", async () => {
  const { told: reported, byHand, path, store } = await followed(await emptyFolder());
  await byHand("a.txt", textOf({ headline: "One" }));
  await eventually(() => reported.length === 1);
  await rm(join(path, "articles", "a.txt"));
  await eventually(() => reported.length === 2);
  expect(await store().removed("a")).toEqual(NOW);
  await byHand("a.md", textOf({ headline: "Two", format: "markdown" }));
  await eventually(() => reported.length === 3);
  expect(await store().removed("a")).toBeUndefined();
});

it("a file that becomes faulty stays as it was, and one that was still to come leaves no removal", async () => {
  const { told: reported, byHand, path, store, shown, folder } = await followed(await emptyFolder());
  await byHand("later.txt", textOf({ headline: "Later", age: -1 }));
  await eventually(() => reported.length === 1);
  await byHand("a.txt", textOf({ headline: "One" }));
  await eventually(() => reported.length === 2);
  await byHand("a.txt", "Nothing.");
  await rm(join(path, "articles", "later.txt"));
  await eventually(() => reported.length >= 3 && folder.state.faults.length > 0);
  expect(await shown("a")).toBe("One");
  for (const slug of ["a", "later"]) expect(await store().removed(slug)).toBeUndefined();
});

it("what the writer publishes is told at once, once, and noted for the hubs once", async () => {
  const { told: reported, writer, due, folder } = await followed(await emptyFolder());
  await writer.writeChanges([await putting("a", { headline: "New" })], NOW);
  expect(reported).toEqual(["New touches /,/authors/news-desk,/categories/india"]);
  const versions = (await due()).map(({ version }) => version);
  expect(versions).toHaveLength(9);
  const { state } = folder;
  while ((await folder.scan()).unsettled) await new Promise((later) => setTimeout(later, 20));
  expect(folder.state).toBe(state);
  expect(reported).toHaveLength(1);
  expect((await due()).map(({ version }) => version)).toEqual(versions);
});

it("new settings touch every feed there is, and hubs hear of those whose articles read otherwise", async () => {
  const path = await emptyFolder();
  await writeFile(join(path, "articles", "a.txt"), textOf({ labels: ["Rivers"] }));
  const { told: reported, due } = await followed(path);
  const replaceSettings = async (settings: object) => {
    await writeFile(join(path, ".next"), JSON.stringify(settings));
    await rename(join(path, ".next"), join(path, "site.json"));
  };
  await replaceSettings({ ...WRITER_SETTINGS, title: "Another title" });
  await eventually(() => reported.length === 1);
  const touched = "/,/authors/news-desk,/categories/india,/categories/rivers";
  expect(reported).toEqual([`A headline touches ${touched}`]);
  expect(await due()).toEqual([]);
  await replaceSettings({ ...WRITER_SETTINGS, author: "Night Desk" });
  await eventually(() => reported.length === 2);
  expect(topicsOf(await due())).toEqual(["all", "authors/news-desk", "authors/night-desk", "categories/rivers"]);
});

it("what changes in sub-folders is told, in new ones too, and a file that moves there is never gone", async () => {
  const { told: reported, folder, path, store } = await followed(await emptyFolder());
  const articles = join(path, "articles");
  await put(articles, "2025/03/a.txt", textOf({ headline: "One" }));
  await eventually(() => reported.length === 1);
  await writeFile(join(articles, "2025/03/a.txt"), textOf({ headline: "Two" }));
  await eventually(() => reported.length === 2);
  await mkdir(join(articles, "2025/04"));
  await rename(join(articles, "2025/03/a.txt"), join(articles, "2025/04/a.txt"));
  await eventually(
    () => folder.index.get("2025/04/a.txt") !== undefined && folder.index.get("2025/03/a.txt") === undefined,
  );
  await writeFile(join(articles, "2025/04/a.txt"), textOf({ headline: "Three" }));
  await eventually(() => reported.at(-1)?.startsWith("Three") === true);
  for (const line of reported) expect(line).toMatch(/^(?:One|Two|Three) /);
  expect(await store().removed("a")).toBeUndefined();
  await rm(join(articles, "2025"), { recursive: true });
  await eventually(() => reported.at(-1)?.startsWith(" touches") === true);
  expect(await store().removed("a")).toEqual(NOW);
  await eventually(() => folder.folders.length + folder.state.faults.length === 0);
});

it("a file that becomes a folder, and a folder that becomes a file, are what they are", async () => {
  const { folder, path } = await followed(await emptyFolder());
  const place = join(path, "articles/2025");
  const faults = () => folder.state.faults.map(({ file, code }) => `${file} ${code}`).join();
  await writeFile(place, "notes");
  await eventually(() => faults() === "articles/2025 not-an-article");
  await rm(place);
  await put(place, "a.txt", textOf({ headline: "One" }));
  await eventually(() => faults() === "" && folder.state.articles.length === 1);
  await rm(place, { recursive: true });
  await writeFile(place, "notes");
  await eventually(() => faults() === "articles/2025 not-an-article" && folder.state.articles.length === 0);
});
