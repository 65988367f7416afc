import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Article, revise } from "../../../src/article/article.ts";
import { createHttpServer } from "../../../src/runtime/node/http-server.ts";
import { conventionsOf } from "../../../src/site/site.ts";
import { parseSource } from "../../../src/source/parse-source.ts";
import { SOURCE_FORMATS, SOURCE_SUFFIXES } from "../../../src/source/source.ts";
import type { RecordedRemoval } from "../../../src/store/article-store.ts";
import type { Content } from "../../../src/store/content.ts";
import { Folder } from "../../../src/store/folder/folder.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { appOf, NOW, STORED, siteOf } from "../fixtures/content.ts";

/** What a site for browsers serves; without `texts` it is the sample content. */
export interface SiteOptions {
  /** Sources by the names of their files: `slug.txt`, `slug.md` or `slug.json`. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Settings of `site.json` besides title and address; with the sample content only `path` can be set. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly removals?: readonly RecordedRemoval[];
  /** The path of the site's address, such as `/news`. Default: none. */
  readonly path?: string;
  /** The instant at which everything takes place. */
  readonly now?: Date;
}

/** A service that listens on this machine. It must be closed. */
export interface OpenSite {
  /** Scheme, host and port: `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** What it serves; in tests of failures, replace it. */
  content: Content | undefined;
  /** What the service logged. */
  readonly log: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * The service on Node over the sample content or given texts, on a free port, at a fixed instant. The site's address is
 * its own, so what its pages name can be fetched.
 */
export async function openSite({
  texts,
  settings = {},
  removals = [],
  path = "",
  now = NOW,
}: SiteOptions = {}): Promise<OpenSite> {
  const log: string[] = [];
  let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = createHttpServer({
    fetch: (request) => fetch(request),
    peek: () => undefined,
    now: () => now,
  });
  const origin = await listening(server);
  const address = origin + path;
  const site: OpenSite = {
    origin,
    content:
      texts === undefined
        ? await sampleContent(address, now)
        : await sourcesContent(texts, { ...settings, address }, removals),
    log,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  let [served, app] = [site.content, appOf(site.content, now, log)];
  fetch = (request) => {
    if (served !== site.content) [served, app] = [site.content, appOf(site.content, now, log)];
    return app.fetch(request);
  };
  return site;
}

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The sample content under another address. */
export async function sampleContent(address: string, now: Date): Promise<Content> {
  const folder = new Folder("content", { now: () => now, addressOverride: address, skipSettling: true });
  await folder.scan();
  const { site, store } = folder.state;
  if (site === undefined || store === undefined) throw new Error("the sample content has faults");
  return { site, store };
}

/** Articles of any format; fails when one has a fault. */
async function sourcesContent(
  texts: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, unknown>>,
  removals: readonly RecordedRemoval[],
): Promise<Content> {
  const site = await siteOf(settings);
  const articles: Article[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const format = SOURCE_FORMATS.find((known) => name.endsWith(SOURCE_SUFFIXES[known]));
    if (format === undefined) throw new Error(`${name} has no suffix of an article`);
    const slug = name.slice(0, -SOURCE_SUFFIXES[format].length);
    const { article, findings } = await parseSource({ slug, format, text }, conventionsOf(site));
    if (article === null) throw new Error(`${name}: ${JSON.stringify(findings)}`);
    articles.push(await revise(article, STORED));
  }
  return { site, store: createMemoryStore(site, articles, STORED, removals) };
}
