/** The formats that a feed comes in. */
export const FORMATS = ["rss", "atom", "json"] as const;

export type Format = (typeof FORMATS)[number];

/** Name of a feed's document in each format: the last part of its address. */
export const DOCUMENT_NAMES: Readonly<Record<Format, string>> = {
  rss: "rss.xml",
  atom: "atom.xml",
  json: "feed.json",
};

/** Media type of a feed in each format, without its charset. */
export const FEED_TYPES: Readonly<Record<Format, string>> = {
  rss: "application/rss+xml",
  atom: "application/atom+xml",
  json: "application/feed+json",
};
