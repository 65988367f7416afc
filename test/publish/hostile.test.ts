import { describe, expect, it } from "vitest";
import { LEAKS, type Publishing, publishing, TOKEN, wireText } from "../support/services/publishing.ts";

const TEXT = wireText("Ports");

/** Ways to write one character of a path. */
const DOTS = [".", "%2e", "%2E", "%252e", "%25252e", "%c0%ae", "%e0%80%ae", "%u002e", "\uff0e"];
const SLASHES = ["/", "%2f", "%2F", "%252f", "%25252f", "%5c", "\\", "%255c", "%c0%af", "%e0%80%af", "%ef%bc%8f"];
const TARGETS = ["site.json", "etc/passwd", "articles.db"];

/** 500 and more paths that lead out, each written in another way. */
function traversals(): string[] {
  const paths: string[] = [];
  for (const dot of DOTS) {
    for (const slash of SLASHES) {
      for (const target of TARGETS) {
        const file = target.replaceAll("/", slash);
        paths.push(`${dot}${dot}${slash}${file}`);
        paths.push(`${`${dot}${dot}${slash}`.repeat(6)}${file}`);
      }
    }
  }
  return paths;
}

/** More that no slug may be, as segments of a path. */
const SEGMENTS = [
  "%00",
  "a%00",
  "%00a.txt",
  "a%0a",
  "a%0d%0aset-cookie:a=1",
  "%1b%5b31m",
  "%7f",
  "a%2fb",
  "a%5cb",
  "%2fetc%2fpasswd",
  "%2e",
  "%2e%2e",
  "%2ehidden",
  ".hidden",
  "a..b",
  "%20",
  "a%20",
  "%c2%a0a",
  "%ff",
  "%fe%ff",
  "%zz",
  "%",
  "%e0%a4%a",
  "%c0%80",
  "%ed%a0%80",
  "%f4%90%80%80",
  "%ef%bf%bd",
  "%ef%bf%bf",
  `${"x".repeat(201)}`,
  `${"x".repeat(20_000)}`,
  `${"%E0%A4%96".repeat(67)}`,
  "%EF%BB%BF",
];

/** What databases, shells, templates, headers and programs take for orders; each is a fine slug if a strange one. */
const ORDERS = [
  "' OR '1'='1",
  "'; DROP TABLE articles; --",
  '" OR ""="',
  "1; DELETE FROM articles",
  "') UNION SELECT * FROM sqlite_master --",
  "x' AND (SELECT COUNT(*) FROM articles) > 0 --",
  "admin'--",
  "' || (SELECT text FROM articles) || '",
  "%' OR slug LIKE '%",
  "_%",
  "*",
  "NEAR(a b)",
  "slug:*",
  'a" OR b',
  "^a",
  "-a",
  "NOT a",
  "{{7*7}}",
  "\u0024{7*7}",
  "#{7*7}",
  "<%= 7*7 %>",
  "`id`",
  "$(id)",
  "; id",
  "| id",
  "&& id",
  "<script>alert(1)<!-- -->",
  '"><img src=x onerror=alert(1)>',
  "javascript:alert(1)",
  "]]>",
  "<!ENTITY x SYSTEM 'file:'>",
  "&lt;",
  "__proto__",
  "constructor",
  "prototype",
  "hasOwnProperty",
  "toString",
  "null",
  "undefined",
  "NaN",
  "true",
  "0",
  "-1",
  "1e9",
  "CON",
  "NUL",
  "aux.txt",
  "a:b",
  "file:a",
  "~root",
  "@a",
  "a,b",
  "a=b",
  "a+b",
  "a;b",
  "a&b",
  "a?b",
  "a#b",
  "a%b",
  "%s%n",
  "a'b",
  'a"b',
  "(a)",
  "[a]",
  "{a}",
  "\u202egpj.exe",
  "\u200b",
];

/** 200 and more: each alone, and within others. */
function injections(): string[] {
  return ORDERS.flatMap((order) => [order, `a${order}`, `${order}b`, `${order}${order}`]);
}

