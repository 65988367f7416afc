import { parseAtomFeed } from "feedsmith";
import { describe, expect, it } from "vitest";
import { DOCUMENT_NAMES } from "../../../src/lib/feed-format.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { asToldBy, FEED_FIELDS, type FeedRead, READERS, type Reader } from "../../support/readers/feeds/readers.ts";

const ADDRESS = "https://news.example/daily";

const SETTINGS = {
  title: 'The <b>Runner</b> & "Sons" &amp; ]]> ]]>',
  description: "News & views: 1 < 2, &copy=1, `q`, सच",
  address: ADDRESS,
  language: "en-IN",
  authority: "runner.example",
  authoritySince: "2020-02-29",
  copyright: "© 2025 <Runner> & Co, &copy; ]]>",
  icon: "https://pictures.example/icon.png?a=1&b='2'",
  author: "The Desk & Co <desk>",
  pageSize: 3,
  categories: {
    "R&D": { slug: "research", description: "What <b>R&D</b> finds &amp; loses" },
    Empty: { description: "Nothing & nobody" },
    Silent: {},
  },
};

const TEXTS = {
  first: "Published 00:10 IST, January 1st 2025\nFirst\n- India\n- R&D\nA first body.",
  second:
    'Published 01:00 IST, January 2nd 2025\nSecond\nBy Mira <b>Joshi</b>\n- मौसम & "more"\n- India\nA second body.\nUpdated 04:00 IST, March 1st 2025',
  third: "Published 01:00 IST, January 3rd 2025\nThird\n- 2 min read\nA third body.",
};

const INDIA = { label: "India", term: "india" };
const RESEARCH = { label: "R&D", term: "research" };
const WEATHER = { label: 'मौसम & "more"', term: "मौसम-more-" };

interface Case {
  readonly name: string;
  readonly path: string;
  readonly query?: string;
  /** The query that its own address has, if it is not the one asked for. */
  readonly ownQuery?: string;
  readonly settings?: Record<string, unknown>;
  readonly texts?: Record<string, string>;
  /** What differs from the feed of everything. */
  readonly differs: Partial<FeedRead>;
  readonly categories: readonly { readonly label: string; readonly term: string }[];
}

const CASES: readonly Case[] = [
  {
    name: "everything",
    path: "",
    differs: { id: "tag:runner.example,2020-02-29:all" },
    categories: [WEATHER, INDIA, RESEARCH],
  },
  {
    name: "a category with a slug and a description of its own",
    path: "/categories/research",
    differs: {
      id: "tag:runner.example,2020-02-29:categories/research",
      title: `${SETTINGS.title}: R&D`,
      description: "What <b>R&D</b> finds &amp; loses",
      updated: "2024-12-31T18:40:00.000Z",
    },
    categories: [RESEARCH],
  },
  {
    name: "a category that the settings do not name, in another script",
    path: `/categories/${encodeURIComponent("मौसम-more-")}`,
    differs: {
      id: `tag:runner.example,2020-02-29:categories/${encodeURIComponent("मौसम-more-")}`,
      title: `${SETTINGS.title}: मौसम & "more"`,
      description: `मौसम & "more": ${SETTINGS.description}`,
    },
    categories: [WEATHER],
  },
  {
    name: "a category without articles",
    path: "/categories/empty",
    differs: {
      id: "tag:runner.example,2020-02-29:categories/empty",
      title: `${SETTINGS.title}: Empty`,
      description: "Nothing & nobody",
      updated: "1970-01-01T00:00:00.000Z",
    },
    categories: [{ label: "Empty", term: "empty" }],
  },
  {
    name: "an author",
    path: "/authors/mira-b-joshi-b-",
    differs: {
      id: "tag:runner.example,2020-02-29:authors/mira-b-joshi-b-",
      title: `${SETTINGS.title}: Mira <b>Joshi</b>`,
      description: `Mira <b>Joshi</b>: ${SETTINGS.description}`,
    },
    categories: [WEATHER, INDIA],
  },
  {
    name: "the default author",
    path: "/authors/the-desk-co-desk-",
    differs: {
      id: "tag:runner.example,2020-02-29:authors/the-desk-co-desk-",
      title: `${SETTINGS.title}: The Desk & Co <desk>`,
      description: `The Desk & Co <desk>: ${SETTINGS.description}`,
      updated: "2025-01-02T19:30:00.000Z",
    },
    categories: [INDIA, RESEARCH],
  },
  {
    name: "no articles at all",
    path: "",
    texts: {},
    differs: { id: "tag:runner.example,2020-02-29:all", updated: "1970-01-01T00:00:00.000Z" },
    categories: [],
  },
  {
    name: "another number of entries, which its own address says",
    path: "",
    query: "?limit=1",
    differs: { id: "tag:runner.example,2020-02-29:all", updated: "2025-01-02T19:30:00.000Z" },
    categories: [],
  },
  {
    name: "the usual number of entries asked for, which its own address need not say",
    path: "",
    query: "?limit=3",
    ownQuery: "",
    differs: { id: "tag:runner.example,2020-02-29:all" },
    categories: [WEATHER, INDIA, RESEARCH],
  },
  {
    name: "one hub",
    path: "",
    settings: { hubs: ["https://hub.example/?a=1&b=%3C2%3E"] },
    differs: { id: "tag:runner.example,2020-02-29:all", hubs: ["https://hub.example/?a=1&b=%3C2%3E"] },
    categories: [WEATHER, INDIA, RESEARCH],
  },
  {
    name: "three hubs, in their order",
    path: "/categories/research",
    settings: { hubs: ["https://c.example/", "https://a.example/o'clock", "https://b.example/?x&y"] },
    differs: {
      id: "tag:runner.example,2020-02-29:categories/research",
      title: `${SETTINGS.title}: R&D`,
      description: "What <b>R&D</b> finds &amp; loses",
      updated: "2024-12-31T18:40:00.000Z",
      hubs: ["https://c.example/", "https://a.example/o'clock", "https://b.example/?x&y"],
    },
    categories: [RESEARCH],
  },
  {
    name: "no copyright, icon, description and author",
    path: "",
    settings: { copyright: undefined, icon: undefined, description: undefined, author: undefined },
    differs: {
      id: "tag:runner.example,2020-02-29:all",
      description: SETTINGS.title,
      copyright: null,
      icon: null,
      authors: [SETTINGS.title],
    },
    categories: [WEATHER, INDIA, RESEARCH],
  },
  {
    name: "a language other than English",
    path: "",
    settings: { language: "hi" },
    differs: { id: "tag:runner.example,2020-02-29:all", language: "hi" },
    categories: [WEATHER, INDIA, RESEARCH],
  },
];

