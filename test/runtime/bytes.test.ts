import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { unstable_startWorker } from "wrangler";
import { DOCUMENT_NAMES, FORMATS } from "../../src/lib/feed-format.ts";
import { type Service, startService } from "../support/services/service.ts";

/** What makes two answers the same; Last-Modified too, as both read the same files. */
const HEADERS = ["content-type", "last-modified", "cache-control"];

/** Which encodings there are differs: on Cloudflare the platform makes most of them. */
const PLAIN = { headers: { "accept-encoding": "identity" } };

type Worker = Awaited<ReturnType<typeof unstable_startWorker>>;

let service: Service;
let worker: Worker;
let workerOrigin: string;
let addresses: readonly string[] = [];

/** A hundred documents of every kind: scopes, formats, lengths and pages. */
async function hundred(): Promise<string[]> {
  const { items } = JSON.parse(await service.text("/feed.json?limit=100")) as { items: { url: string }[] };
  const articles = items.map(({ url }) => new URL(url).pathname);
  const opml = await service.text("/opml.xml");
  const scopes = [...opml.matchAll(/ htmlUrl="([^"]+)"/g)]
    .map(([, address = ""]) => new URL(address).pathname)
    .filter((path) => path !== "/");
  const documents = FORMATS.map((format) => DOCUMENT_NAMES[format]);
  const all = documents.flatMap((name) => ["", 1, 7, 100].map((n) => `/${name}${n === "" ? "" : `?limit=${n}`}`));
  const scoped = scopes.flatMap((path, index) => {
    const name = documents[index % documents.length] ?? "";
    return [path, `${path}/${name}`, `${path}/${documents[(index + 1) % documents.length]}?limit=${(index % 9) + 1}`];
  });
  const pages = ["/", "/feeds", "/feeds?page=2", "/subscribe", "/subscribe?from=7", "/search", "/opml.xml"];
  return [...pages, ...all, ...scoped, ...articles].slice(0, 100);
}

beforeAll(async () => {
  vi.stubEnv("SITE_URL", "");
  service = await startService("content");
  worker = await unstable_startWorker({
    config: "wrangler.toml",
    dev: {
      remote: false,
      watch: false,
      logLevel: "error",
      inspector: false,
      persist: false,
      server: { hostname: "127.0.0.1", port: 0 },
    },
  });
  workerOrigin = (await worker.url).origin;
  addresses = await hundred();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await worker?.dispose();
});

/**
 * The entity tag without its encoding: what stands in front of a Worker, here as on Cloudflare, asks it for gzip
 * whatever the client asked for, and undoes it where need be.
 */
function tagOf(response: Response): string | undefined {
  return response.headers.get("etag")?.replace(/-gzip"$/, '"');
}

describe("Node and workerd", () => {
  it("answer a hundred addresses with the same bytes, validators and types", async () => {
    expect(new Set(addresses).size).toBe(100);
    const bodies = new Set<string>();
    for (const path of addresses) {
      const [node, workerd] = await Promise.all([service.fetch(path, PLAIN), fetch(workerOrigin + path, PLAIN)]);
      expect(node.status, path).toBe(200);
      expect(workerd.status, path).toBe(200);
      for (const name of HEADERS) expect(workerd.headers.get(name), `${name} of ${path}`).toBe(node.headers.get(name));
      expect(tagOf(workerd), `the tag of ${path}`).toBe(tagOf(node));
      const [ours, theirs] = [Buffer.from(await node.arrayBuffer()), Buffer.from(await workerd.arrayBuffer())];
      expect(theirs.equals(ours), `the bytes of ${path}`).toBe(true);
      bodies.add(ours.toString("latin1"));
    }
    expect(bodies.size).toBe(100);
  });

  it("take each other's validators", async () => {
    for (const path of addresses.slice(0, 20)) {
      const etag = (await service.fetch(path, PLAIN)).headers.get("etag") ?? "";
      const response = await fetch(workerOrigin + path, { headers: { "if-none-match": etag } });
      expect(response.status, path).toBe(304);
    }
  });
});
