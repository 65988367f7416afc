import { once } from "node:events";
import { beforeAll, describe, expect, it } from "vitest";
import { dial, drain, exchange, parseResponse } from "../../support/readers/socket.ts";
import { type Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder } from "../../support/stores/folder.ts";

/** Articles that together are far more than the system keeps for a reader who does not read. */
const LONG = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [
    `long-${index}`,
    articleText(`Long ${index}`, `${"A sentence. ".repeat(5000)}\n`.repeat(15)),
  ]),
);

let service: Service;

beforeAll(async () => {
  service = await startService(await contentFolder({ a: articleText("A"), ...LONG }));
});

/** Sends bytes, one for each character. */
const send = async (text: string) => parseResponse(await exchange(service.port, Buffer.from(text, "latin1")));

const request = (start: string, ...headers: string[]) =>
  [`${start} HTTP/1.1`, "Host: news.example", ...headers, "Connection: close", "", ""].join("\r\n");

describe("requests that are uncommon", () => {
  it.each([
    ["HTTP/1.0 without a Host", "GET /rss.xml?limit=1 HTTP/1.0\r\n\r\n"],
    ["a Host that is none", "GET /rss.xml?limit=1 HTTP/1.1\r\nHost: a b<c>\r\nConnection: close\r\n\r\n"],
    ["a Host that is no address", "GET /rss.xml?limit=1 HTTP/1.1\r\nHost: ://:99999\r\nConnection: close\r\n\r\n"],
    ["an empty Host", "GET /rss.xml?limit=1 HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"],
    ["an absolute target", request("GET http://evil.example/rss.xml?limit=1")],
    ["an absolute target with a port", request("GET https://evil.example:99/rss.xml?limit=1")],
    ["a fragment in the target", request("GET /rss.xml?limit=1#evil")],
    ["an upgrade", request("GET /rss.xml?limit=1", "Upgrade: websocket")],
    ["a body with GET", request("GET /rss.xml?limit=1", "Content-Length: 3").concat("abc")],
    ["many headers", request("GET /rss.xml?limit=1", ...Array.from({ length: 100 }, (_, index) => `X-${index}: a`))],
    ["If-None-Match twice", request("GET /rss.xml?limit=1", 'If-None-Match: "a"', 'If-None-Match: "b"')],
  ])("are answered as all others: %s", async (_, bytes) => {
    const plain = await send(request("GET /rss.xml?limit=1"));
    const { status, headers, body } = await send(bytes);
    expect(status).toBe(200);
    expect(body === plain.body).toBe(true);
    for (const name of ["content-type", "etag", "last-modified", "cache-control", "x-content-type-options"])
      expect(headers.get(name)).toBe(plain.headers.get(name));
  });

  it("name their validators in more than one header line", async () => {
    const etag = (await send(request("GET /rss.xml?limit=1"))).headers.get("etag");
    const answer = await send(request("GET /rss.xml?limit=1", 'If-None-Match: "a"', `If-None-Match: ${etag}`));
    expect(answer.status).toBe(304);
    expect(answer.body).toBe("");
  });

  it.each(["TRACE", "PROPFIND", "MKCOL", "QUERY", "PURGE", "LINK"])(
    "of the method %s are not allowed",
    async (method) => {
      const { status, headers } = await send(request(`${method} /rss.xml?limit=1`));
      expect(status).toBe(405);
      expect(headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    },
  );

  it.each([
    ["no Host with HTTP/1.1", "GET /rss.xml?limit=1 HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    ["an absolute target that is none", request("GET http://[bad/rss.xml?limit=1"), 400],
    ["a target of no path", request("GET *"), 400],
    ["OPTIONS for the server as a whole", request("OPTIONS *"), 400],
    ["a backslash in the path", request("GET /articles\\a"), 400],
    ["an expectation that nobody meets", request("GET /rss.xml?limit=1", "Expect: wonders"), 417],
    ["garbage", "garbage\r\n\r\n", 400],
    ["a greeting of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400],
    ["a version that nobody speaks", "GET /rss.xml?limit=1 HTTP/9.9\r\nHost: a\r\n\r\n", 400],
    ["a method that is none", request("FETCH /rss.xml?limit=1"), 400],
    ["bytes in the target that are not ASCII", request("GET /articles/\xff"), 400],
    ["a header without a colon", request("GET /rss.xml?limit=1", "nonsense"), 400],
    ["a control character in a header", request("GET /rss.xml?limit=1", "X: a\0b"), 400],
    [
      "two ways to tell the length",
      request("POST /rss.xml?limit=1", "Content-Length: 3", "Transfer-Encoding: chunked"),
      400,
    ],
    ["two lengths", request("POST /rss.xml?limit=1", "Content-Length: 3", "Content-Length: 4"), 400],
    ["a header that is too long", request("GET /rss.xml?limit=1", `X: ${"x".repeat(20_000)}`), 431],
    ["a target that is too long", request(`GET /${"x".repeat(20_000)}`), 431],
  ])("are refused as all errors are: %s", async (_, bytes, expected) => {
    const { status, headers, body } = await send(bytes);
    expect(status).toBe(expected);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(body).not.toMatch(/\n\s+at |node:|Error/);
  });

  it.each(["/%zz", "/articles/%E0%A4%A", "/articles/%ff", "//evil.example/rss.xml", "/articles/%00", "/;a=b?c"])(
    "for %s find nothing",
    async (path) => {
      const { status, headers, body } = await send(request(`GET ${path}`));
      expect(status).toBe(404);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(body).not.toMatch(/\n\s+at |node:|evil/);
    },
  );

  it("that are garbage write nothing into the answer that is on its way on the same connection", async () => {
    const path = "/feed.json?limit=100";
    const whole = await service.text(path);
    const socket = await dial(service.port);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await once(socket, "readable");
    socket.write("garbage\r\n\r\n");
    const { status, body } = parseResponse(await drain(socket));
    expect(status).toBe(200);
    expect(Buffer.from(whole).toString("latin1").startsWith(body)).toBe(true);
  });

  it("leave nothing in the log and the service alive", async () => {
    expect(service.log.filter((line) => !line.startsWith("info "))).toEqual([]);
    expect(service.errors).toBe("");
    expect((await service.fetch("/healthz")).status).toBe(200);
  });
});
