import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { forEachConcurrently } from "../../src/lib/parallel.ts";
import { hasNginx, type RawAnswer, serveWithNginx } from "../support/services/nginx.ts";
import { builtSite, crawl } from "./site-of-all-kinds.ts";

/** What belongs to the server and its connections, and entity tags, which it makes itself. */
const OF_SERVER = ["date", "server", "connection", "keep-alive", "accept-ranges", "etag", "transfer-encoding"];

/** Milliseconds for some three thousand requests on a busy machine. */
const CRAWL_MS = 180_000;

function comparable(headers: Iterable<readonly [string, unknown]>): Record<string, string> {
  const kept = [...headers].filter(([name]) => !OF_SERVER.includes(name));
  // Files know nothing of deltas (RFC 3229).
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value).replace(", A-IM", "")]));
}

async function ofApp(response: Response) {
  const body = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: comparable(response.headers), body: body.toString("latin1") };
}

function ofNginx({ status, headers, body }: RawAnswer) {
  return { status, headers: comparable(Object.entries(headers)), body: body.toString("latin1") };
}

// Where nginx is not installed, `_headers` and the files are still compared, in host-files.test.ts.
describe.skipIf(!hasNginx).each(["https://news.example", "https://news.example/daily/news"])(
  "nginx at %s",
  (address) => {
    it(
      "answers every address as the service does, byte by byte and header by header",
      async () => {
        const site = await builtSite(address);
        const get = await serveWithNginx(site.out);
        const paths = await crawl(site);
        expect(paths.length).toBeGreaterThan(300);
        await forEachConcurrently([...paths, `${paths[0]}?utm_source=x`], 8, async (path) => {
          const plain = ofNginx(await get(path));
          expect(plain, path).toEqual(await ofApp(await site.desk.ask(path)));
          const head = ofNginx(await get(path, {}, "HEAD"));
          expect(head, path).toEqual({ ...(await ofApp(await site.desk.ask(path, {}, "HEAD"))), body: "" });
          for (const [coding, decode] of [
            ["br", brotliDecompressSync],
            ["gzip", gunzipSync],
          ] as const) {
            const answer = ofNginx(await get(path, { "accept-encoding": coding }));
            const wanted = await ofApp(await site.desk.ask(path, { "accept-encoding": coding }));
            const decoded = decode(Buffer.from(answer.body, "latin1"));
            expect(decoded.toString("latin1"), path).toBe(plain.body);
            const { "content-length": _, ...headers } = wanted.headers;
            expect(answer.headers, path).toMatchObject(headers);
          }
        });
      },
      CRAWL_MS,
    );

    it("has nothing else, and says so as the service does", async () => {
      const site = await builtSite(address);
      const get = await serveWithNginx(site.out);
      const prefix = new URL(`${address}/`).pathname.slice(0, -1);
      const paths = ["/nope", "/index.html", "/articles/", "/articles/none", "/articles/story-1.html", "/to/20.html"];
      const hidden = ["/_headers", "/.harkara-build.json", "/rss.xml.gz", "/articles/removed.gone", "/feeds.html.br"];
      for (const path of [...paths, ...hidden, "/categories/none", "/archive/9/rss.xml", "/articles/removed"]) {
        for (const accept of ["text/html,*/*;q=0.8", "*/*", "application/json"]) {
          const wanted = await ofApp(await site.desk.ask(prefix + path, { accept }));
          const found = ofNginx(await get(prefix + path, { accept }));
          const page = { status: wanted.status, body: wanted.body };
          if (hidden.includes(path) || path === "/to/20.html") expect(found.status, path).toBe(404);
          else expect({ status: found.status, body: found.body }, `${path} as ${accept}`).toEqual(page);
        }
      }
      expect((await get(`${prefix}/articles/removed`)).status).toBe(410);
    });

    it("answers conditional requests by its own validators, and an old link with what is there now", async () => {
      const { out } = await builtSite(address);
      const get = await serveWithNginx(out);
      const prefix = new URL(`${address}/`).pathname.slice(0, -1);
      for (const coding of ["identity", "gzip", "br"]) {
        const { headers } = await get(`${prefix}/rss.xml`, { "accept-encoding": coding });
        const known = { "accept-encoding": coding, "if-none-match": headers.etag ?? "" };
        expect((await get(`${prefix}/rss.xml`, known)).status).toBe(304);
        const later = { "if-modified-since": new Date(Date.now() + 7_200_000).toUTCString() };
        expect((await get(`${prefix}/rss.xml`, later)).status).toBe(304);
      }
      const [whole, old] = [await get(`${prefix}/archive/2/rss.xml`), await get(`${prefix}/archive/2/rss.xml?to=111`)];
      expect(old.body).toEqual(whole.body);
      expect((await get(`${prefix}/archive/2/rss.xml?to=../../../../etc/passwd`)).body).toEqual(whole.body);
    });
  },
);
