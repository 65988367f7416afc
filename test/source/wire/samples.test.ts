import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ArticleContent } from "../../../src/article/article.ts";
import { parseSite } from "../../../src/site/parse-site.ts";
import { conventionsOf } from "../../../src/site/site.ts";
import { decodeUtf8 } from "../../../src/source/wire/lines.ts";
import { parseWireArticle } from "../../../src/source/wire/parse-wire.ts";
import { STORED } from "../../support/fixtures/content.ts";

const CONTENT = new URL("../../../content/", import.meta.url);

const reading = await parseSite(readFileSync(new URL("site.json", CONTENT), "utf8"), STORED);
if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
const conventions = conventionsOf(reading.site);

const samples = readdirSync(new URL("articles/", CONTENT)).map((file) => {
  const decoded = decodeUtf8(readFileSync(new URL(`articles/${encodeURIComponent(file)}`, CONTENT)));
  if ("finding" in decoded) throw new Error(`${file}: ${decoded.finding.message}`);
  const { text } = decoded;
  const parsed = parseWireArticle(text, file.replace(/\.txt$/, ""), conventions);
  return { file, lines: text.split(/\r\n|\n|\r/), ...parsed };
});

const articles = samples.flatMap(({ article }) => (article === null ? [] : [article]));

it.each(samples.map(({ file, article, findings }) => [file, article, findings] as const))(
  "%s reads without a fault or a warning",
  (_, article, findings) => {
    expect(findings).toEqual([]);
    expect(article).not.toBeNull();
  },
);

it("there are at least 40, over more than a year and at least six categories", () => {
  const times = articles.map(({ published }) => published.getTime());
  expect(articles.length).toBeGreaterThanOrEqual(40);
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(366 * 86_400_000);
  const slugs = new Set(articles.flatMap(({ categories }) => categories.map(({ slug }) => slug)));
  expect(slugs.size).toBeGreaterThanOrEqual(6);
});

/** The calendar in India at an instant. */
function inIndia(instant: Date): Date {
  return new Date(instant.getTime() + 330 * 60_000);
}

/** Those who are named in the article itself, not where the site's own author stands in. */
function bylineLength(article: ArticleContent): number {
  const [first] = article.authors;
  return first?.slug === conventions.author?.slug ? 0 : article.authors.length;
}

const FEATURES: Readonly<Record<string, (article: ArticleContent) => boolean>> = {
  "several categories": ({ categories }) => categories.length >= 2,
  "no category": ({ categories }) => categories.length === 0,
  "no standfirst": ({ standfirst }) => standfirst === null,
  "no byline": (article) => bylineLength(article) === 0,
  "one name in the byline": (article) => bylineLength(article) === 1,
  "two names in the byline": (article) => bylineLength(article) === 2,
  "three names in the byline": (article) => bylineLength(article) === 3,
  "a picture": ({ picture }) => picture !== null,
  "a subhead": ({ html }) => html.includes("<h2>"),
  "a list": ({ html }) => html.includes("<ul>"),
  "a quotation": ({ html }) => html.includes("<blockquote>"),
  "a link": ({ html }) => html.includes("<a href="),
  Hindi: ({ language, headline }) => language === "hi" && /\p{Script=Devanagari}/u.test(headline),
  "& in the headline": ({ headline }) => headline.includes("&"),
  "< in the headline": ({ headline }) => headline.includes("<"),
  '" in the headline': ({ headline }) => headline.includes('"'),
  "' in the headline": ({ headline }) => headline.includes("'"),
  "an emoji in the headline": ({ headline }) => /\p{Extended_Pictographic}/u.test(headline),
  "no reading time": ({ readingMinutes }) => readingMinutes === null,
  "an update on the next day": ({ published, updated }) =>
    Math.floor(inIndia(updated).getTime() / 86_400_000) - Math.floor(inIndia(published).getTime() / 86_400_000) === 1,
  "another day in UTC": ({ published }) => inIndia(published).getUTCDate() !== published.getUTCDate(),
  "another month in UTC": ({ published }) => inIndia(published).getUTCMonth() !== published.getUTCMonth(),
  "another year in UTC": ({ published }) => inIndia(published).getUTCFullYear() !== published.getUTCFullYear(),
  "29 February": ({ published }) => inIndia(published).getUTCMonth() === 1 && inIndia(published).getUTCDate() === 29,
};

describe("among them there is one with", () => {
  it.each(Object.entries(FEATURES))("%s", (_, has) => {
    expect(articles.filter(has).map(({ slug }) => slug)).not.toEqual([]);
  });
});

it("there are subheads that are marked, and subheads that are told by their length", () => {
  const all = articles.flatMap(({ html }) => [...html.matchAll(/<h2>/g)]).length;
  const marked = samples.flatMap(({ lines }) => lines.filter((line) => line.startsWith("## "))).length;
  expect(marked).toBeGreaterThan(0);
  expect(all).toBeGreaterThan(marked);
});

it("one category of the site has no article, so that an empty feed can be seen", () => {
  const used = new Set(articles.flatMap(({ categories }) => categories.map(({ slug }) => slug)));
  const unused = reading.site.categories.filter(({ slug }) => !used.has(slug));
  expect(unused.map(({ slug }) => slug)).toEqual(["archive"]);
});
