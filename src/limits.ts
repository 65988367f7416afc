/**
 * Every cap of the program, with its reason. Going past one is always a named error, never a silent cut.
 */

/** Bytes of one article's text. A row of D1 holds 2 MB, and the HTML made from a text is a little longer than it. */
export const MAX_ARTICLE_BYTES = 1_048_576;

/** Bytes of `site.json`. Ten thousand categories with descriptions fit. */
export const MAX_SITE_BYTES = 1_048_576;

/** Characters of one line of an article. A block is one line; no desk prints a paragraph of forty pages. */
export const MAX_LINE_CHARACTERS = 65_536;

/** Bytes of a slug in UTF-8. File systems allow 255 for a name; the suffix and a temporary name must fit as well. */
export const MAX_SLUG_BYTES = 200;

/** Categories of one article. Each costs bytes in every feed; more than this is a pasted list, not a choice. */
export const MAX_CATEGORIES = 64;

/** Names in one byline. */
export const MAX_AUTHORS = 32;

/** Characters of one name in a byline, so that a standfirst that begins with "By" is not taken for one. */
export const MAX_NAME_CHARACTERS = 80;

/** Words of one name in a byline, for the same reason. */
export const MAX_NAME_WORDS = 6;

/** Characters of a short line that may be a subhead; the wire format sets it. */
export const MAX_SUBHEAD_CHARACTERS = 120;

/** Characters of a last line that begins with "Updated" and may be a time; a longer one is prose. */
export const MAX_TIME_LINE_CHARACTERS = 80;

/** Findings of one file that are listed: enough to see what is wrong, and a file of rubbish does not flood the log. */
export const MAX_FINDINGS = 100;

/** Entries of one feed. Beyond this, bytes grow for every reader that polls and no reader shows more. */
export const MAX_ENTRIES = 100;

/** Entries of a feed where neither `site.json` nor the request says how many. */
export const DEFAULT_ENTRIES = 50;

/** Years that a time may lie in: before 1900 local time was the sun's, after 9999 RFC 3339 has no digits. */
export const MIN_YEAR = 1900;
export const MAX_YEAR = 9999;

/** Zone offsets kept in memory, some 100 bytes each: more days than most archives have articles. */
export const MAX_KEPT_OFFSETS = 8_192;

/** Milliseconds that a file must have lain unchanged before it is read: a writer pauses less between two writes. */
export const SETTLE_MS = 200;

/** Milliseconds that the start waits for files that are being written; later they show as any change does. */
export const MAX_START_MS = 2_000;

/** Milliseconds between two looks at a whole content folder: with `SETTLE_MS`, changes show within a second. */
export const LOOK_MS = 500;

/** Share of the time that looking at a large folder may take. */
export const MAX_LOOK_SHARE = 0.05;

/** Files read at the same time: enough to keep a disk busy, far from the limit of open files. */
export const MAX_OPEN_FILES = 32;

/** Milliseconds that requests in flight have after SIGTERM; orchestrators kill after 10 s or more. */
export const DRAIN_MS = 8_000;

/**
 * Milliseconds that an idle connection is kept. Proxies and load balancers keep theirs for 60 s: if the service closed
 * its end first, now and then a request would meet a closing connection and fail.
 */
export const KEEP_ALIVE_MS = 75_000;

/** Seconds that a client is asked to wait after a 503. */
export const RETRY_AFTER_SECONDS = 5;

/** Seconds that it may be kept that there is nothing at an address: something may be published there at any moment. */
export const ABSENCE_MAX_AGE_SECONDS = 30;

/** Bytes of all of a document's cache tags: Cloudflare takes 16 KB of them. */
export const MAX_CACHE_TAG_BYTES = 16_000;

/** Bytes of rendered entries that are kept: some 20,000 articles in one format. */
export const MAX_KEPT_ENTRY_BYTES = 67_108_864;

/** Bytes of whole documents, plain and compressed, that are kept: a few hundred feeds in every form. */
export const MAX_KEPT_DOCUMENT_BYTES = 67_108_864;

/** Addresses whose answers are kept ready; what is not among them is worked out anew. */
export const MAX_KEPT_RESOURCES = 10_000;

/** Entries in remembered states of feeds, some 150 bytes each: a thousand states of feeds of fifty. */
export const MAX_REMEMBERED_ENTRIES = 50_000;

/** Heads and tails of documents that are kept, some 2 KiB each: those of a few hundred feeds in every format. */
export const MAX_KEPT_FRAMES = 1_000;

/** Articles exchanged in a store one by one; when more change at once, making it anew costs less. */
export const MAX_EXCHANGED = 64;

/** Changes that an index by slug carries on top before it is made anew: few enough to copy with each change. */
export const MAX_OVERLAID_SLUGS = 1_000;
