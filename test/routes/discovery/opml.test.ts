import fc from "fast-check";
import { parseOpml, parseRssFeed } from "feedsmith";
import { expect, it } from "vitest";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { HOSTILE } from "../../support/fixtures/corpus.ts";
import { childrenOf, parseXml, textOf } from "../../support/readers/xml.ts";
import { type Draft, textsOf } from "../../support/services/app.ts";
import { attributesOf, elementsOf, readAt } from "./reading.ts";

const DRAFTS: Readonly<Record<string, Draft>> = {
  a: { published: "2026-10-01T00:00:00Z", categories: ["India", "R&D"], byline: "Asha Rao" },
  b: { published: "2026-10-02T00:00:00Z", categories: ["India"], byline: "Vikram Nair" },
};
const SETTINGS = { description: "All of it.", categories: { Weather: { description: "Rain & sun." } } };

async function ask(settings: Record<string, unknown>, drafts = DRAFTS) {
  const app = appOf(await contentOf(textsOf(drafts), await siteOf(settings)));
  return (target: string) => app.request(`http://localhost${target}`);
}

it("all feeds are there, grouped, and each outline says what the feed itself says", async () => {
  const app = await ask(SETTINGS);
  const response = await app("/opml.xml");
  expect(response.headers.get("content-type")).toBe("text/x-opml; charset=utf-8");
  const { head, body } = parseOpml(await response.text());
  expect(head).toEqual({
    title: "The Test",
    dateCreated: "Sun, 01 Nov 2026 00:00:00 GMT",
    dateModified: "Sun, 01 Nov 2026 00:00:00 GMT",
    ownerName: "The Test",
    ownerId: "https://news.example/",
    docs: "http://opml.org/spec2.opml",
  });
  const [all, ...groups] = body?.outlines ?? [];
  expect(groups.map(({ text, type, outlines }) => [text, type, outlines?.map(({ title }) => title)])).toEqual([
    ["Categories", undefined, ["The Test: Weather", "The Test: India", "The Test: R&D"]],
    ["Authors", undefined, ["The Test: Asha Rao", "The Test: Vikram Nair"]],
  ]);
  const outlines = [all, ...groups.flatMap(({ outlines = [] }) => outlines)];
  expect(outlines).toHaveLength(6);
  for (const outline of outlines) {
    const rss = parseRssFeed(await readAt(app, (outline?.xmlUrl ?? "").replace("https://news.example", "")));
    expect(outline).toEqual({
      type: "rss",
      text: rss.title,
      title: rss.title,
      description: rss.description,
      xmlUrl: outline?.xmlUrl,
      htmlUrl: rss.link,
      language: rss.language,
      version: "RSS2",
    });
  }
});

it("a site without an article has the feed of everything, and no empty group", async () => {
  const { body } = parseOpml(await readAt(await ask({ language: "hi" }, {}), "/opml.xml"));
  expect(body?.outlines?.map(({ text, language }) => [text, language])).toEqual([["The Test", "hi"]]);
});

it("who owns the list is who writes where nobody is named, and groups are called in the site's language", async () => {
  const app = await ask({ author: "Asha Rao", language: "hi" });
  const { head, body } = parseOpml(await readAt(app, "/opml.xml"));
  expect(head?.ownerName).toBe("Asha Rao");
  expect(body?.outlines?.slice(1).map(({ text }) => /^\p{Script=Devanagari}+/u.test(text ?? ""))).toEqual([true, true]);
});

it("whatever texts the site has, the document is well-formed and says them to the letter", async () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "grapheme", maxLength: 6 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => `x${parts.join(" ")}x`.replace(/\s+/g, " "));
  await fc.assert(
    fc.asyncProperty(text, text, text, async (title, description, label) => {
      const settings = { title, description, categories: { [label]: { slug: "c", description } } };
      const site = await siteOf(settings);
      const app = appOf(await contentOf({}, site));
      const root = parseXml(await readAt((target) => app.request(`http://localhost${target}`), "/opml.xml"));
      const [head, body] = elementsOf(root);
      expect(head && childrenOf(head, "title").map(textOf)).toEqual([site.title]);
      const [all, group] = body === undefined ? [] : elementsOf(body);
      expect(all && attributesOf(all)).toMatchObject({ text: site.title, description: site.description });
      const [category] = group === undefined ? [] : elementsOf(group);
      expect(category && attributesOf(category)).toMatchObject({
        title: `${site.title}: ${site.categories[0]?.label}`,
        description: site.categories[0]?.description,
      });
    }),
    { seed: 2005, numRuns: 200 },
  );
});

it("of more than ten thousand feeds it has the first, the categories before the authors, and says so", async () => {
  const draftsOf = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, article): [string, Draft] => [
        `a${article}`,
        {
          published: "2026-10-01T00:00:00Z",
          categories: [`Category ${article}`],
          byline: Array.from({ length: 20 }, (_each, index) => `Author ${article}x${index}`).join(", "),
        },
      ]),
    );
  for (const [articles, authors, said] of [
    [400, 8_000, undefined],
    [500, 9_499, "The first 10000 of 10501 feeds"],
  ] as const) {
    const text = await readAt(await ask({}, draftsOf(articles)), "/opml.xml");
    const [all, ...groups] = parseOpml(text).body?.outlines ?? [];
    const [categories, people] = groups.map(({ outlines = [] }) => outlines.map(({ xmlUrl }) => xmlUrl));
    expect(all?.xmlUrl).toBe("https://news.example/rss.xml");
    expect([new Set(categories).size, new Set(people).size]).toEqual([articles, authors]);
    expect([categories?.length, people?.length]).toEqual([articles, authors]);
    expect(/<!-- (.*?);/.exec(text)?.[1]).toBe(said);
    expect(text.length).toBeLessThan(4_000_000);
  }
});