async function settled(client: Publishing, response: Response): Promise<string> {
  const text = await response.text();
  const headers = [...response.headers].join("\n");
  expect(`${text}\n${headers}`).not.toMatch(LEAKS);
  expect(headers).not.toContain("set-cookie");
  expect(headers).not.toContain(TOKEN);
  expect(client.lines.every((line) => !/\p{Cc}/u.test(line))).toBe(true);
  return text;
}

describe("encoded traversal", () => {
  const paths = traversals();

  it(`of ${paths.length} kinds reaches nothing but, at most, an article of just that name`, async () => {
    expect(new Set(paths).size).toBeGreaterThanOrEqual(500);
    const client = await publishing();
    await client.put("kept", TEXT);
    let taken = 0;
    for (const path of paths) {
      for (const method of ["PUT", "GET", "DELETE"]) {
        const init = method === "PUT" ? { headers: { "content-type": "text/plain" }, body: TEXT } : {};
        const response = await client.ask(method, `/api/articles/${path}`, init);
        await settled(client, response);
        if (response.status < 400) taken += 1;
        else expect(response.status, `${method} ${path}`).toBeLessThan(500);
      }
    }
    // Decoded once, some of them are names, and strange ones: they were published, read and taken away again.
    expect(taken % 3).toBe(0);
    expect([...client.articleWriter.stored.keys()]).toEqual(["kept"]);
    for (const { slugs } of client.reported) for (const slug of slugs) expect(slug).not.toMatch(/\.\.|[/\\]|^\./);
  });

  it.each(SEGMENTS)("%s is no slug", async (segment) => {
    const client = await publishing();
    for (const method of ["PUT", "GET", "DELETE"]) {
      const init = method === "PUT" ? { headers: { "content-type": "text/plain" }, body: TEXT } : {};
      const response = await client.ask(method, `/api/articles/${segment}`, init);
      expect([400, 404, 405]).toContain(response.status);
      await settled(client, response);
    }
    expect(client.articleWriter.writes).toEqual([]);
  });
});

describe("strings that are orders to other programs", () => {
  const strings = injections();

  it(`are slugs like others: ${strings.length} are published, listed, read and taken away`, async () => {
    const slugs = [...new Set(strings)];
    expect(slugs.length).toBeGreaterThanOrEqual(200);
    const client = await publishing();
    for (const slug of slugs) {
      const response = await client.put(slug, wireText(`PublishedChanges: ${slug}`));
      expect(response.status, slug).toBe(201);
      expect(response.headers.get("location")).toBe(`/api/articles/${encodeURIComponent(slug)}`);
      expect(JSON.parse(await settled(client, response))).toMatchObject({ slug });
    }
    const list = (await (await client.ask("GET", "/api/articles?limit=1000")).json()) as {
      articles: { slug: string }[];
    };
    expect(list.articles.map(({ slug }) => slug).sort()).toEqual([...slugs].sort());
    for (const slug of slugs) {
      const path = `/api/articles/${encodeURIComponent(slug)}`;
      expect(await settled(client, await client.ask("GET", path))).toBe(wireText(`PublishedChanges: ${slug}`));
      expect((await client.ask("DELETE", path)).status).toBe(204);
    }
    expect(client.articleWriter.stored.size).toBe(0);
  });

  it("change nothing as tags, cursors or lines", async () => {
    const client = await publishing();
    await client.put("kept", TEXT);
    const lines = strings.map((text) => ({ slug: "kept", remove: true, ifMatch: text === "*" ? "x" : text }));
    expect(new Set((await client.bulk(lines)).map(({ status }) => status))).toEqual(new Set([412]));
    expect(
      new Set((await client.bulk(strings.filter((text) => text.trim() !== ""))).map(({ status }) => status)),
    ).toEqual(new Set([400]));
    for (const text of strings) {
      const response = await client.ask("GET", `/api/articles?cursor=${encodeURIComponent(text)}`);
      expect([200, 400], text).toContain(response.status);
      await settled(client, response);
    }
    expect([...client.articleWriter.stored.keys()]).toEqual(["kept"]);
  });
});
