import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixture } from "../support/services/import.ts";
import { articleText, contentFolder, put, temporaryFolder } from "../support/stores/folder.ts";
import { harkara } from "./terminal.ts";

const WRONG = ["ftp://x", "htp://news.example", "http:/news.example", "example.org:8080", "root@host:/srv", "[::1]:80"];

describe.each(WRONG)("%s is neither an http or https address nor a path", (place) => {
  it.each([
    ["import", fixture("atom.xml"), "--to", place],
    ["import", fixture("atom.xml"), "--dry-run", "--to", place],
    ["export", "--to", place],
    ["export", "--to", "x", "--from", place],
    ["publish", "a.txt", "--to", place],
  ])("for harkara %s %s %s %s", async (...args) => {
    const { code, out, err } = await harkara(args, { HARKARA_TOKEN: "x", DATABASE: "x.db" });
    expect({ code, out }).toEqual({ code: 2, out: [] });
    const [line = "", ...more] = err;
    expect(more).toEqual([]);
    expect(line).toContain(`“${place}”`);
    expect(line).toMatch(/^harkara \w+: --(?:to|from) .* https:\/\//);
  });
});

it("DATABASE is named where it is wrong", async () => {
  const { code, err } = await harkara(["import", fixture("atom.xml")], { DATABASE: "ftp://x" });
  expect({ code, err }).toEqual({ code: 2, err: [expect.stringMatching(/^harkara import: DATABASE is neither /)] });
});

it.each(["plain.db", "a:b/../with-colon.db"])("%s is a path below ./", async (name) => {
  const folder = await temporaryFolder();
  await put(folder, "a:b/x", "");
  const env = { CONTENT_DIR: await contentFolder({ a: articleText("A") }), DATABASE: join(folder, "articles.db") };
  expect((await harkara(["import", env.CONTENT_DIR, "--to", join(folder, name)], env)).code).toBe(0);
});
