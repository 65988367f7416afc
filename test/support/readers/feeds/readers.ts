/** What the formats can say, and what each parser tells of it. */
import { decode as decodeOnceMore } from "html-entities";
import type { Format } from "../../../../src/lib/feed-format.ts";
import { byRowanManning, withoutMail } from "./feed-parser.ts";
import { atomByFeedsmith, jsonByFeedsmith, rssByFeedsmith } from "./feedsmith.ts";
import { jsonByParse } from "./json-parse.ts";
import type { EntryRead, FeedRead, Reader } from "./reading.ts";
import { atomByRssParser, rssByRssParser } from "./rss-parser.ts";
import { atomBySaxes, rssBySaxes } from "./saxes.ts";

export type { DocumentRead, EntryRead, FeedRead, Reader } from "./reading.ts";

const TOLD: readonly (keyof EntryRead)[] = [
  "id",
  "headline",
  "link",
  "published",
  "updated",
  "standfirst",
  "html",
  "labels",
  "authors",
  "picture",
  "pictureType",
  "alternative",
  "language",
];

/** Everything that a format can say of an article. */
export const ENTRY_FIELDS: Readonly<Record<Format, readonly (keyof EntryRead)[]>> = {
  rss: [...TOLD, "schemes", "lead", "leadType"],
  atom: [...TOLD, "terms", "schemes", "authorPages"],
  json: [...TOLD, "terms", "schemes", "authorPages", "lead", "readingMinutes"],
};

const OF_FEEDS: readonly (keyof FeedRead)[] = [
  "title",
  "description",
  "page",
  "self",
  "people",
  "language",
  "copyright",
  "icon",
  "generator",
  "labels",
  "updated",
  "hubs",
];

/** Everything that a format can say of a feed. */
export const FEED_FIELDS: Readonly<Record<Format, readonly (keyof FeedRead)[]>> = {
  rss: OF_FEEDS,
  atom: [...OF_FEEDS, "id", "others", "terms", "schemes", "authors"],
  json: [...OF_FEEDS, "id", "terms", "schemes", "authors"],
};

function without<T>(fields: readonly T[], ...left: readonly T[]): T[] {
  return fields.filter((field) => !left.includes(field));
}

/** Every parser at hand, for every format that it reads. */
export const READERS: readonly Reader[] = [
  {
    name: "saxes",
    format: "rss",
    feedFields: FEED_FIELDS.rss,
    entryFields: ENTRY_FIELDS.rss,
    read: rssBySaxes,
  },
  {
    name: "feedsmith",
    format: "rss",
    feedFields: FEED_FIELDS.rss,
    entryFields: ENTRY_FIELDS.rss,
    read: rssByFeedsmith,
  },
  {
    name: "rss-parser",
    format: "rss",
    feedFields: without(FEED_FIELDS.rss, "people", "labels", "hubs"),
    entryFields: without(ENTRY_FIELDS.rss, "alternative"),
    read: rssByRssParser,
  },
  {
    name: "@rowanmanning/feed-parser",
    format: "rss",
    // It takes a feed's categories and authors for those of entries that have none, and knows no atom:updated.
    feedFields: without(FEED_FIELDS.rss, "people", "hubs"),
    entryFields: without(
      ENTRY_FIELDS.rss,
      "updated",
      "labels",
      "schemes",
      "alternative",
      "lead",
      "leadType",
      "language",
    ),
    habits: {
      html: decodeOnceMore,
      authors: (name) => withoutMail(decodeOnceMore(name)),
      labels: decodeOnceMore,
      copyright: decodeOnceMore,
    },
    read: byRowanManning,
  },
  {
    name: "saxes",
    format: "atom",
    feedFields: FEED_FIELDS.atom,
    entryFields: ENTRY_FIELDS.atom,
    read: atomBySaxes,
  },
  {
    name: "feedsmith",
    format: "atom",
    feedFields: FEED_FIELDS.atom,
    entryFields: ENTRY_FIELDS.atom,
    read: atomByFeedsmith,
  },
  {
    name: "rss-parser",
    format: "atom",
    feedFields: ["title", "page", "self", "updated"],
    entryFields: ["id", "headline", "link", "published", "standfirst", "html"],
    read: atomByRssParser,
  },
  {
    name: "@rowanmanning/feed-parser",
    format: "atom",
    feedFields: without(FEED_FIELDS.atom, "id", "people", "others", "hubs"),
    entryFields: without(ENTRY_FIELDS.atom, "labels", "terms", "schemes", "alternative", "language"),
    habits: {
      html: decodeOnceMore,
      authors: decodeOnceMore,
      title: decodeOnceMore,
      description: decodeOnceMore,
      copyright: decodeOnceMore,
    },
    read: byRowanManning,
  },
  {
    name: "JSON.parse",
    format: "json",
    feedFields: FEED_FIELDS.json,
    entryFields: ENTRY_FIELDS.json,
    read: jsonByParse,
  },
  {
    name: "feedsmith",
    format: "json",
    feedFields: without(
      FEED_FIELDS.json,
      "id",
      "people",
      "copyright",
      "generator",
      "labels",
      "terms",
      "schemes",
      "updated",
    ),
    entryFields: without(ENTRY_FIELDS.json, "terms", "schemes", "readingMinutes"),
    read: jsonByFeedsmith,
  },
];

/** The part of what is true that a reader tells, as it tells it. */
export function asToldBy<T extends EntryRead | FeedRead>(
  reader: Reader,
  truth: T,
  fields: readonly (keyof T)[],
): Partial<T> {
  const reported: Partial<T> = {};
  for (const field of fields) {
    const habit = reader.habits?.[field as keyof Reader["habits"]];
    reported[field] = habit === undefined ? truth[field] : (changed(truth[field], habit) as T[keyof T]);
  }
  return reported;
}

function changed(value: unknown, habit: (text: string) => string): unknown {
  if (typeof value === "string") return habit(value);
  return Array.isArray(value) ? value.map((each) => changed(each, habit)) : value;
}
