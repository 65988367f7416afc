import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Compression } from "../../src/http/representation-cache.ts";
import { nodeCompression } from "../../src/runtime/node/compression.ts";
import { workerCompression } from "../../src/runtime/worker/compression.ts";
import { contentOf, siteOf } from "../support/fixtures/content.ts";
import { askUntilCoded, type Desk, deskOf, headerOf, textsOf } from "../support/services/app.ts";

const DRAFTS = {
  a: { published: "2026-10-01T00:00:00Z", body: "पानी और water ".repeat(100) },
  b: { published: "2026-10-02T00:00:00Z", body: "R&D ]]> ".repeat(100) },
};

async function client(compression: Compression = nodeCompression): Promise<Desk> {
  return deskOf(await contentOf(textsOf(DRAFTS), await siteOf()), { compression });
}

function decoded(response: Response, body: ArrayBuffer): string {
  const bytes = new Uint8Array(body);
  switch (response.headers.get("content-encoding")) {
    case "br":
      return brotliDecompressSync(bytes).toString();
    case "gzip":
      return gunzipSync(bytes).toString();
    case null:
      return Buffer.from(bytes).toString();
    default:
      throw new Error("this is not one of ours");
  }
}

/** RFC 9110, section 12.5.3. What is malformed is not understood as a wish for anything. */
it.each([
  [undefined, null],
  ["", null],
  [" ", null],
  ["identity", null],
  ["gzip", "gzip"],
  ["br", "br"],
  ["GZIP", "gzip"],
  ["Br", "br"],
  ["x-gzip", "gzip"],
  ["X-GZip", "gzip"],
  ["deflate", null],
  ["deflate, gzip", "gzip"],
  ["compress, zstd", null],
  ["zstd, br, gzip", "br"],
  ["gzip, deflate, br", "br"],
  ["gzip, br", "br"],
  ["br;q=1.0, gzip;q=0.8, *;q=0.1", "br"],
  ["br;q=0.5, gzip;q=0.8", "gzip"],
  ["br;q=0.8, gzip;q=0.8", "br"],
  ["br;q=0.001, gzip;q=0.002", "gzip"],
  ["gzip;q=0", null],
  ["gzip;q=0.0", null],
  ["gzip;q=0.000", null],
  ["br;q=0, gzip", "gzip"],
  ["br;q=0, *", "gzip"],
  ["*", "br"],
  ["*;q=0", null],
  ["gzip, *;q=0", "gzip"],
  ["identity;q=0, *", "br"],
  ["identity;q=0, gzip", "gzip"],
  ["identity;q=0, gzip;q=0.5", "gzip"],
  ["identity;q=0", null],
  ["identity;q=0, deflate", null],
  ["identity;q=1, gzip;q=0.5", null],
  ["identity;q=0.5, gzip;q=1", "gzip"],
  ["identity, gzip", "gzip"],
  ["gzip;Q=0", null],
  ["gzip;q=1", "gzip"],
  ["gzip;q=1.000", "gzip"],
  ["gzip;q=1.5", null],
  ["gzip;q=-1", null],
  ["gzip;q=x", null],
  ["gzip;q=", null],
  ["gzip ; q=0.5", "gzip"],
  ["\tgzip\t,\tbr;q=0", "gzip"],
  [",,gzip,,", "gzip"],
  [";;;", null],
  ["gzipped", null],
  ["br, gzip;q=0.9, identity;q=0", "br"],
])("Accept-Encoding: %s is answered with %s", async (accepted, coding) => {
  const service = await client();
  for (const target of ["/rss.xml", "/atom.xml", "/feed.json", "/"]) {
    const plain = await (await service.ask(target)).text();
    await askUntilCoded(service, target, "br");
    const response = await service.ask(target, accepted === undefined ? {} : { "accept-encoding": accepted });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-encoding")).toBe(coding);
    expect(headerOf(response, "vary")).toMatch(/(?:^|, )Accept-Encoding(?:,|$)/);
    const body = await response.arrayBuffer();
    expect(headerOf(response, "content-length")).toBe(String(body.byteLength));
    expect(decoded(response, body)).toBe(plain);
  }
});

