import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../../src/lib/version.ts";
import { RunningCommand } from "../../support/services/command.ts";
import { articleText, contentFolder, put, temporaryFolder } from "../../support/stores/folder.ts";
import { EVENING, harkara } from "../terminal.ts";

const FILES = [
  ".gitignore",
  "README.md",
  "content",
  "content/articles",
  "content/articles/in-markdown.md",
  "content/articles/welcome.txt",
  "content/site.json",
  "package.json",
  "worker.js",
  "wrangler.toml",
];

const paper = async (name = "my-paper") => join(await temporaryFolder(), name);
const read = (folder: string, name: string) => readFile(join(folder, name), "utf8");
const settings = async (folder: string) => JSON.parse(await read(folder, "content/site.json"));
const files = async (folder: string) => (await readdir(folder, { recursive: true })).sort();

/** Answers one question after the other, and keeps what was asked. */
function person(...answers: (string | undefined)[]) {
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answers.shift();
  };
  return { asked, ask };
}

describe("harkara init", () => {
  it("writes a site whose content has no fault, and says how to go on", async () => {
    const folder = await paper();
    const { code, out, err } = await harkara(["init", folder, "--time-zone", "Asia/Kolkata"]);
    expect([code, err]).toEqual([0, []]);
    expect(out.at(-1)).toBe(`Go on with: cd ${folder} && npm install && npm run dev`);
    expect(await files(folder)).toEqual(FILES);
    expect(await harkara(["check", join(folder, "content")])).toEqual({
      code: 0,
      out: ["2 articles, 0 faults"],
      err: [],
    });
    expect(await read(folder, "content/articles/welcome.txt")).toMatch(/^Published 23:35 IST, February 28th 2024\n/);
    expect((await read(folder, "README.md")).split("\n").length).toBeLessThan(30);
  });

  it("takes title, address, language and zone, and writes down what ids are made of", async () => {
    const folder = await paper();
    const given = ["--title", "The Post", "--address", "https://post.example/news", "--language", "hi"];
    expect((await harkara(["init", folder, ...given, "--time-zone", "+05:30"])).code).toBe(0);
    expect(await settings(folder)).toEqual({
      $schema: "../node_modules/@harkara/server/src/site/site.schema.json",
      title: "The Post",
      address: "https://post.example/news",
      language: "hi",
      timeZone: "+05:30",
      authority: "post.example",
      authoritySince: "2024-02-28",
    });
  });

  it("depends on this version of the package, and names what npm and Cloudflare take", async () => {
    const folder = await paper("Élan  & Co.");
    expect((await harkara(["init", folder])).code).toBe(0);
    expect(JSON.parse(await read(folder, "package.json"))).toMatchObject({
      name: "elan-co",
      private: true,
      dependencies: { "@harkara/server": `^${VERSION}` },
    });
    expect(await read(folder, "wrangler.toml")).toMatch(/^name = "elan-co"\nmain = "worker.js"\n/);
    expect((await settings(folder)).title).toBe("Élan & Co");
    const own = await readFile("wrangler.toml", "utf8");
    const date = /^compatibility_date = .*$/m;
    expect(date.exec(await read(folder, "wrangler.toml"))?.[0]).toBe(date.exec(own)?.[0]);
  });

  it.each<[Record<string, string>, string]>([
    [{ LANG: "de_AT.UTF-8" }, "de-AT"],
    [{ LANG: "de_AT", LC_ALL: "fr" }, "fr"],
    [{ LANG: "C.UTF-8" }, "en"],
    [{ LANG: "ca_ES@valencia" }, "ca-ES"],
    [{}, "en"],
  ])("proposes the language of the environment: %j", async (env, language) => {
    const folder = await paper();
    await harkara(["init", folder], env);
    expect((await settings(folder)).language).toBe(language);
  });

  it("proposes the zone of the machine, and a process without a terminal asks nothing", async () => {
    const folder = await paper();
    const command = new RunningCommand(["init", folder], { TZ: "America/New_York" });
    expect(await command.ended()).toEqual({ code: 0, signal: null });
    expect((await settings(folder)).timeZone).toBe("America/New_York");
  });

  it("names everything that is wrong, a line each, and writes nothing", async () => {
    const folder = await paper();
    const given = ["--title", " ", "--address", "news", "--language", "??", "--time-zone", "Mars/Base"];
    const { code, out, err } = await harkara(["init", folder, ...given]);
    expect([code, out]).toEqual([2, []]);
    expect(err).toEqual([
      "harkara init: --title must not be empty: “ ”",
      expect.stringMatching(/^harkara init: --address must be an absolute http or https address/),
      expect.stringMatching(/^harkara init: --language must be a language tag/),
      expect.stringMatching(/^harkara init: --time-zone must be an IANA zone/),
    ]);
    await expect(readdir(folder)).rejects.toThrow("ENOENT");
  });

  it("never writes over what is there", async () => {
    const folder = await paper();
    await put(folder, "README.md", "mine");
    await put(folder, "content/articles/own.txt", articleText("Own"));
    const { code, err } = await harkara(["init", folder]);
    expect(code).toBe(0);
    expect(err).toEqual([`${join(folder, "README.md")} is there already: it stays as it is`]);
    expect(await read(folder, "README.md")).toBe("mine");
    expect(await readdir(join(folder, "content/articles"))).toEqual(["own.txt"]);
    const before = await read(folder, "content/site.json");
    const again = await harkara(["init", folder, "--title", "Other"]);
    expect(again.code).toBe(0);
    expect(again.out).toHaveLength(1);
    expect(await read(folder, "content/site.json")).toBe(before);
  });

  it("says when it cannot write", async () => {
    const folder = await paper();
    await put(folder, "content", "a file");
    const { code, err } = await harkara(["init", folder]);
    expect(code).toBe(1);
    expect(err.at(-1)).toMatch(/content\/site\.json cannot be written \((?:EEXIST|ENOTDIR)\)$/);
  });

  it("makes a site around a content folder that is there, and refuses one with faults", async () => {
    const content = await contentFolder({ a: articleText("A") });
    const other = await paper();
    await put(other, "content/site.json", await read(content, "site.json"));
    expect((await harkara(["init", other])).code).toBe(0);
    expect((await settings(other)).title).toBe("The Test");
    const faulty = await paper();
    await put(faulty, "content/site.json", "{}");
    expect(await harkara(["init", faulty])).toMatchObject({ code: 2, out: [] });
    expect(await files(faulty)).toEqual(["content", "content/site.json"]);
  });

  it("without a folder, or with an address in its place, is not its use", async () => {
    expect((await harkara(["init"])).err).toEqual(["harkara init: the folder is missing. See harkara init --help"]);
    expect((await harkara(["init", "https://a.example"])).code).toBe(2);
  });
});

