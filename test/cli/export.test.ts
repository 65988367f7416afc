import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixture, stubServer } from "../support/services/import.ts";
import { articleText, contentFolder, put, temporaryFolder } from "../support/stores/folder.ts";
import { EVENING, harkara } from "./terminal.ts";

/** All files of a folder, by their paths. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
  const paths = files.map((each) => join(each.parentPath, each.name)).sort();
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, "utf8")] as const),
    ),
  );
}

async function database(source: string) {
  const env = { CONTENT_DIR: await contentFolder({}), DATABASE: join(await temporaryFolder(), "news.db") };
  await harkara(["import", source], env);
  return env;
}

describe("harkara export", () => {
  it("writes every source in its very bytes, and what import makes of them is the same again", async () => {
    const texts = { a: articleText("A").replaceAll("\n", "\r\n"), ब: articleText("ब", "One.", 5) };
    const source = await contentFolder(texts);
    await put(source, "articles/m.md", "---\nheadline: M\npublished: 2025-03-30T18:32:00Z\n---\n*Text.*\n");
    const env = await database(source);
    const [first, second] = [join(await temporaryFolder(), "new"), await temporaryFolder()];
    expect(await harkara(["export", "--to", first], env)).toEqual({
      code: 0,
      out: [`${first}: 3 articles, 0 removals`],
      err: [],
    });
    const files = await filesOf(first);
    expect(Object.keys(files)).toEqual([
      "articles/a.txt",
      "articles/m.md",
      "articles/ब.txt",
      "export.ndjson",
      "site.json",
    ]);
    expect(files["articles/a.txt"]).toBe(texts.a);
    expect(files["articles/ब.txt"]).toBe(texts.ब);
    expect(files["site.json"]).toBe(await readFile(join(env.CONTENT_DIR, "site.json"), "utf8"));

    const other = { ...env, DATABASE: join(await temporaryFolder(), "other.db") };
    const later = new Date(EVENING.getTime() + 86_400_000);
    expect((await harkara(["import", first], other, later)).out).toEqual([
      "3 new, 0 changed, 0 already there, 0 left out",
    ]);
    expect((await harkara(["export", "--to", second], other, later)).code).toBe(0);
    expect(await filesOf(second)).toEqual(files);
  });

  it("of a running site asks for every article, with the token", async () => {
    const { address, requested } = await stubServer(({ path }) =>
      path.includes("?")
        ? {
            body: JSON.stringify({
              articles: [{ slug: "a", format: "json", tag: "t", modified: "2025-01-01T00:00:00.000Z" }],
            }),
          }
        : { body: '{"headline": "A"}' },
    );
    const to = await temporaryFolder();
    const { code, out } = await harkara(["export", "--to", to, "--from", address], {
      HARKARA_TOKEN: "geheim",
      CONTENT_DIR: "/nowhere",
    });
    expect({ code, out }).toEqual({ code: 0, out: [`${to}: 1 article, 0 removals`] });
    expect((await filesOf(to))["articles/a.json"]).toBe('{"headline": "A"}');
    expect(new Set(requested.map(({ headers }) => headers.authorization))).toEqual(new Set(["Bearer geheim"]));
  });

  it("leaves a folder alone that is not empty", async () => {
    const env = await database(fixture("rss-10.rdf"));
    const to = await temporaryFolder();
    await put(to, "mine", "x");
    expect(await harkara(["export", "--to", to], env)).toEqual({
      code: 1,
      out: [],
      err: [`${to} is not empty: give another folder`],
    });
    expect(await filesOf(to)).toEqual({ mine: "x" });
  });

  it("makes no database where there is none", async () => {
    const folder = await temporaryFolder();
    const { code, err } = await harkara(["export", "--to", join(folder, "to"), "--from", join(folder, "no.db")]);
    expect(code).toBe(1);
    expect(err).toEqual([`there is no database ${join(folder, "no.db")}`]);
    expect(await readdir(folder)).not.toContain("no.db");
  });

  it("says so when a site fails in the middle", async () => {
    const { address } = await stubServer(() => ({ status: 500 }));
    const to = await temporaryFolder();
    const { code, out, err } = await harkara(["export", "--to", to, "--from", address], {
      HARKARA_TOKEN: "geheim",
    });
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err.at(-1)).toMatch(/^it ended early: .* answers 500/);
    expect(err.join()).not.toContain("geheim");
  });

  it("that is interrupted ends with 130 and says that this is not all", async () => {
    const env = await database(fixture("wordpress.xml"));
    const to = await temporaryFolder();
    const { code, out, err } = await harkara(["export", "--to", to], env, EVENING, {
      interrupt: () => AbortSignal.abort(),
    });
    expect({ code, out }).toEqual({ code: 130, out: [`${to}: 0 articles, 0 removals`] });
    expect(err).toEqual([expect.stringMatching(/^interrupted: this is not all/)]);
  });

  it("says that a place cannot be written to", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "d"));
    const file = await put(folder, "file", "");
    const env = await database(fixture("rss-10.rdf"));
    expect((await harkara(["export", "--to", join(file, "x")], env)).err).toEqual([
      `${join(file, "x")} cannot be written to (ENOTDIR)`,
    ]);
  });

  it.each([
    [["export"]],
    [["export", "--to", "x"]],
    [["export", "--to", "x", "--from", "https://a.example"]],
    [["export", "--to", "https://a.example", "--from", "x.db"]],
    [["export", "folder", "--to", "x", "--from", "y"]],
  ])("%j is not its use", async (args) => {
    const { code, out, err } = await harkara(args);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(err).toEqual([expect.stringMatching(/^harkara export: .+ See harkara export --help$/)]);
  });
});