it("whatever Accept-Encoding says, the answer is the document in a coding that is not refused", async () => {
  const service = await client();
  const plain = await (await service.ask("/rss.xml")).text();
  await askUntilCoded(service, "/rss.xml", "br");
  const coding = fc.constantFrom("br", "gzip", "x-gzip", "deflate", "identity", "*", "zstd", "BR", "");
  const weight = fc.constantFrom("", ";q=0", ";q=0.5", ";q=1", ";q=2", ";q", ";level=1", " ; q=0.25");
  const value = fc.oneof(
    fc
      .array(
        fc.tuple(coding, weight).map((pair) => pair.join("")),
        { maxLength: 5 },
      )
      .map((parts) => parts.join(", ")),
    fc.string({ unit: fc.constantFrom(..."gzipbr*;q=0.1, ".split("")), maxLength: 30 }),
  );
  await fc.assert(
    fc.asyncProperty(value, async (accepted) => {
      const response = await service.ask("/rss.xml", { "accept-encoding": accepted });
      expect(response.status).toBe(200);
      expect(decoded(response, await response.arrayBuffer())).toBe(plain);
      const got = response.headers.get("content-encoding");
      if (got !== null) expect(accepted.toLowerCase()).toMatch(got === "br" ? /br|\*/ : /gzip|\*/);
      const again = await service.ask("/rss.xml", {
        "accept-encoding": accepted,
        "if-none-match": headerOf(response, "etag"),
      });
      expect(again.status).toBe(304);
    }),
    { seed: 12_5_3, numRuns: 300 },
  );
});

it("brotli is made beside the requests: until it is there, a client that takes gzip gets that", async () => {
  let finish = () => {};
  const started: string[] = [];
  const created = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const service = await client({
    codings: nodeCompression.codings,
    compress: async (bytes, coding) => {
      started.push(coding);
      if (coding === "br") await created;
      return nodeCompression.compress(bytes, coding);
    },
  });
  for (let time = 0; time < 3; time += 1) {
    const response = await service.ask("/rss.xml", { "accept-encoding": "br, gzip" });
    expect(response.headers.get("content-encoding")).toBe("gzip");
  }
  const patient = service.ask("/rss.xml", { "accept-encoding": "br" });
  finish();
  expect((await patient).headers.get("content-encoding")).toBe("br");
  const late = await service.ask("/rss.xml", { "accept-encoding": "br, gzip" });
  expect(late.headers.get("content-encoding")).toBe("br");
  expect(started.sort()).toEqual(["br", "gzip"]);
});

it("when brotli cannot be made, gzip goes on being served", async () => {
  const service = await client({
    codings: nodeCompression.codings,
    compress: async (bytes, coding) => {
      if (coding === "br") throw new Error("out of memory");
      return nodeCompression.compress(bytes, coding);
    },
  });
  for (let time = 0; time < 3; time += 1) {
    const response = await service.ask("/rss.xml", { "accept-encoding": "br, gzip" });
    expect([response.status, response.headers.get("content-encoding")]).toEqual([200, "gzip"]);
  }
});

it("on Workers, what the platform compresses is left to it, and Atom and JSON Feed are compressed", async () => {
  const service = await client(workerCompression);
  const headers = { "accept-encoding": "br, gzip" };
  for (const [target, coding] of [
    ["/rss.xml", null],
    ["/", null],
    ["/articles/a", null],
    ["/atom.xml", "gzip"],
    ["/feed.json", "gzip"],
  ] as const) {
    const response = await service.ask(target, headers);
    expect(response.headers.get("content-encoding"), target).toBe(coding);
    expect(headerOf(response, "vary")).toContain("Accept-Encoding");
    const plain = await (await service.ask(target)).text();
    expect(decoded(response, await response.arrayBuffer())).toBe(plain);
    const only = await service.ask(target, { "accept-encoding": "br" });
    expect(only.headers.get("content-encoding")).toBeNull();
  }
});

it("one compression on Workers gives what gzip reads, also of nothing", async () => {
  for (const text of ["", "x", "पानी ".repeat(10_000)]) {
    const bytes = new TextEncoder().encode(text);
    expect(gunzipSync(await workerCompression.compress(bytes, "gzip")).toString()).toBe(text);
  }
});
