import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { MAX_ARTICLE_BYTES } from "../../src/source/source.ts";
import type { ArticleStore } from "../../src/store/article-store.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { NDJSON_TYPE, problemOf, publishing, untouchedBody, wireText } from "../support/services/publishing.ts";

const PATH = "/api/articles/ports";
const PLAIN = { "content-type": "text/plain" };
const TEXT = wireText("Ports");
const SCHEMA = new URL("../../src/source/json/article.schema.json", import.meta.url);

describe("media types", () => {
  it.each([
    [undefined],
    ["application/x-www-form-urlencoded"],
    ["application/octet-stream"],
    ["text/html"],
    ["text/plain; charset=iso-8859-1"],
    ["text/plain; charset=utf-16"],
    ['text/markdown; variant=GFM; charset="latin1"'],
    ["text"],
    ["text/plain, text/markdown"],
    ["application/x-ndjson"],
  ])("%s is refused with a list of what is taken", async (type) => {
    const client = await publishing();
    const body = new TextEncoder().encode(TEXT);
    const response = await client.ask("PUT", PATH, {
      headers: type === undefined ? {} : { "content-type": type },
      body,
    });
    expect(response.headers.get("accept")).toBe("text/plain, text/markdown, application/json");
    expect((await problemOf(response)).status).toBe(415);
    expect(client.articleWriter.writes).toEqual([]);
  });

  it.each(["text/plain", "TEXT/PLAIN", "text/plain;charset=utf8", 'text/plain; format=flowed; Charset="UTF-8" '])(
    "%s is taken",
    async (type) => {
      const client = await publishing();
      expect((await client.put("ports", TEXT, { "content-type": type })).status).toBe(201);
    },
  );

  it.each(["gzip", "br", "gzip, identity", "x"])("a body coded as %s is refused", async (coding) => {
    const client = await publishing();
    for (const [method, path, type] of [
      ["PUT", PATH, "text/plain"],
      ["POST", "/api/articles", "application/x-ndjson"],
    ] as const) {
      const headers = { "content-type": type, "content-encoding": coding };
      const response = await client.ask(method, path, { headers, body: TEXT });
      expect(response.headers.get("accept-encoding")).toBe("identity");
      expect((await problemOf(response)).status).toBe(415);
    }
    expect((await client.put("ports", TEXT, { "content-encoding": "identity" })).status).toBe(201);
  });

  it("a bulk request of another type is told which it should be", async () => {
    const client = await publishing();
    const response = await client.ask("POST", "/api/articles", {
      headers: { "content-type": "application/json" },
      body: "[]",
    });
    expect(response.headers.get("accept-post")).toBe("application/x-ndjson");
    expect((await problemOf(response)).status).toBe(415);
  });
});

