import { quote } from "../../lib/text.ts";
import { type Author, type Category, MAX_AUTHORS, MAX_CATEGORIES, type Picture } from "../article.ts";
import { extension, type Field, MEDIA_RSS } from "./field.ts";
import { type Shape, textsIn } from "./shape.ts";

const TIME = "ISO 8601 with an offset (2025-03-31T23:05:00+05:30), or as a desk writes it (23:05 IST, March 31st 2025)";

const HEADLINE = {
  name: "headline",
  description: "The headline, plain text.",
  shape: { kind: "text" },
  required: true,
  aliases: ["title"],
  wire: { place: "the second line" },
  rss: { names: ["title"] },
  atom: { names: ["title"] },
  json: { names: ["title"] },
  searched: textsIn,
} as const satisfies Field;

const PUBLISHED = {
  name: "published",
  description: `When it was published: ${TIME}. Until then it does not exist.`,
  shape: { kind: "time" },
  required: true,
  aliases: ["date", "publishdate"],
  wire: { place: "`Published` and a time, the first line" },
  rss: { names: ["pubDate"] },
  atom: { names: ["published"] },
  json: { names: ["date_published"] },
} as const satisfies Field;

const UPDATED = {
  name: "updated",
  description: "When it last changed, as published is written. Default: published.",
  shape: { kind: "time" },
  aliases: ["lastmod", "last_modified_at", "modified"],
  wire: { place: "`Updated` and a time, the last line" },
  rss: { names: ["atom:updated"] },
  atom: { names: ["updated"] },
  json: { names: ["date_modified"] },
} as const satisfies Field;

const STANDFIRST = {
  name: "standfirst",
  description: "The summary, plain text.",
  shape: { kind: "text" },
  aliases: ["summary", "description", "excerpt"],
  wire: { place: "the line after the headline" },
  rss: { names: ["description"] },
  atom: { names: ["summary"] },
  json: { names: ["summary"] },
  searched: textsIn,
} as const satisfies Field;

const AUTHORS = {
  name: "authors",
  description: "The names of those who wrote it. Default: the site's author.",
  shape: { kind: "list", of: { kind: "text" }, most: MAX_AUTHORS },
  aliases: ["author"],
  wire: { place: "`By A, B and C`, between headline and body" },
  rss: { names: ["dc:creator"] },
  atom: { names: ["author"] },
  json: { names: ["authors"] },
  searched: (authors) => authors.map(({ name }) => name),
} as const satisfies Field<string, Shape, readonly Author[]>;

const PICTURE = {
  name: "picture",
  description: "The lead picture.",
  shape: {
    kind: "object",
    members: {
      address: {
        description: "Its address; it may be relative to base.",
        shape: { kind: "address" },
      },
      alternative: {
        description: "What it shows, for those who cannot see it.",
        shape: { kind: "text" },
        optional: true,
      },
    },
  },
  aliases: ["image"],
  wire: { label: "Image" },
  rss: {
    names: ["enclosure", "media:content"],
    elements: ({ address: url, type, alternative }) => [
      {
        name: "media:content",
        namespace: MEDIA_RSS,
        attributes: { url, medium: "image", type },
        children:
          alternative === ""
            ? []
            : [
                {
                  name: "media:description",
                  namespace: MEDIA_RSS,
                  attributes: { type: "plain" },
                  text: alternative,
                },
              ],
      },
    ],
  },
  atom: { names: ["link"] },
  json: {
    names: ["image", "attachments"],
    members: ({ address: url, type, alternative }) => ({
      attachments: [{ url, mime_type: type, ...(alternative === "" ? {} : { title: alternative }) }],
    }),
  },
} as const satisfies Field<string, Shape, Picture>;

const CATEGORIES = {
  name: "categories",
  description: "The labels of its categories, in your order.",
  shape: { kind: "list", of: { kind: "text" }, most: MAX_CATEGORIES },
  aliases: ["category", "tags"],
  wire: { place: "`- label`, a line each, between headline and body" },
  rss: { names: ["category"] },
  atom: { names: ["category"] },
  json: { names: ["tags", "_harkara.categories"] },
  searched: (categories) => categories.map(({ label }) => label),
} as const satisfies Field<string, Shape, readonly Category[]>;

const READING_MINUTES = {
  name: "readingMinutes",
  description: "How many minutes it takes to read.",
  shape: { kind: "integer", least: 0, most: 9_999, noun: "a number of minutes" },
  aliases: ["reading_minutes"],
  wire: { place: "`- 2 min read`, among the labels" },
  json: extension("reading_minutes"),
} as const satisfies Field;

const LANGUAGE = {
  name: "language",
  description: "Its language (BCP 47). Default: told by its script, or the site's.",
  shape: { kind: "text", check: checkLanguage },
  aliases: ["lang"],
  rss: { names: ["dc:language"] },
  atom: { names: ["xml:lang"] },
  json: { names: ["language"] },
} as const satisfies Field;

const BASE = {
  name: "base",
  description: "The absolute address that relative ones begin from. Default: the site's.",
  shape: { kind: "text", check: checkBase },
} as const satisfies Field;

const DRAFT = {
  name: "draft",
  description: "Whether it is left out until it is finished.",
  shape: { kind: "flag" },
  only: "markdown",
} as const satisfies Field;

const BODY = {
  shape: { kind: "body" },
  only: "json",
  rss: { names: ["content:encoded"] },
  atom: { names: ["content"] },
  json: { names: ["content_html"] },
} as const;

const HTML = {
  ...BODY,
  name: "html",
  description: "The body in HTML; what is not safe is taken out.",
} as const satisfies Field;

const MARKDOWN = {
  ...BODY,
  name: "markdown",
  description: "The body in Markdown (CommonMark, with GitHub's extensions).",
} as const satisfies Field;

const TEXT = {
  ...BODY,
  name: "text",
  description: "The body in lines: a paragraph a line, as in the wire format.",
} as const satisfies Field;

/** The keys of which an article in JSON has exactly one. */
export const BODY_FIELDS = [HTML, MARKDOWN, TEXT] as const;

/** The fields that readers and writers know by name: they order, group or address articles, or `feed` prints them. */
export const CORE_FIELDS = [
  HEADLINE,
  PUBLISHED,
  UPDATED,
  STANDFIRST,
  AUTHORS,
  PICTURE,
  CATEGORIES,
  READING_MINUTES,
  LANGUAGE,
  BASE,
] as const;

/** The fields of one notation alone. */
export const NOTATION_FIELDS = [DRAFT, ...BODY_FIELDS] as const;

function checkLanguage(tag: string) {
  try {
    if (Intl.getCanonicalLocales(tag).length === 1) return undefined;
  } catch {}
  return {
    code: "bad-language",
    message: `${quote(tag)} is not a language tag`,
    hint: "Write it as BCP 47 has it, such as hi or en-IN, or leave it out.",
  };
}

function checkBase(address: string) {
  if (/^https?:\/\//i.test(address) && URL.canParse(address)) return undefined;
  return {
    code: "bad-base",
    message: "the base is not an absolute http or https address",
    hint: "Give the address that the article's relative ones begin from, or leave it out.",
  };
}
