import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Folder } from "../../src/store/folder/folder.ts";
import { type Bundle, openBundle } from "../../src/store/memory/bundle-store.ts";
import { appOf } from "../support/fixtures/content.ts";
import { articleText, contentFolder, temporaryFolder } from "../support/stores/folder.ts";
import { EVENING, harkara } from "./terminal.ts";

const TEXTS = { a: articleText("A"), "2025/03/b": articleText("B", "Text.", 5) };

const open = async (path: string) => openBundle(JSON.parse(await readFile(path, "utf8")) as Bundle);

describe("harkara bundle", () => {
  it("writes what the folder holds: the same documents come of both", async () => {
    const path = await contentFolder(TEXTS);
    const out = join(await temporaryFolder(), "deep", "content.json");
    const outcome = await harkara(["bundle", path, "--out", out]);
    expect(outcome).toEqual({ code: 0, out: [`${out}: 2 articles`], err: [] });
    const folder = new Folder(path, { now: () => EVENING, skipSettling: true });
    await folder.scan();
    const { site, store } = folder.state;
    const [bundled, direct] = [appOf(await open(out)), appOf(site && store && { site, store })];
    for (const address of [
      "/",
      "/rss.xml",
      "/atom.xml",
      "/feed.json",
      "/articles/a",
      "/articles/b",
      "/categories/india",
    ]) {
      const [one, other] = await Promise.all([bundled.request(address), direct.request(address)]);
      expect(one.status).toBe(200);
      expect(Object.fromEntries(one.headers)).toEqual(Object.fromEntries(other.headers));
      expect(await one.text()).toBe(await other.text());
    }
  });

  it("leaves nothing but the file behind", async () => {
    const folder = await temporaryFolder();
    await harkara(["bundle", await contentFolder(TEXTS), "--out", join(folder, "content.json")]);
    await harkara(["bundle", await contentFolder({}), "--out", join(folder, "content.json")]);
    expect(await readdir(folder)).toEqual(["content.json"]);
    expect((await appOf(await open(join(folder, "content.json"))).request("/articles/a")).status).toBe(404);
  });

  it("names faulty articles and leaves them out", async () => {
    const path = await contentFolder({ ...TEXTS, bad: articleText("Bad").replace("00:00", "25:00") });
    const out = join(await temporaryFolder(), "content.json");
    const outcome = await harkara(["bundle", path, "--out", out]);
    expect(outcome.code).toBe(0);
    expect(outcome.out).toEqual([`${out}: 2 articles`]);
    expect(outcome.err[0]).toMatch(/bad\.txt:1:11 no-such-hour /);
  });

  it("writes nothing when site.json has faults, and ends with 1", async () => {
    const folder = await temporaryFolder();
    const path = await contentFolder(TEXTS, { title: "" });
    const outcome = await harkara(["bundle", path, "--out", join(folder, "content.json")]);
    expect(outcome.code).toBe(1);
    expect(outcome.err.join("\n")).toContain("bad-setting title: ");
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ["https://other.example/news", "https://other.example/news"],
    ["", "https://news.example"],
  ])("with SITE_URL %j has the address %s", async (url, address) => {
    const path = await contentFolder(TEXTS);
    const out = join(await temporaryFolder(), "content.json");
    const outcome = await harkara(["bundle", "--out", out], { CONTENT_DIR: path, SITE_URL: url });
    expect(outcome.code).toBe(0);
    expect((await open(out)).site.address).toBe(address);
  });
});
