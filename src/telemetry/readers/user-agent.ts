/** Characters of a reader's name: clients may send anything, and the name is kept and shown. @limit characters */
export const MAX_READER_NAME_CHARACTERS = 40;

/** Subscribers that one reader can state for one feed; a larger number is ignored. @limit subscribers */
export const MAX_STATED_SUBSCRIBERS = 10_000_000;

/** The client that a `User-Agent` names. */
export interface Reader {
  /** As it calls itself, without version: `Feedly`, `NetNewsWire`; browsers are `Browser (Firefox)`. */
  readonly name: string;
  /** The number of subscribers that it states; null if it states none. */
  readonly subscribers: number | null;
  /** Its own id of the feed: an aggregator may poll one feed under several ids, each for other subscribers. */
  readonly feedId: string | null;
  /** Identifies it among all that state subscribers of the same feed. */
  readonly key: string;
}

/** The name of a client that sends none. */
const NO_NAME = "(no name)";

/**
 * Parses a `User-Agent` (RFC 9110, section 10.1.5). No specification says how subscribers are stated; this reads what
 * aggregators have written in twenty years.
 * @param agent of a limited length, on one line
 */
export function parseUserAgent(agent: string): Reader {
  const name = nameOf(agent);
  const feedId = FEED_ID.exec(agent)?.[1] ?? null;
  return { name, subscribers: subscribersOf(agent), feedId, key: `${name} ${feedId ?? ""}` };
}

const FEED_ID = /\bfeed[-_ ]?id[\s:=]{1,3}([\w-]{1,64})/i;

/** `16 subscribers`, `1 readers`; `1,204 subscribers`, and `12,34,567` as they are written in India. */
const COUNT_FIRST = /(?<![a-z0-9.,])(\d{1,3}(?:,\d{2,3})*,\d{3}|\d{1,12})[\s_]+(?:subscriber|reader)s?\b/i;

/** `subscribers 1`, `Subscriber Count: 12`. */
const COUNT_LAST = /\bsubscribers?[\s_]*(?:count)?[\s_:=]{1,3}(\d{1,3}(?:,\d{2,3})*,\d{3}\b|\d{1,12}\b)/i;

/** The stated number, unless it is implausibly large. */
function subscribersOf(agent: string): number | null {
  const stated = COUNT_FIRST.exec(agent)?.[1] ?? COUNT_LAST.exec(agent)?.[1];
  const count = Number(stated?.replaceAll(",", "") ?? Number.NaN);
  return count <= MAX_STATED_SUBSCRIBERS ? count : null;
}

function nameOf(agent: string): string {
  const name = LIKE_BROWSERS.test(agent) ? nameBehindMozilla(agent) : firstProduct(agent);
  return OWN_NAMES.get(name.toLowerCase()) ?? name;
}

/** Browsers begin so, and clients that imitate one. */
const LIKE_BROWSERS = /^Mozilla[/ ]\d/i;

/** The name follows `compatible`; without that it is the first product that no browser has. */
function nameBehindMozilla(agent: string): string {
  const compatible = /\bcompatible\s*;\s*([^;)]+)/i.exec(agent)?.[1]?.trim();
  if (compatible !== undefined && !NO_OWN_NAME.test(compatible)) return firstProduct(compatible);
  for (const [, product = ""] of agent.matchAll(PRODUCT))
    if (!BROWSER_PRODUCTS.has(product.toLowerCase())) return cleaned(product);
  const browser = BROWSERS.find(([, mark]) => mark.test(agent));
  return browser === undefined ? "Browser" : `Browser (${browser[0]})`;
}

/** What browsers have after `compatible`. */
const NO_OWN_NAME = /^(?:MSIE|Mozilla|Windows|Konqueror|\+?https?:)/i;

const PRODUCT = /(?<![\w.%-])([A-Za-z][\w.%-]*)\/\d/g;

/** Browsers by a product that only they name, the most specific first: each also names those that it imitates. */
const BROWSERS: readonly (readonly [string, RegExp])[] = [
  ["Edge", /\b(?:Edge|Edg|EdgA|EdgiOS)\//],
  ["Opera", /\b(?:OPR|Opera)\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Vivaldi", /\bVivaldi\//],
  ["Firefox", /\b(?:Firefox|FxiOS|Focus)\//],
  ["Chrome", /\b(?:Chrome|Chromium|CriOS)\//],
  ["Internet Explorer", /\b(?:MSIE |Trident\/)/],
  ["Safari", /\bSafari\//],
];

/** Products that browsers name. */
const BROWSER_PRODUCTS = new Set(
  (
    "mozilla applewebkit khtml gecko version mobile safari build chrome chromium crios edge edg edga edgios opr opera " +
    "presto samsungbrowser vivaldi firefox fxios focus trident msie ubuntu debian fedora raspbian gsa brave ddg"
  ).split(" "),
);

/** The name at the start of a text: up to a version, comment, statement or address. */
function firstProduct(text: string): string {
  const end = text.search(NAME_END);
  const name = end === -1 ? text : text.slice(0, end);
  return cleaned(name.replace(/[\s_]+v?\d[\w.]*\s*$/i, ""));
}

const NAME_END =
  /\s*\/|\s*[(;,[{"]|[\s_]-[\s_]|\s+feed[-_ ]?id\b|[\s_]+\d+[\s_]+(?:subscriber|reader)|[\s_]subscribers?\b|\s\+|\s+Mozilla\b|https?:/i;

/** Letters of any script, digits, and the punctuation of names. */
function cleaned(name: string): string {
  const text = name
    .replaceAll("%20", " ")
    .replace(/[^\p{L}\p{M}\p{N} .&'+!_-]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return Array.from(text).slice(0, MAX_READER_NAME_CHARACTERS).join("").trim() || NO_NAME;
}

/** One name for aggregators whose own differs from request to request; keys in lower case. */
const OWN_NAMES: ReadonlyMap<string, string> = new Map([
  ["feedbin", "Feedbin"],
  ["feedly", "Feedly"],
  ["feedfetcher-google", "FeedFetcher-Google"],
  ["inoreader", "Inoreader"],
  ["inoreader.com", "Inoreader"],
  ["theoldreader.com", "The Old Reader"],
  ["newsblur feed fetcher", "NewsBlur"],
  ["newsblur page fetcher", "NewsBlur"],
  ["newsblur favicon fetcher", "NewsBlur"],
  ["newsblur", "NewsBlur"],
  ["livejournal.com", "LiveJournal"],
  ["dreamwidth studios", "Dreamwidth"],
  ["newsboat", "Newsboat"],
  ["miniflux", "Miniflux"],
]);
