import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabaseOrigin } from "../../src/transfer/database.ts";
import { all, fixture, stubServer } from "../support/services/import.ts";
import { articleText, contentFolder, put, SITE, temporaryFolder } from "../support/stores/folder.ts";
import { EVENING, harkara } from "./terminal.ts";

/** A content folder for the settings and a path for a database. */
async function place() {
  const content = await contentFolder({});
  return { env: { CONTENT_DIR: content }, database: join(await temporaryFolder(), "news.db") };
}

async function stored(database: string) {
  const origin = openDatabaseOrigin(database);
  try {
    return await all(origin.articles());
  } finally {
    await origin.close();
  }
}

const LEFT_OUT = [
  "line 107 (https://wp.example/2025/04/untitled/): it has no headline",
  "line 118 (https://wp.example/2025/04/empty/): it has no text",
  ...["draft", "private post", "post behind a password"].map(
    (kind) => `1 × ${kind}: only published and scheduled posts come along`,
  ),
];

const PAGES = "warning: 1 published entry of the kind “page” left out: only posts come along";

describe("harkara import", () => {
  it("brings a WordPress export into a database, and again without doubles", async () => {
    const { env, database } = await place();
    const args = ["import", fixture("wordpress.xml"), "--to", database];
    expect(await harkara(args, env)).toEqual({
      code: 1,
      out: [...LEFT_OUT, "6 new, 0 changed, 0 already there, 5 left out"],
      err: [PAGES],
    });
    const first = await stored(database);
    expect(first.map(({ slug }) => slug)).toEqual(
      expect.arrayContaining(["classic", "no-utc", "ports-clear-decks", "बारिश"]),
    );
    expect(await harkara(args, env)).toEqual({
      code: 1,
      out: [...LEFT_OUT, "0 new, 0 changed, 6 already there, 5 left out"],
      err: [PAGES],
    });
    expect(await stored(database)).toEqual(first);
  });

  it("takes the database from DATABASE, and ends with 0 where nothing is left out", async () => {
    const { env, database } = await place();
    const outcome = await harkara(["import", fixture("rss-10.rdf")], { ...env, DATABASE: database });
    expect(outcome).toEqual({ code: 0, out: ["1 new, 0 changed, 0 already there, 0 left out"], err: [] });
    expect((await stored(database)).map(({ slug }) => slug)).toEqual(["first-rain"]);
  });

  it("reads a folder under its own site.json, in the order of publication", async () => {
    const source = await contentFolder(
      { b: "Published 23:05 XST, March 31st 2025\nB\nX.\n- C\nText.\n", a: articleText("A"), bad: "nothing" },
      { ...SITE, zones: { XST: "+05:30" } },
    );
    const { env, database } = await place();
    const { code, out } = await harkara(["import", source, "--to", database], env);
    expect(code).toBe(1);
    expect(out).toEqual([
      expect.stringMatching(/^.*articles\/bad\.txt:1:1 no-published /),
      "2 new, 0 changed, 0 already there, 1 left out",
    ]);
    const positions = (await stored(database)).map(({ slug, positions: each }) => [
      slug,
      each.find(({ scope }) => scope.kind === "all")?.position,
    ]);
    expect(positions).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });

  it("with --dry-run says what it would do, and does nothing", async () => {
    const { env, database } = await place();
    const { code, out, err } = await harkara(["import", fixture("rss-10.rdf"), "--to", database, "--dry-run"], env);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out).toEqual([
      "2025-03-31T17:35:00.000Z first-rain: First rain",
      "1 article would be brought along, 0 left out",
    ]);
    expect(await readdir(join(database, ".."))).toEqual([]);
  });

  it("brings a page from an address to a running site, with the token of the environment", async () => {
    const page = await stubServer(() => ({
      headers: { "content-type": "text/html" },
      body: `<!doctype html><meta property="article:published_time" content="2025-03-31T17:35:00Z"><h1>Rain</h1><p>${"It rains in Kochi, and it does not stop. ".repeat(10)}</p>`,
    }));
    const site = await stubServer(() => ({
      body: '{"line":1,"slug":"rain-in-kochi","status":201,"outcome":"created"}\n',
    }));
    const env = { CONTENT_DIR: "/nowhere", PUBLISH_TOKEN: "geheim" };
    const outcome = await harkara(["import", `${page.address}/rain-in-kochi`, "--to", site.address], env);
    expect(outcome).toEqual({ code: 0, out: ["1 new, 0 changed, 0 already there, 0 left out"], err: [] });
    expect(site.requested.map(({ headers }) => headers.authorization)).toEqual(["Bearer geheim"]);
    expect(JSON.parse(site.requested[0]?.body ?? "")).toMatchObject({ slug: "rain-in-kochi", format: "json" });
  });

  it("says that removals are left out where a site takes none", async () => {
    const source = await contentFolder({});
    const at = "2025-01-01T00:00:00.000Z";
    await put(
      source,
      "export.ndjson",
      `{"removed":{"slug":"a","published":"${at}","removed":"${at}","positions":[]}}\n{"end":{"articles":0,"removals":1}}\n`,
    );
    const outcome = await harkara(["import", source, "--to", "http://127.0.0.1:1"], { HARKARA_TOKEN: "x" });
    expect(outcome.code).toBe(1);
    expect(outcome.out).toEqual([
      expect.stringMatching(/^1 removal: .*left out/),
      "0 new, 0 changed, 0 already there, 0 left out",
    ]);
  });

  it("counts each of a kind that is left out, and names the kind once", async () => {
    const { env, database } = await place();
    const draft = (id: number) =>
      `<entry><id>urn:x:${id}</id><title>A</title><app:control><app:draft>yes</app:draft></app:control></entry>`;
    const feed = await put(
      await temporaryFolder(),
      "feed",
      `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app"><id>urn:x</id><title>T</title>${[1, 2, 3].map(draft).join("")}</feed>`,
    );
    expect(await harkara(["import", feed, "--to", database], env)).toEqual({
      code: 1,
      out: ["3 × draft: only published articles come along", "0 new, 0 changed, 0 already there, 3 left out"],
      err: [],
    });
  });

  it("changes much of what is there only with --yes", async () => {
    const { env, database } = await place();
    const folderOf = (body: string) =>
      contentFolder(
        Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`a${index}`, articleText("A", body)])),
      );
    const importFrom = async (folder: string, ...options: string[]) =>
      harkara(["import", folder, "--to", database, ...options], env);
    expect((await importFrom(await folderOf("First."))).out.at(-1)).toBe(
      "12 new, 0 changed, 0 already there, 0 left out",
    );
    const edited = await folderOf("Second.");
    const refused = await importFrom(edited);
    expect(refused.code).toBe(1);
    expect(refused.out.at(-1)).toBe("0 new, 0 changed, 0 already there, 12 left out");
    expect(refused.out[0]).toContain("at least 12 of 12 articles would be changed or removed at once");
    expect(refused.out[0]).toContain("--yes");
    expect((await stored(database)).filter(({ text }) => text.includes("Second."))).toEqual([]);
    const confirmed = await importFrom(edited, "--yes");
    expect([confirmed.code, confirmed.out.at(-1)]).toEqual([0, "0 new, 12 changed, 0 already there, 0 left out"]);
    expect((await importFrom(edited)).out.at(-1)).toBe("0 new, 0 changed, 12 already there, 0 left out");
  });

  it("lists what is left out up to a bound, and counts the rest", async () => {
    const { env, database } = await place();
    const items = Array.from(
      { length: 130 },
      (_, index) => `<item><title>${index}</title><link>https://a.example/x${index}</link></item>`,
    );
    const feed = await put(
      await temporaryFolder(),
      "feed",
      `<rss version="2.0"><channel><title>T</title>${items.join("")}</channel></rss>`,
    );
    const { code, out } = await harkara(["import", feed, "--to", database], env);
    expect(code).toBe(1);
    expect(out).toHaveLength(102);
    expect(out.slice(100)).toEqual([
      "and 30 more that are not listed",
      "0 new, 0 changed, 0 already there, 130 left out",
    ]);
  });

  it("draws a bar on a terminal and takes it away before it says what came of it", async () => {
    const { env, database } = await place();
    let drawn = "";
    const terminal = {
      write: (text: string) => {
        drawn += text;
      },
      columns: () => 80,
    };
    expect(
      (await harkara(["import", fixture("wordpress.xml"), "--to", database], env, EVENING, { terminal })).code,
    ).toBe(1);
    expect(drawn).toContain("11/11");
    expect(drawn.endsWith("\r\u001b[K")).toBe(true);
  });

  it("that is interrupted ends with 130 and what it did, and a second run does the rest", async () => {
    const source = await contentFolder(
      Object.fromEntries(Array.from({ length: 1200 }, (_, index) => [`a${index}`, articleText(`A${index}`)])),
    );
    const { env, database } = await place();
    const args = ["import", source, "--to", database];
    const interrupt = new AbortController();
    // The bar tells when the first batch is done.
    const terminal = {
      write: (text: string) => {
        if (/ 500\/1200/.test(text)) interrupt.abort();
      },
      columns: () => 80,
    };
    let time = EVENING.getTime();
    const now = () => {
      time += 1000;
      return new Date(time);
    };
    const world = { terminal, interrupt: () => interrupt.signal, now };
    const first = await harkara(args, env, EVENING, world);
    expect(first).toEqual({
      code: 130,
      out: ["500 new, 0 changed, 0 already there, 0 left out"],
      err: [expect.stringMatching(/^interrupted\. .*run it again/)],
    });
    expect(await stored(database)).toHaveLength(500);
    expect(await harkara(args, env)).toEqual({
      code: 0,
      out: ["700 new, 0 changed, 500 already there, 0 left out"],
      err: [],
    });
    expect(await stored(database)).toHaveLength(1200);
  }, 30_000);

  it.each([
    ["what is neither", "Published yesterday", /cannot be brought along: it is neither/],
    ["half a feed", "<rss version='2.0'><channel>", /cut off/],
    ["a page without a text", "<!doctype html><p></p>", /no text of an article/],
    ["nothing", "", /it is empty/],
  ])("refuses %s, and ends with 1", async (_, text, reason) => {
    const { env, database } = await place();
    const path = await put(await temporaryFolder(), "source", text);
    const { code, out, err } = await harkara(["import", path, "--to", database], env);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([expect.stringMatching(reason)]);
    expect(await readdir(join(database, ".."))).toEqual([]);
  });

  it.each([
    [["import"], {}],
    [["import", "/nowhere/at/all", "--to", "x.db"], {}],
    [["import", fixture("atom.xml")], {}],
    [["import", fixture("atom.xml"), "--to", "https://a.example"], {}],
    [["import", fixture("atom.xml"), "--to", "https://u:p@a.example"], { HARKARA_TOKEN: "x" }],
    [["import", fixture("atom.xml"), "--to", "https://a.example"], { HARKARA_TOKEN: "line\nbreak" }],
    [["import", fixture("atom.xml"), "--to", "x.db"], { CONTENT_DIR: "/nowhere" }],
  ])("%j with %j is not its use", async (args, env) => {
    const { code, out, err } = await harkara(args as string[], env as Record<string, string>);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(err).toEqual([expect.stringMatching(/^harkara import: .+ See harkara import --help$/)]);
  });
});
