import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { harkara } from "../cli/terminal.ts";
import { filesOf, run } from "../support/stores/backup.ts";
import { articleText, contentFolder, put, temporaryFolder } from "../support/stores/folder.ts";

describe("harkara backup", () => {
  it("copies every file of the content, lists its SHA-256, and says what was checked", async () => {
    const folder = await contentFolder({ a: articleText("A"), ब: articleText("ब") });
    const picture = Uint8Array.of(0xff, 0xd8, 0);
    await put(folder, "media/2026/a.jpg", picture);
    await put(folder, ".harkara.json", '{"removals":[],"notices":[]}\n');
    for (const hidden of [".harkara-lock.json", ".git/HEAD", "articles/.harkara-0123456789abcdef.tmp"])
      await put(folder, hidden, "x");
    const to = join(await temporaryFolder(), "new", "backup");
    expect(await run("backup", "--folder", folder, "--to", to)).toEqual({
      code: 0,
      out: [
        `${to}: 2 articles of ${folder}, in 5 files`,
        "checked by restoring it: SHA-256 of 5 files, 2 articles read",
      ],
      err: [],
    });
    const { "backup.json": list = "", ...files } = await filesOf(to);
    const names = [".harkara.json", "articles/a.txt", "articles/ब.txt", "media/2026/a.jpg", "site.json"];
    expect(Object.keys(files)).toEqual(names.map((name) => `content/${name}`));
    for (const name of names) expect(files[`content/${name}`]).toBe(await readFile(join(folder, name), "latin1"));
    const sha256 = createHash("sha256").update(picture).digest("hex");
    expect(JSON.parse(list)).toMatchObject({
      articles: 2,
      files: { "content/media/2026/a.jpg": { bytes: 3, sha256 } },
    });
    expect(await readdir(join(to, ".."))).toEqual(["backup"]);
  });

  it("follows links as the service does, and names what it leaves out", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    const elsewhere = await temporaryFolder();
    await put(elsewhere, "media/b.txt", "b");
    await symlink("a.txt", join(folder, "articles/same.txt"));
    await symlink(join(elsewhere, "media/b.txt"), join(folder, "articles/out.txt"));
    await symlink("nothing", join(folder, "articles/nothing.txt"));
    await symlink(join(elsewhere, "media"), join(folder, "media"));
    await symlink("..", join(folder, "media/circle"));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const to = join(await temporaryFolder(), "backup");
    const { code, err } = await run("backup", "--folder", folder, "--to", to);
    const left = (name: string) => `warning: ${name} was left out: no regular file, or a link out of its folder`;
    expect({ code, err }).toEqual({ code: 0, err: ["articles/nothing.txt", "articles/out.txt", "pipe"].map(left) });
    const files = await filesOf(join(to, "content"));
    expect(files["articles/same.txt"]).toBe(articleText("A"));
    expect(files["media/b.txt"]).toBe("b");
    expect(Object.keys(files)).not.toContain("articles/out.txt");
  });

  it("copies a database that lies in the content folder once, without the files that SQLite and the service keep beside it", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    const database = join(folder, "news.db");
    expect((await harkara(["import", folder], { CONTENT_DIR: folder, DATABASE: database })).code).toBe(0);
    for (const suffix of ["wal", "shm", "journal", "reserve"]) await put(folder, `news.db-${suffix}`, "");
    const to = join(await temporaryFolder(), "backup");
    const { code } = await run("backup", "--folder", folder, "--database", database, "--to", to);
    expect(code).toBe(0);
    const names = ["articles.db", "backup.json", "content/articles/a.txt", "content/site.json"];
    expect(Object.keys(await filesOf(to))).toEqual(names);
  });

  it("waits for a file that is being written", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    const path = await put(folder, "media/film", "0");
    let written = "0";
    const writer = setInterval(() => {
      written += "1";
      appendFile(path, "1");
      if (written.length === 10) clearInterval(writer);
    }, 50);
    const to = join(await temporaryFolder(), "backup");
    expect((await run("backup", "--folder", folder, "--to", to)).code).toBe(0);
    expect(await readFile(join(to, "content/media/film"), "utf8")).toBe("0111111111");
  });

  it("leaves things as they are where there is something already, or a file is in the way", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    const parent = await temporaryFolder();
    await mkdir(join(parent, "there"));
    await put(parent, "file", "x");
    for (const [name, message] of [
      ["there", `${join(parent, "there")} is there already: give another name with --to`],
      ["file/backup", "EEXIST"],
    ] as const) {
      const { code, out, err } = await run("backup", "--folder", folder, "--to", join(parent, name));
      expect({ code, out }).toEqual({ code: 1, out: [] });
      expect(err).toEqual([expect.stringContaining(message)]);
    }
    expect(await filesOf(parent)).toEqual({ file: "x" });
  });

  it("that is interrupted leaves nothing behind", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    const parent = await temporaryFolder();
    const args = ["backup", "--folder", folder, "--to", join(parent, "backup")];
    expect(await harkara(args, {}, new Date(), { interrupt: () => AbortSignal.abort() })).toEqual({
      code: 130,
      out: [],
      err: ["interrupted: there is no backup"],
    });
    expect(await readdir(parent)).toEqual([]);
  });

  it("refuses a place in the content, a folder without settings, and a database that is none", async () => {
    const folder = await contentFolder({});
    const to = join(await temporaryFolder(), "backup");
    const none = await put(folder, "none.db", "no database".repeat(1_000));
    const failures = [
      [
        ["--folder", folder, "--to", join(folder, "backup")],
        "lies in the content folder: give another place with --to",
      ],
      [["--folder", join(folder, "articles"), "--to", to], "there is no "],
      [["--folder", folder, "--to", to, "--database", join(folder, "missing.db")], "there is no database "],
      [["--folder", folder, "--to", to, "--database", none], `${none}: file is not a database`],
    ] as const;
    for (const [args, message] of failures) {
      const { code, out, err } = await run("backup", ...args);
      expect({ code, out }).toEqual({ code: 1, out: [] });
      expect(err).toEqual([expect.stringContaining(message)]);
    }
    expect(await readdir(join(to, ".."))).toEqual([]);
    expect(await readdir(folder)).toEqual(["articles", "none.db", "site.json"]);
  });

  it.each([
    [["backup"]],
    [["backup", "x", "--to", "y"]],
    [["restore"]],
    [["restore", "a", "b"]],
    [["restore", "--to"]],
  ])("%j is not its use", async (args) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(err).toEqual([expect.stringMatching(/^harkara (?:backup|restore): .+ --help$/)]);
  });
});
