import { type Article, revise } from "../../src/article/article.ts";
import { parseSite } from "../../src/site/parse-site.ts";
import { conventionsOf, type Site } from "../../src/site/site.ts";
import { scopePath } from "../../src/site/urls.ts";
import { parseSource } from "../../src/source/parse-source.ts";
import type { Source, SourceFormat } from "../../src/source/source.ts";
import type { Change, Outcome } from "../../src/store/article-writer.ts";

/** The settings of every site that is published to in these tests. */
export const PRESS_SETTINGS = {
  title: "The Test",
  address: "https://news.example",
  author: "News Desk",
  categories: { India: {} },
  hubs: ["https://hub.example/"],
};

/** The instant at which something is published. */
export const PRESS_NOW = new Date("2026-11-23T06:00:00Z");

/** What an article is to be. */
export interface Draft {
  readonly format?: SourceFormat;
  readonly headline?: string;
  /** Published so many days before `PRESS_NOW`; less than 0 is still to come. */
  readonly age?: number;
  readonly labels?: readonly string[];
  readonly names?: readonly string[];
}

export function publishedOf({ age = 1 }: Draft): Date {
  return new Date(PRESS_NOW.getTime() - age * 86_400_000);
}

/** An article's text. */
export function textOf(draft: Draft): string {
  const { format = "wire", headline = "A headline", labels = ["India"], names = [] } = draft;
  const published = publishedOf(draft).toISOString();
  const front = { headline, published, categories: labels, ...(names.length > 0 ? { authors: names } : {}) };
  if (format === "json") return JSON.stringify({ ...front, text: "One plain sentence." });
  // JSON is YAML as well.
  if (format === "markdown") return `---\n${JSON.stringify(front)}\n---\n\nOne plain sentence.\n`;
  const byline = names.length > 0 ? [`By ${names.join(" and ")}`] : [];
  const lines = [`Published ${published}`, headline, "What it is about.", ...byline];
  return [...lines, ...labels.map((label) => `- ${label}`), "One plain sentence.", ""].join("\n");
}

let site: Promise<Site> | undefined;

async function testSite(): Promise<Site> {
  const reading = await parseSite(JSON.stringify(PRESS_SETTINGS), PRESS_NOW);
  if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
  return reading.site;
}

/** An article as it would be read from a text; fails when it has a fault. */
export async function articleOf(source: Source): Promise<Article> {
  site ??= testSite();
  const { article, findings } = await parseSource(source, conventionsOf(await site));
  if (article === null) throw new Error(JSON.stringify(findings));
  return revise(article, PRESS_NOW);
}

/** The change that puts a draft under a slug. */
export async function putting(slug: string, draft: Draft = {}): Promise<Change & { kind: "put" }> {
  const source = { slug, format: draft.format ?? "wire", text: textOf(draft) };
  return { kind: "put", slug, source, article: await articleOf(source) };
}

export function removing(slug: string): Change & { kind: "remove" } {
  return { kind: "remove", slug };
}

/** Paths of the scopes that a change touched, in order. */
export function touchedIn(outcome: Outcome): readonly string[] {
  if (!("touched" in outcome)) return ["nothing came of it"];
  return outcome.touched.map((scope) => scopePath(scope)).sort();
}
