import { beforeEach, describe, expect, it } from "vitest";
import { NOW } from "../support/fixtures/content.ts";
import { type Publishing, problemOf, publishing, wireText } from "../support/services/publishing.ts";

let client: Publishing;
beforeEach(async () => {
  client = await publishing();
});

const PATH = "/api/articles/ports";
const TEXT = wireText("Ports clear their decks", undefined, "By Asha Rao\n- Weather\n");
const PLAIN = { "content-type": "text/plain" };

describe("PUT", () => {
  it("publishes an article and says where it is and what its tag is", async () => {
    const response = await client.put("ports", TEXT);
    const tag = client.articleWriter.stored.get("ports")?.tag;
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe(PATH);
    expect(response.headers.get("etag")).toBe(`"${tag}"`);
    expect(await response.json()).toEqual({
      slug: "ports",
      address: "https://news.example/articles/ports",
      tag,
      published: "2025-03-31T17:35:00.000Z",
      updated: "2025-03-31T17:35:00.000Z",
      outcome: "created",
    });
    expect(client.articleWriter.stored.get("ports")).toMatchObject({ format: "wire", text: TEXT, modified: NOW });
  });

  it("tells once whose feeds and pages changed", async () => {
    await client.put("ports", TEXT);
    const scopes = [{ kind: "all" }, { kind: "category", slug: "weather" }, { kind: "author", slug: "asha-rao" }];
    expect(client.reported).toEqual([{ touched: scopes, slugs: ["ports"] }]);
  });

  it("can be repeated: the second time nothing changes and nobody is told", async () => {
    await client.put("ports", TEXT);
    const response = await client.put("ports", TEXT);
    expect(response.status).toBe(200);
    expect(response.headers.get("location")).toBeNull();
    expect(await response.json()).toMatchObject({ outcome: "same" });
    expect(client.reported).toHaveLength(1);
  });

  it("puts another text in the place of the first", async () => {
    await client.put("ports", TEXT);
    const response = await client.put("ports", wireText("Ports wait"));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ outcome: "changed" });
    expect(client.articleWriter.stored.get("ports")?.text).toBe(wireText("Ports wait"));
  });

  it("lists every fault with its place and remedy, and stores nothing", async () => {
    const response = await client.put("ports", "Published 25:00 IST, March 31st 2025\nHeadline\n");
    expect(response.status).toBe(422);
    const { faults = [] } = await problemOf(response);
    expect(faults.map(({ line, column, code, severity }) => [line, column, code, severity])).toEqual([
      [1, 11, "no-such-hour", "error"],
      [3, 1, "no-body", "error"],
    ]);
    for (const { message, hint } of faults) expect([message, hint]).toEqual([expect.any(String), expect.any(String)]);
    expect(client.articleWriter.stored.size).toBe(0);
    expect(client.reported).toEqual([]);
  });

  it("publishes what has warnings, and gives them back", async () => {
    const response = await client.put("ports", wireText("Ports", "Updated 01:00 IST, April 1st 2025\nText."));
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ warnings: [{ line: 4, code: "updated-not-last" }] });
  });

  it("does not publish a draft", async () => {
    const response = await client.put("ports", wireText("Ports", "Write the text here, a paragraph a line."));
    expect(response.status).toBe(422);
    expect((await problemOf(response)).faults).toMatchObject([{ code: "draft", severity: "warning" }]);
    expect(client.articleWriter.stored.size).toBe(0);
  });

  it("names the byte that is not UTF-8", async () => {
    const body = Uint8Array.from([...new TextEncoder().encode("Published\nA"), 0xff]);
    const response = await client.ask("PUT", PATH, { headers: PLAIN, body });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).faults).toMatchObject([{ line: 2, column: 2, code: "not-utf-8" }]);
  });

  it("gives no validator for a text that is not stored as it was sent", async () => {
    const response = await client.put("ports", `\ufeff${TEXT}`);
    expect(response.status).toBe(201);
    expect(response.headers.get("etag")).toBeNull();
    expect(client.articleWriter.stored.get("ports")?.text).toBe(TEXT);
  });

  it("knows a slug however its letters are composed", async () => {
    const response = await client.put("cafe\u0301", TEXT);
    expect(response.headers.get("location")).toBe("/api/articles/caf%C3%A9");
    expect(await response.json()).toMatchObject({ slug: "caf\u00e9" });
    expect([...client.articleWriter.stored.keys()]).toEqual(["caf\u00e9"]);
    expect((await client.put("caf\u00e9", TEXT)).status).toBe(200);
  });

  it("refuses what the store refuses, in its words", async () => {
    const refused = { kind: "refused", message: "there is a ports.md", hint: "Take it away first." } as const;
    const content = {
      site: client.site,
      store: {} as never,
      writer: { ...client.articleWriter, writeChanges: async () => [refused] },
    };
    const other = await publishing({ content: () => content });
    const response = await other.put("ports", TEXT);
    expect(response.status).toBe(409);
    expect((await problemOf(response)).detail).toBe("There is a ports.md. Take it away first.");
  });
});

describe("GET and HEAD", () => {
  it("give the source back byte for byte, with its validators", async () => {
    await client.put("ports", TEXT);
    client.now = new Date("2026-11-24T00:00:00Z");
    const response = await client.ask("GET", PATH);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      etag: `"${client.articleWriter.stored.get("ports")?.tag}"`,
      "last-modified": NOW.toUTCString(),
      "cache-control": "no-store",
    });
    expect(await response.text()).toBe(TEXT);
    const head = await client.ask("HEAD", PATH);
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(response.headers));
  });

  it("give an article that is still to come", async () => {
    const text = wireText("Later").replace("2025", "2099");
    await client.put("later", text);
    expect(await (await client.ask("GET", "/api/articles/later")).text()).toBe(text);
  });

  it.each([
    ["text/plain", "wire", wireText("A")],
    ["text/markdown", "markdown", "---\npublished: 2025-03-31T23:05:00+05:30\nheadline: A\n---\n\nText of it.\n"],
    ["application/json", "json", '{"published":"2025-03-31T23:05:00+05:30","headline":"A","text":"Text of it."}'],
  ])("know %s as %s", async (type, format, body) => {
    const put = await client.ask("PUT", PATH, {
      headers: { "content-type": `${type}; charset="UTF-8"` },
      body,
    });
    expect(put.status).toBe(201);
    expect(client.articleWriter.stored.get("ports")?.format).toBe(format);
    const got = await client.ask("GET", PATH);
    expect(got.headers.get("content-type")).toBe(`${type}; charset=utf-8`);
    expect(await got.text()).toBe(body);
  });

  it("know nothing of what is not there", async () => {
    expect((await problemOf(await client.ask("GET", PATH))).status).toBe(404);
  });
});

describe("DELETE", () => {
  it("takes an article away, tells it, and then finds none", async () => {
    await client.put("ports", TEXT);
    const response = await client.ask("DELETE", PATH);
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(client.reported[1]?.slugs).toEqual(["ports"]);
    expect(client.reported[1]?.touched).toContainEqual({ kind: "category", slug: "weather" });
    expect((await client.ask("GET", PATH)).status).toBe(404);
    expect((await problemOf(await client.ask("DELETE", PATH))).status).toBe(404);
    expect(client.reported).toHaveLength(2);
  });
});
