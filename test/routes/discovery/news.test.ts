import { expect, it } from "vitest";
import { NEWS_MS } from "../../../src/routes/discovery/load-news-sitemap.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { contentOf, NOW, siteOf } from "../../support/fixtures/content.ts";
import { HOSTILE } from "../../support/fixtures/corpus.ts";
import { type Draft, deskOf, headerOf, textsOf } from "../../support/services/app.ts";
import { publishIn } from "../../support/stores/database.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";
import { readAt, readNews } from "./reading.ts";

const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const MINUTE = 60_000;
const TARGET = "/news-sitemap.xml";

async function open(drafts: Readonly<Record<string, Draft>>, settings: Record<string, unknown> = {}) {
  return deskOf(await contentOf(textsOf(drafts), await siteOf(settings)));
}

it("what was published in the last two days is there, as Google News wants it", async () => {
  const client = await open(
    {
      "a&b": {
        published: "2026-11-22T23:30:00+05:30",
        headline: "Ports & <ships>",
        updated: "2026-11-23T00:00:00Z",
      },
      b: { published: "2026-11-21T06:00:01Z" },
      old: { published: "2026-11-21T05:59:00Z" },
      later: { published: "2026-11-23T06:00:01Z" },
    },
    { title: "The Test (Kochi)" },
  );
  const response = await client.ask(TARGET);
  expect(response.headers.get("content-type")).toBe("application/xml; charset=utf-8");
  const shared = { name: "The Test", language: "en" };
  expect(readNews(await response.text())).toEqual([
    {
      ...shared,
      address: "https://news.example/articles/a%26b",
      published: "2026-11-22T18:00:00.000Z",
      title: "Ports & <ships>",
    },
    {
      ...shared,
      address: "https://news.example/articles/b",
      published: "2026-11-21T06:00:01.000Z",
      title: "A headline",
    },
  ]);
});

it.each([
  ["en-IN", "Storm over the bay", "en"],
  ["en-IN", "तूफ़ान खाड़ी के ऊपर", "hi"],
  ["hi", "तूफ़ान खाड़ी के ऊपर", "hi"],
  ["zh", "风暴", "zh-cn"],
  ["zh-Hant", "風暴", "zh-tw"],
  ["zh-HK", "風暴", "zh-tw"],
  ["brx-Deva", "x", "brx"],
])("of a site in %s, an article called “%s” is in %s", async (language, headline, reported) => {
  const draft = { published: "2026-11-22T00:00:00Z", headline, standfirst: headline, body: headline };
  const client = await open({ a: draft }, { language });
  expect(readNews(await readAt(client.ask, TARGET)).map((news) => news.language)).toEqual([reported]);
});

it("whatever headlines say, the document is well-formed and has them to the letter", async () => {
  const headlines = HOSTILE.map((text, index) => `${index} x ${text} x`);
  const drafts = headlines.map((headline, index): [string, Draft] => [
    `n${index}`,
    { published: at(-index * MINUTE).toISOString(), headline },
  ]);
  const client = await open(Object.fromEntries(drafts));
  const titles = readNews(await readAt(client.ask, TARGET)).map(({ title }) => title);
  expect(titles).toHaveLength(HOSTILE.length);
  for (const title of titles) {
    const { headline } = (await client.content.store.article(`n${Number.parseInt(title, 10)}`, NOW)) ?? {};
    expect(title).toBe(headline);
  }
});

it("an article leaves it when it is two days old, whoever asks: by its tag, by its date, or through a cache", async () => {
  const leaves = { a: 10 * MINUTE, b: 90_500, c: 90_500 };
  const drafts = Object.entries(leaves).map(([slug, time]): [string, Draft] => [
    slug,
    { published: at(time - NEWS_MS).toISOString() },
  ]);
  const client = await open(Object.fromEntries(drafts), { cache: { maxAge: 3600 } });
  const slugs = async () => readNews(await readAt(client.ask, TARGET)).map(({ address }) => address.split("/").at(-1));
  const steps: [now: number, there: string[], maxAge: number][] = [
    [0, ["a", "b", "c"], 90],
    [90_499, ["a", "b", "c"], 0],
    [90_500, ["a"], 509],
    // From here on the date of that is a strong validator.
    [95_500, ["a"], 504],
    [10 * MINUTE - 1, ["a"], 0],
    [10 * MINUTE, [], 3600],
  ];
  let before: { tag: string; changed: string; there: string } | undefined;
  for (const [now, there, maxAge] of steps) {
    client.now = at(now);
    const response = await client.ask(TARGET);
    expect(await slugs(), `${now}`).toEqual(there);
    expect(headerOf(response, "cache-control"), `${now}`).toContain(`max-age=${maxAge},`);
    const [tag, changed] = [headerOf(response, "etag"), headerOf(response, "last-modified")];
    if (before !== undefined) {
      const same = before.there === there.join();
      expect((await client.ask(TARGET, { "if-none-match": before.tag })).status).toBe(same ? 304 : 200);
      const current = same && before.changed === changed;
      expect((await client.ask(TARGET, { "if-modified-since": before.changed })).status).toBe(current ? 304 : 200);
    }
    before = { tag, changed, there: there.join() };
  }
});

it("an article that is published takes its place at its time", async () => {
  const client = await open({ later: { published: at(MINUTE).toISOString() } });
  const first = await client.ask(TARGET);
  expect(readNews(await first.text())).toEqual([]);
  expect(headerOf(first, "cache-control")).toContain("max-age=60,");
  client.now = at(MINUTE);
  expect(readNews(await readAt(client.ask, TARGET))).toHaveLength(1);
});

it.each([
  ["all that a page holds", 100, 100],
  ["more than a page holds", 101, 101],
  ["more than a database's row knows", 400, 400],
  ["all that Google takes", 1_000, 1_000],
  ["more than Google takes", 1_100, 1_000],
])("of a site that publishes %s in two days, every article is there: %i", async (_, count, listed) => {
  const drafts = Array.from({ length: count }, (_each, index): [string, Draft] => [
    `n${index}`,
    // Stored in another order than they were published.
    { published: at(-((index * 7) % count) * MINUTE - 1000).toISOString() },
  ]);
  const older: [string, Draft][] = Array.from({ length: 30 }, (_each, index) => [
    `old${index}`,
    { published: at(-NEWS_MS - index * MINUTE).toISOString() },
  ]);
  const texts = textsOf(Object.fromEntries([...drafts, ...older]));
  const site = await siteOf();
  const database = await emptyDatabase();
  await publishIn(database, site, texts, at(-1));
  const right = drafts
    .sort(([, a], [, b]) => b.published.localeCompare(a.published))
    .slice(0, listed)
    .map(([slug]) => slug);
  for (const content of [await contentOf(texts, site), { site, store: createSqlStore(database, site) }]) {
    const news = readNews(await readAt(deskOf(content).ask, TARGET));
    expect(news.map(({ address }) => address.split("/").at(-1))).toEqual(right);
  }
});