/** What a feed has to say of itself, told from the case alone. */
function truthOf({ path, query = "", ownQuery = query, differs, categories }: Case, reader: Reader): FeedRead {
  const addressIn = (format: keyof typeof DOCUMENT_NAMES) => `${ADDRESS}${path}/${DOCUMENT_NAMES[format]}${ownQuery}`;
  return {
    id: "",
    title: SETTINGS.title,
    description: SETTINGS.description,
    page: path === "" ? `${ADDRESS}/` : ADDRESS + path,
    people: `${ADDRESS}${path}/subscribe`,
    others: [
      ["application/rss+xml", addressIn("rss")],
      ["application/feed+json", addressIn("json")],
    ],
    self: addressIn(reader.format),
    language: SETTINGS.language,
    copyright: SETTINGS.copyright,
    icon: SETTINGS.icon.replaceAll("'", "%27"),
    generator: "Harkara",
    labels: categories.map(({ label }) => label),
    terms: categories.map(({ term }) => term),
    schemes: categories.map(({ term }) => `${ADDRESS}/categories/${encodeURIComponent(term)}`),
    // The newest `updated`, though the article with it is not the newest one.
    updated: "2025-02-28T22:30:00.000Z",
    hubs: [],
    authors: [SETTINGS.author],
    ...differs,
  };
}

describe.each(CASES)("a feed of $name", (each) => {
  it.each(READERS)("tells all of itself in $format to $name", async (reader) => {
    const site = await siteOf({ ...SETTINGS, ...each.settings });
    const app = appOf(await contentOf(each.texts ?? TEXTS, site));
    const path = `/daily${each.path}/${DOCUMENT_NAMES[reader.format]}${each.query ?? ""}`;
    const response = await app.request(path);
    expect(response.status).toBe(200);
    const { feed } = await reader.read(await response.text());
    const reported = Object.fromEntries(reader.feedFields.map((field) => [field, feed[field]]));
    expect(reported).toEqual(asToldBy(reader, truthOf(each, reader), reader.feedFields));
  });
});

describe.each(CASES)("an Atom feed of $name", (each) => {
  it("has the site's page as its first alternate and as its last, and no two of one type and language", async () => {
    const site = await siteOf({ ...SETTINGS, ...each.settings });
    const app = appOf(await contentOf(each.texts ?? TEXTS, site));
    const text = await (await app.request(`/daily${each.path}/atom.xml${each.query ?? ""}`)).text();
    const links = parseAtomFeed(text).links?.filter(({ rel }) => rel === "alternate") ?? [];
    const page = ADDRESS + (each.path || "/");
    expect([links[0]?.href, links.at(-1)?.href, links.at(-1)?.hreflang]).toEqual([page, page, site.language]);
    // feedparser takes the last that is of this type, or of none.
    expect(links.some(({ type }) => type === "text/html")).toBe(false);
    expect(new Set(links.map(({ type, hreflang }) => `${type} ${hreflang}`)).size).toBe(links.length);
  });
});

describe("every parser at hand", () => {
  it.each(Object.entries(FEED_FIELDS))(
    "together they tell all that %s can say of a feed, each thing twice",
    (format, fields) => {
      const readers = READERS.filter((reader) => reader.format === format);
      const tellers = (field: keyof FeedRead) => readers.filter(({ feedFields }) => feedFields.includes(field));
      // JSON Feed has no member for these: they stand in `_harkara`, which no parser knows.
      const own = ["id", "people", "copyright", "generator", "labels", "terms", "schemes", "updated"];
      const ours = format === "json" ? own : [];
      for (const field of fields)
        expect(tellers(field).length, field).toBeGreaterThanOrEqual(ours.includes(field) ? 1 : 2);
    },
  );
});
