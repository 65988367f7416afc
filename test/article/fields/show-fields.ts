/**
 * Reads an article from each notation and shows it in each format, as the program in a folder does, and prints what
 * came of it. The test beside it starts this on a copy of the program that has more fields.
 */
import type * as ArticleModule from "../../../src/article/article.ts";
import type * as WritersModule from "../../../src/feed/formats/format-writers.ts";
import type * as PageModule from "../../../src/pages/views/article-page.ts";
import type * as TokensModule from "../../../src/search/tokens.ts";
import type * as ParseSiteModule from "../../../src/site/parse-site.ts";
import type * as SiteModule from "../../../src/site/site.ts";
import type * as ParseSourceModule from "../../../src/source/parse-source.ts";
import type { SourceFormat } from "../../../src/source/source.ts";
import type * as ValidationModule from "../../../src/store/response-validation.ts";

const [root = "", input = ""] = process.argv.slice(2);
const load = (path: string) => import(`${root}/src/${path}`);

const { revise }: typeof ArticleModule = await load("article/article.ts");
const { FORMAT_WRITERS }: typeof WritersModule = await load("feed/formats/format-writers.ts");
const { articlePage }: typeof PageModule = await load("pages/views/article-page.ts");
const { searchableText }: typeof TokensModule = await load("search/tokens.ts");
const { parseSite }: typeof ParseSiteModule = await load("site/parse-site.ts");
const { conventionsOf }: typeof SiteModule = await load("site/site.ts");
const { parseSource }: typeof ParseSourceModule = await load("source/parse-source.ts");
const { isValidArticle }: typeof ValidationModule = await load("store/response-validation.ts");

const NOW = new Date("2026-01-01T00:00:00Z");
const reading = await parseSite('{"title": "The Test", "address": "https://news.example"}', NOW);
if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
const { site } = reading;

const texts: Readonly<Record<SourceFormat, string>> = JSON.parse(input);
const results = await Promise.all(
  Object.entries(texts).map(async ([format, text]) => {
    const source = { slug: "a-slug", format: format as SourceFormat, text };
    const { article: content, findings } = await parseSource(source, conventionsOf(site));
    if (content === null) return [format, { findings }];
    const article = await revise(content, NOW);
    const beside = { newer: null, older: null, modified: NOW, next: null };
    const shown = {
      article,
      findings,
      valid: isValidArticle(article),
      validWithNumber: isValidArticle({ ...article, dateline: 5 } as never),
      searched: searchableText(article),
      rss: FORMAT_WRITERS.rss.entry(site, article),
      atom: FORMAT_WRITERS.atom.entry(site, article),
      json: JSON.parse(FORMAT_WRITERS.json.entry(site, article)),
      page: articlePage(site, article, { kind: "all" }, beside),
    };
    return [format, shown];
  }),
);
process.stdout.write(JSON.stringify(Object.fromEntries(results)));
