import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { harkara } from "../cli/terminal.ts";
import { type Service, startService } from "../support/services/service.ts";
import { filesOf, run } from "../support/stores/backup.ts";
import { articleText, contentFolder, put, temporaryFolder } from "../support/stores/folder.ts";

const TOKEN = "sesame";
const FEEDS = ["/rss.xml", "/atom.xml", "/feed.json", "/categories/india/atom.xml"];

async function backupOf(folder: string, ...more: readonly string[]): Promise<string> {
  const to = join(await temporaryFolder(), "backup");
  const { code, err } = await run("backup", "--folder", folder, "--to", to, ...more);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  return to;
}

/** What a service answers: its feeds, and the status of an article that was removed. */
async function answersOf(service: Service): Promise<readonly unknown[]> {
  const { status } = await service.fetch("/articles/gone");
  return [status, ...(await Promise.all(FEEDS.map((path) => service.text(path))))];
}

async function change(service: Service, method: "PUT" | "DELETE", slug: string, body?: string): Promise<void> {
  const headers = { Authorization: `Bearer ${TOKEN}`, "Content-Type": "text/plain; charset=utf-8" };
  const { ok } = await service.fetch(`/api/articles/${slug}`, { method, headers, ...(body && { body }) });
  expect(ok).toBe(true);
}

it.each(["folder", "database"])(
  "what is restored from a %s into an empty place is served in the same bytes",
  async (kind) => {
    const folder = await contentFolder({ first: articleText("First") });
    const [database, other] = [join(await temporaryFolder(), "a.db"), join(await temporaryFolder(), "new", "b.db")];
    const inDatabase = kind === "database";
    const named = (path: string) => (inDatabase ? ["--database", path] : []);
    const env = (path: string) => ({ PUBLISH_TOKEN: TOKEN, ...(inDatabase && { DATABASE: path }) });
    const service = await startService(folder, env(database));
    await change(service, "PUT", "gone", articleText("Gone"));
    for (const slug of ["a", "b", "c"]) await change(service, "PUT", slug, articleText(slug));
    await change(service, "DELETE", "gone");
    const backup = await backupOf(folder, ...named(database));
    const answers = await answersOf(service);
    await service.stop();

    const place = join(await temporaryFolder(), "content");
    const { code, out, err } = await run("restore", backup, "--folder", place, ...named(other));
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out).toEqual([expect.stringContaining(`${place}: ${inDatabase ? 1 : 4} article`)]);
    expect((await readdir(place)).filter((name) => name.startsWith(".harkara-lock"))).toEqual([]);
    expect(await answersOf(await startService(place, env(other)))).toEqual(answers);
  },
);

it("a database of 0.2.0 is copied and restored without new tables, so that 0.2.0 can serve it", async () => {
  const folder = await contentFolder({});
  const packed = await readFile(new URL("../support/upgrade/0.2.0.db.gz", import.meta.url));
  const database = await put(await temporaryFolder(), "a.db", gunzipSync(packed));
  const backup = await backupOf(folder, "--database", database);
  const [place, other] = [await temporaryFolder(), join(await temporaryFolder(), "b.db")];
  const { code, out } = await run("restore", backup, "--folder", place, "--database", other);
  expect({ code, out }).toEqual({ code: 0, out: [expect.stringContaining(`${other}: 127 articles, as of `)] });
  for (const path of [database, other]) {
    const opened = new DatabaseSync(path);
    expect(opened.prepare("PRAGMA user_version").get()).toEqual({ user_version: 1 });
    opened.close();
  }
});

/** The files in a database's folder, but for the room on the disk that a service keeps there. */
async function besides(database: string): Promise<string[]> {
  return (await readdir(join(database, ".."))).filter((name) => !name.endsWith("-reserve")).sort();
}

describe("a backup that is damaged is refused, with the file named, and nothing is changed", () => {
  it.each([
    ["content/articles/a.txt", "x", "is damaged"],
    ["content/site.json", undefined, "is missing"],
    ["content/.harkara-versions.sqlite", "x", "is damaged"],
    ["articles.db", "x", "is damaged"],
    ["backup.json", undefined, "is no backup"],
    ["backup.json", "x", "is damaged, or made by a newer version"],
  ])("%s becomes %j", async (name, text, fault) => {
    const folder = await contentFolder({ a: articleText("A") });
    const database = join(await temporaryFolder(), "a.db");
    await (await startService(folder)).stop();
    await (await startService(folder, { DATABASE: database })).stop();
    const backup = await backupOf(folder, "--database", database);
    const path = join(backup, name);
    const before = await filesOf(folder);
    if (text === undefined) await rm(path);
    else await writeFile(path, text + (await readFile(path, "latin1")).slice(text.length), "latin1");
    const { code, out, err } = await run("restore", backup, "--folder", folder, "--database", database, "--yes");
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([expect.stringContaining(path)]);
    expect(err[0]).toContain(fault);
    expect(await filesOf(folder)).toEqual(before);
    expect(await besides(database)).toEqual(["a.db"]);
  });

  it.each(["content/../../out", "/etc/out", "content//out", "other", "content/./out"])("it lists %s", async (name) => {
    const backup = await backupOf(await contentFolder({}));
    const path = join(backup, "backup.json");
    const list = JSON.parse(await readFile(path, "utf8")) as { files: Record<string, unknown> };
    list.files[name] = list.files["content/site.json"];
    await writeFile(path, JSON.stringify(list));
    const { code, err } = await run("restore", backup, "--folder", join(await temporaryFolder(), "place"));
    expect({ code, err }).toEqual({ code: 1, err: [`${path} is damaged, or made by a newer version`] });
  });
});

