import type { Hono } from "hono";
import { createApp } from "../../src/app.ts";
import { type Article, type ArticleContent, revise } from "../../src/article/article.ts";
import { createResolver } from "../../src/routes/resolver.ts";
import { nodeCompression } from "../../src/runtime/node/compression.ts";
import { parseSite } from "../../src/site/parse-site.ts";
import { conventionsOf, type Site } from "../../src/site/site.ts";
import { parseWireArticle } from "../../src/source/wire/parse-wire.ts";
import type { Content } from "../../src/store/content.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { createLog } from "../../src/telemetry/log.ts";

/** The instant at which tests take place unless they say otherwise. */
export const NOW = new Date("2026-11-23T06:00:00Z");

/** When every test article was last stored, unless a test says otherwise. */
export const STORED = new Date("2026-11-01T00:00:00Z");

/** A site of good settings; fails when they are not. */
export async function siteOf(settings: Record<string, unknown> = {}): Promise<Site> {
  const written = { title: "The Test", address: "https://news.example", ...settings };
  const reading = await parseSite(JSON.stringify(written), STORED);
  if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
  return reading.site;
}

/** An article without a fault; fails when it has one. */
export function articleOf(text: string, slug: string, site: Site): ArticleContent {
  const { article, findings } = parseWireArticle(text, slug, conventionsOf(site));
  if (article === null) throw new Error(JSON.stringify(findings));
  return article;
}

/** A store of articles given by their texts, by slug. */
export async function contentOf(texts: Readonly<Record<string, string>>, site: Site): Promise<Content> {
  const articles: Article[] = [];
  for (const [slug, text] of Object.entries(texts))
    articles.push(await revise(articleOf(text, slug, site), STORED));
  return { site, store: createMemoryStore(site, articles, STORED) };
}

/** The app over a content, at a fixed instant; its log goes to `lines`. */
export function appOf(content: Content | undefined, now: Date = NOW, lines: string[] = []): Hono {
  return createApp({
    content: () => content,
    service: createResolver(() => now, nodeCompression, false),
    now: () => now,
    log: createLog("debug", (line) => lines.push(line)),
  });
}
