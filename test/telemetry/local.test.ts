import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comesFromLoopback, isLoopbackAddress, isLoopbackHost } from "../../src/http/loopback.ts";
import { contentOf, siteOf } from "../support/fixtures/content.ts";
import { exchange } from "../support/readers/poll-client.ts";
import { type WatchedServer, watchedServer } from "../support/services/watched.ts";

describe("an address", () => {
  it.each(["127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1", "::FFFF:127.0.0.1"])("%s is loopback", (each) => {
    expect(isLoopbackAddress(each)).toBe(true);
  });
  it.each([
    "",
    "10.0.0.1",
    "128.0.0.1",
    "::",
    "::2",
    "fe80::1",
    "::ffff:10.0.0.1",
    "127.0.0.1.evil.example",
    "0.0.0.0",
  ])("%j is not", (each) => {
    expect(isLoopbackAddress(each)).toBe(false);
  });
});

describe("a host", () => {
  it.each(["localhost", "LOCALHOST:8787", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:8787"])(
    "%s is loopback",
    (each) => {
      expect(isLoopbackHost(each)).toBe(true);
    },
  );
  it.each([
    "",
    "news.example",
    "localhost.evil.example",
    "evil.example:localhost",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "localhost:80:80",
    "::1",
    "[::1",
    "localhost:",
  ])("%j is not", (each) => {
    expect(isLoopbackHost(each)).toBe(false);
  });
});

describe("a request comes from the machine itself", () => {
  const direct = { peer: "127.0.0.1", host: "localhost:8787", fields: ["host", "user-agent", "accept"] };
  it("when it is sent from loopback to loopback, past no proxy", () => {
    expect(comesFromLoopback(direct)).toBe(true);
  });
  it.each([undefined, null, "", "192.0.2.1"])("not when it comes from %s", (peer) => {
    expect(comesFromLoopback({ ...direct, peer })).toBe(false);
  });
  it.each([undefined, "", "news.example", "192.0.2.1"])("not when it is sent to %s", (host) => {
    expect(comesFromLoopback({ ...direct, host })).toBe(false);
  });
  it.each([
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-host",
    "x-real-ip",
    "cf-connecting-ip",
    "cf-ray",
    "true-client-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-original-forwarded-for",
    "fastly-client-ip",
    "fastly-ssl",
    "fly-client-ip",
    "fly-forwarded-port",
    "fly-region",
    "cdn-loop",
  ])("not when it has the field %s", (field) => {
    expect(comesFromLoopback({ ...direct, fields: [...direct.fields, field] })).toBe(false);
  });
  it.each(["accept-language", "x-via", "viable", "cfx", "client-ip-hint", "flying", "sec-fetch-site"])(
    "also when it has the field %s, which no proxy adds",
    (field) => {
      expect(comesFromLoopback({ ...direct, fields: [...direct.fields, field] })).toBe(true);
    },
  );
});

describe("on Node", () => {
  let server: WatchedServer;
  beforeAll(async () => {
    const content = await contentOf({}, await siteOf());
    server = await watchedServer(() => content, true);
  });
  afterAll(() => server.close());

  /** Whether what the app got for these lines of a request was taken for one from the machine itself. */
  const localOf = async (lines: readonly string[]): Promise<boolean | undefined> => {
    const before = server.local.length;
    await exchange(server.port, [...lines, "Connection: close", "", ""].join("\r\n"));
    expect(server.local.length).toBeLessThanOrEqual(before + 1);
    return server.local[before];
  };

  it.each([
    ["GET /nothing HTTP/1.1", "Host: localhost"],
    ["GET /nothing HTTP/1.1", "Host: 127.0.0.1:8787"],
    ["HEAD /nothing HTTP/1.1", "host: [::1]"],
    ["POST /nothing HTTP/1.1", "HOST: LocalHost:1", "Content-Length: 0"],
  ])("%s, %s is from here", async (...lines) => {
    expect(await localOf(lines)).toBe(true);
  });

  it.each([
    ["GET /nothing HTTP/1.1", "Host: news.example"],
    ["GET /nothing HTTP/1.1", "Host: localhost", "X-Forwarded-For: 127.0.0.1"],
    ["GET /nothing HTTP/1.1", "Host: localhost", "x-REAL-ip: ::1"],
    ["GET /nothing HTTP/1.1", "Host: localhost", "Via: 1.1 proxy"],
    ["GET /nothing HTTP/1.1", "Host: localhost", "Forwarded: for=127.0.0.1"],
    ["GET /nothing HTTP/1.1", "Host: localhost", "CF-Ray: 1"],
    ["GET /nothing HTTP/1.1", "Host: localhost", "Host: news.example"],
    ["GET /nothing HTTP/1.1", "Host: news.example", "Host: localhost"],
    ["GET /nothing HTTP/1.0", "Host: localhost"],
    ["GET /nothing HTTP/1.0", "X-Any: 1"],
    ["GET http://localhost/nothing HTTP/1.1", "Host: news.example"],
    ["GET http://news.example/nothing HTTP/1.1", "Host: localhost"],
  ])("%s, %s, %s is not", async (...lines) => {
    expect(await localOf(lines.filter((line) => line !== undefined))).toBe(false);
  });

  it("nothing of a request makes the next one on its connection local", async () => {
    const before = server.local.length;
    const first = ["GET /a HTTP/1.1", "Host: localhost", "", ""];
    const second = ["GET /b HTTP/1.1", "Host: news.example", "Connection: close", "", ""];
    await exchange(server.port, [...first, ...second].join("\r\n"));
    expect(server.local.slice(before)).toEqual([true, false]);
  });
});