describe("what is there", () => {
  it("is not replaced without --yes, and set aside with it under a name that is printed", async () => {
    const backup = await backupOf(await contentFolder({ a: articleText("Old") }));
    const folder = await contentFolder({ b: articleText("New") });
    await put(folder, "notes.txt", "mine");
    await put(folder, ".git/HEAD", "x");
    const before = await filesOf(folder);
    expect(await run("restore", backup, "--folder", folder)).toEqual({
      code: 1,
      out: [],
      err: [`${folder} is not empty: with --yes what is there is set aside`],
    });
    expect(await filesOf(folder)).toEqual(before);
    const { code, out } = await run("restore", backup, "--folder", folder, "--yes");
    expect(code).toBe(0);
    const aside = /^what was there before is in (.+)$/.exec(out[0] ?? "")?.[1] ?? "";
    const { ".git/HEAD": hidden, ...content } = before;
    expect(await filesOf(aside)).toEqual(content);
    await rm(aside, { recursive: true });
    expect(Object.keys(await filesOf(folder))).toEqual([".git/HEAD", "articles/a.txt", "site.json"]);
    expect(hidden).toBe("x");
  });

  it("is not touched while a service writes to the folder, or uses the database", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    const database = join(await temporaryFolder(), "a.db");
    const service = await startService(folder, { DATABASE: database });
    const backup = await backupOf(folder, "--database", database);
    const other = join(await temporaryFolder(), "other");
    const args = ["--folder", other, "--database", database, "--yes"];
    expect(await run("restore", backup, ...args)).toEqual({
      code: 1,
      out: [],
      err: [`${database} is used by a service or another program: stop it first`],
    });
    await service.stop();
    expect((await run("restore", backup, ...args)).code).toBe(0);

    await startService(folder);
    const { code, err } = await run("restore", backup, "--folder", folder, "--database", database, "--yes");
    expect(code).toBe(1);
    expect(err).toEqual([expect.stringMatching(/^the service with process \d+ on .+ writes to .+: stop it first$/)]);
    expect(await besides(database)).toHaveLength(2);
  });

  it("of a database goes aside with the log that a killed service left behind", async () => {
    const folder = await contentFolder({});
    const database = join(await temporaryFolder(), "a.db");
    const service = await startService(folder, { DATABASE: database, PUBLISH_TOKEN: TOKEN });
    await change(service, "PUT", "a", articleText("A"));
    const backup = await backupOf(folder, "--database", database);
    await change(service, "PUT", "b", articleText("B"));
    service.signal("SIGKILL");
    await service.ended();
    const place = join(await temporaryFolder(), "content");
    const { code, out } = await run("restore", backup, "--folder", place, "--database", database, "--yes");
    expect(code).toBe(0);
    const aside = /^what was there before is in (.+)$/.exec(out[0] ?? "")?.[1] ?? "";
    expect(await besides(database)).toEqual(["a.db", aside.slice(aside.lastIndexOf("/") + 1)]);
    const statuses = async (path: string) => {
      const restored = await startService(await contentFolder({}), { DATABASE: path });
      return Promise.all(["a", "b"].map(async (slug) => (await restored.fetch(`/articles/${slug}`)).status));
    };
    expect(await statuses(database)).toEqual([200, 404]);
    expect(await statuses(aside)).toEqual([200, 200]);
  });

  it("comes back when the new cannot be put in its place", async () => {
    const backup = await backupOf(await contentFolder({ a: articleText("Old") }));
    const folder = await contentFolder({ b: articleText("New") });
    // What was set aside in this second is there already.
    const now = new Date("2026-01-01T00:00:00Z");
    await mkdir(join(folder, ".harkara-before-20260101T000000Z"));
    const { code, err } = await harkara(["restore", backup, "--folder", folder, "--yes"], {}, now);
    expect(code).toBe(1);
    expect(err[0]).toContain("EEXIST");
    expect(Object.keys(await filesOf(folder))).toEqual(["articles/b.txt", "site.json"]);
  });
});
