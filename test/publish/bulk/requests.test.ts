import { describe, expect, it } from "vitest";
import { MAX_BULK_LINE_BYTES, MAX_BULK_LINES } from "../../../src/publish/bulk/split-lines.ts";
import { MAX_ARTICLE_BYTES } from "../../../src/source/source.ts";
import { type Line, linesOf, NDJSON_TYPE, publishing, wireText } from "../../support/services/publishing.ts";

const wire = (slug: string, text: string, more = {}) => ({ slug, format: "wire", source: text, ...more });

describe("a bulk request", () => {
  it("is answered a line each, in order", async () => {
    const client = await publishing();
    await client.put("there", wireText("There"));
    const answers = await client.bulk([
      wire("new", wireText("New")),
      wire("there", wireText("There")),
      { slug: "there", remove: true },
      { slug: "never", remove: true },
      wire("faulty", "nonsense"),
      wire("..", wireText("Up")),
      wire("new", wireText("Newer"), { ifNoneMatch: "*" }),
    ]);
    expect(answers.map(({ line, slug, status, outcome }) => [line, slug, status, outcome])).toEqual([
      [1, "new", 201, "created"],
      [2, "there", 200, "same"],
      [3, "there", 204, "removed"],
      [4, "never", 404, undefined],
      [5, "faulty", 422, undefined],
      [6, undefined, 400, undefined],
      [7, "new", 412, undefined],
    ]);
    expect(answers[0]?.tag).toBe(client.articleWriter.stored.get("new")?.tag);
    expect(answers[4]?.faults?.[0]).toMatchObject({ line: 1, code: "no-published" });
    expect(answers.slice(3).every(({ detail }) => (detail ?? "").length > 20)).toBe(true);
  });

  it("tells once what was changed", async () => {
    const client = await publishing();
    const labels = (name: string) => wireText("A", undefined, `- ${name}\n`);
    await client.bulk([
      ...Array.from({ length: 250 }, (_, index) => wire(`a${index}`, labels("One"))),
      wire("b", labels("Two")),
      wire("c", "x"),
    ]);
    expect(client.reported).toHaveLength(1);
    expect(client.reported[0]?.slugs).toEqual([...Array.from({ length: 250 }, (_, index) => `a${index}`), "b"]);
    expect(client.reported[0]?.touched).toEqual([
      { kind: "all" },
      { kind: "category", slug: "one" },
      { kind: "category", slug: "two" },
    ]);
    expect(client.articleWriter.writes).toEqual([100, 100, 51]);
  });

  it("writes no more text at once than fits into memory", async () => {
    const client = await publishing();
    const text = wireText("A", "A line of the text.\n".repeat(50_000));
    const answers = await client.bulk(Array.from({ length: 6 }, (_, index) => wire(`a${index}`, text)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    expect(client.articleWriter.writes).toEqual([4, 2]);
  });

  it("takes articles in JSON as they are", async () => {
    const client = await publishing();
    const article = '{"headline":"No article","__proto__":{"a":1},"strange":"\\ud800","2":1,"1":[{}]}';
    const [bulk] = await client.bulk([`{"slug":"a","article":${article}}`]);
    const single = await client.ask("PUT", "/api/articles/a", {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(JSON.parse(article), undefined, 2),
    });
    expect(bulk?.status).toBe(422);
    expect(bulk?.faults).toEqual(((await single.json()) as Line).faults);
  });

  it("keeps an article in JSON as people would write it", async () => {
    const client = await publishing();
    const article = { headline: "Ports", published: "2025-03-31T23:05:00+05:30", text: "This is the text." };
    expect(await client.bulk([{ slug: "a", article }])).toMatchObject([{ status: 201, outcome: "created" }]);
    expect(client.articleWriter.stored.get("a")).toMatchObject({
      format: "json",
      text: `${JSON.stringify(article, undefined, 2)}\n`,
    });
  });

  const BAD: readonly (readonly [name: string, line: string, status: number])[] = [
    ["not JSON", "{", 400],
    ["half a line", JSON.stringify(wire("a", wireText("A"))).slice(0, -1), 400],
    ["a text", '"a"', 400],
    ["null", "null", 400],
    ["a list", "[]", 400],
    ["no slug", '{"remove":true}', 400],
    ["a number for a slug", '{"slug":1,"remove":true}', 400],
    ["no source", '{"slug":"a","format":"wire"}', 400],
    ["no format", '{"slug":"a","source":"x"}', 400],
    ["an unknown format", '{"slug":"a","format":"html","source":"x"}', 400],
    ["two kinds at once", '{"slug":"a","remove":true,"article":{}}', 400],
    ["remove: false", '{"slug":"a","remove":false}', 400],
    ["an unknown member", '{"slug":"a","remove":true,"if-match":"*"}', 400],
    ["a list for an article", '{"slug":"a","article":[]}', 400],
    ["a number for a tag", '{"slug":"a","remove":true,"ifMatch":1}', 400],
    ["no tag at all", '{"slug":"a","remove":true,"ifMatch":[]}', 412],
    ["half a surrogate pair", JSON.stringify(wire("a", wireText("A\ud800"))), 422],
    ["a slug with half of one", '{"slug":"\\ud800","remove":true}', 400],
    ["a slug with NUL", '{"slug":"a\\u0000","remove":true}', 400],
    ["too much text", JSON.stringify(wire("a", "a".repeat(MAX_ARTICLE_BYTES + 1))), 413],
    ["a line too long", `"${"a".repeat(MAX_BULK_LINE_BYTES)}"`, 413],
  ];

  it.each(BAD)("is not spoiled by a line with %s", async (_, line, status) => {
    const client = await publishing();
    const answers = await client.bulk([wire("b", wireText("B")), line, wire("c", wireText("C"))]);
    expect(answers.map((answer) => [answer.line, answer.status])).toEqual([
      [1, 201],
      [2, status],
      [3, 201],
    ]);
    expect(JSON.stringify(answers).length).toBeLessThan(2_000);
    expect([...client.articleWriter.stored.keys()].sort()).toEqual(["b", "c"]);
  });

  it("is not spoiled by bytes that are not UTF-8, and knows all ends of lines", async () => {
    const client = await publishing();
    const good = JSON.stringify(wire("a", wireText("A")));
    const body = Buffer.concat([
      Buffer.from(`\n${good}\r\n \t\r\n`),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(good),
    ]);
    const response = await client.ask("POST", "/api/articles", { headers: NDJSON_TYPE, body });
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    const answers = await linesOf(response);
    expect(answers.map(({ line, status }) => [line, status])).toEqual([
      [2, 201],
      [4, 400],
      [5, 200],
    ]);
  });

  it("without a line has an answer without one", async () => {
    const client = await publishing();
    expect(await client.bulk([])).toEqual([]);
    expect(await linesOf(await client.ask("POST", "/api/articles", { headers: NDJSON_TYPE }))).toEqual([]);
    expect(client.reported).toEqual([]);
  });

  it("may have so many lines and no more; those before are carried out", async () => {
    const client = await publishing();
    const answers = await client.bulk(
      Array.from({ length: MAX_BULK_LINES + 5 }, (_, index) => ({ slug: `a${index}`, remove: true })),
    );
    expect(answers).toHaveLength(MAX_BULK_LINES + 1);
    expect(answers.at(-2)).toMatchObject({ line: MAX_BULK_LINES, status: 404 });
    expect(answers.at(-1)).toMatchObject({ line: MAX_BULK_LINES + 1, status: 413 });
  });
});