describe("harkara init on a terminal", () => {
  it("asks for all that is not given, with a proposal for each", async () => {
    const folder = await paper();
    const { asked, ask } = person("", " https://post.example ", "Asia/Tokyo");
    const { code } = await harkara(["init", folder, "--language", "ja"], {}, EVENING, { ask });
    expect(code).toBe(0);
    expect(asked).toEqual([
      "Title of the site [My paper]: ",
      "Address at which people will reach it [http://localhost:8787]: ",
      expect.stringMatching(/^Time zone \[.+\]: $/),
    ]);
    expect(await settings(folder)).toMatchObject({
      title: "My paper",
      address: "https://post.example",
      language: "ja",
      timeZone: "Asia/Tokyo",
    });
  });

  it("asks again where an answer cannot be, and says why", async () => {
    const folder = await paper();
    const { asked, ask } = person("A", "post.example", "https://post.example", "", "IST");
    const { code, err } = await harkara(["init", folder], {}, EVENING, { ask });
    expect(code).toBe(0);
    expect(asked).toHaveLength(5);
    expect(err).toEqual(["It must be an absolute http or https address, such as https://news.example.org."]);
  });

  it("writes nothing when the person breaks off", async () => {
    const folder = await paper();
    const { ask } = person("A", undefined);
    expect(await harkara(["init", folder], {}, EVENING, { ask })).toEqual({
      code: 130,
      out: [],
      err: ["interrupted: nothing was written"],
    });
    await expect(readdir(folder)).rejects.toThrow("ENOENT");
  });

  it("asks nothing with --yes", async () => {
    const { asked, ask } = person();
    expect((await harkara(["init", await paper(), "--yes"], {}, EVENING, { ask })).code).toBe(0);
    expect(asked).toEqual([]);
  });
});