describe("methods", () => {
  it.each([
    ["/api/articles", "GET, HEAD, POST", ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"]],
    [PATH, "GET, HEAD, PUT, DELETE", ["POST", "PATCH", "OPTIONS", "LOCK"]],
    ["/api/schema.json", "GET, HEAD", ["PUT", "POST", "DELETE", "OPTIONS"]],
  ])("%s takes %s and no others", async (path, allow, others) => {
    const client = await publishing();
    for (const method of others) {
      const response = await client.ask(method, path);
      expect(response.headers.get("allow"), method).toBe(allow);
      expect((await problemOf(response)).status, method).toBe(405);
    }
  });

  it.each(["/api", "/api/", "/api/articles/", "/api/articles/a/b", "/api/nothing", "/api/Articles", "/api/schema"])(
    "%s is nothing",
    async (path) => {
      const client = await publishing();
      for (const method of ["GET", "PUT", "DELETE", "OPTIONS"])
        expect((await problemOf(await client.ask(method, path))).status).toBe(404);
    },
  );

  it("the schema of articles in JSON is there even while the content is not", async () => {
    const client = await publishing({ content: () => undefined });
    const response = await client.ask("GET", "/api/schema.json");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/schema+json; charset=utf-8");
    expect(await response.json()).toEqual(JSON.parse(readFileSync(SCHEMA, "utf8")));
  });
});

describe("bodies", () => {
  const letters = (count: number) => TEXT + "a".repeat(count - TEXT.length);
  const linesOf = (count: number) => (TEXT + "A line of text.\n".repeat(count)).slice(0, count);

  it("of just as many bytes as an article may have are taken, of one more they are not", async () => {
    const client = await publishing();
    expect((await client.put("ports", linesOf(MAX_ARTICLE_BYTES))).status).toBe(201);
    expect((await problemOf(await client.put("more", letters(MAX_ARTICLE_BYTES + 1)))).status).toBe(413);
    expect([...client.articleWriter.stored.keys()]).toEqual(["ports"]);
  });

  it("are refused by the length that they announce, before they are read", async () => {
    const client = await publishing();
    const { body, pulled } = untouchedBody();
    const headers = { ...PLAIN, "content-length": String(MAX_ARTICLE_BYTES + 1) };
    expect((await client.ask("PUT", PATH, { headers, body })).status).toBe(413);
    expect(pulled).not.toHaveBeenCalled();
  });

  it("are read no further than to the first byte too many", async () => {
    const client = await publishing();
    let sent = 0;
    const cancelled = vi.fn();
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          sent += 65_536;
          controller.enqueue(new Uint8Array(65_536).fill(0x61));
        },
        cancel: cancelled,
      },
      { highWaterMark: 0 },
    );
    expect((await problemOf(await client.ask("PUT", PATH, { headers: PLAIN, body }))).status).toBe(413);
    expect(cancelled).toHaveBeenCalledOnce();
    expect(sent).toBe(MAX_ARTICLE_BYTES + 65_536);
  });

  it("that come byte by byte are put together, and characters with them", async () => {
    const client = await publishing();
    const text = wireText("बारिश जल्दी 🌧️");
    const bytes = [...new TextEncoder().encode(text)];
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const byte = bytes.shift();
        if (byte === undefined) controller.close();
        else controller.enqueue(Uint8Array.of(byte));
      },
    });
    expect((await client.ask("PUT", PATH, { headers: PLAIN, body })).status).toBe(201);
    expect(client.articleWriter.stored.get("ports")?.text).toBe(text);
  });

  it("that break off leave everything as it was", async () => {
    const client = await publishing();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(TEXT)),
      pull: (controller) => controller.error(new Error("the client is gone")),
    });
    expect((await problemOf(await client.ask("PUT", PATH, { headers: PLAIN, body }))).status).toBe(400);
    expect(client.articleWriter.writes).toEqual([]);
  });

  it("that are missing are no articles", async () => {
    const client = await publishing();
    const response = await client.ask("PUT", PATH, { headers: PLAIN });
    expect((await problemOf(response)).faults?.[0]).toMatchObject({ code: "no-published" });
  });
});

describe("content", () => {
  const REQUESTS = [
    ["GET", "/api/articles"],
    ["POST", "/api/articles"],
    ["GET", PATH],
    ["PUT", PATH],
    ["DELETE", PATH],
  ] as const;

  it.each(REQUESTS)("that is not loaded: %s %s is asked to come back", async (method, path) => {
    const client = await publishing({ content: () => undefined });
    const response = await client.ask(method, path, { headers: NDJSON_TYPE });
    expect(response.headers.get("retry-after")).toBe("5");
    expect((await problemOf(response)).status).toBe(503);
  });

  it.each(REQUESTS)("that can only be read: %s %s says how to change it", async (method, path) => {
    const site = await siteOf();
    const client = await publishing({ content: () => ({ site, store: {} as ArticleStore }) });
    const body = await problemOf(await client.ask(method, path, { headers: PLAIN }));
    expect(body.status).toBe(403);
    expect(body.detail).toMatch(/can only be read.*deploy again.*database/);
  });
});
