import * as z from "zod";
import { stripXmlForbidden } from "../lib/text.ts";
import { MAX_ENTRIES } from "./scope.ts";

/** Entries of a feed by default: a day or more of news, half of `MAX_ENTRIES`. @limit entries */
const DEFAULT_ENTRIES = 50;

const text = z
  .string()
  .transform((value) =>
    stripXmlForbidden(value)
      .replace(/[\t\n\r]+/g, " ")
      .trim(),
  )
  .pipe(z.string().min(1, "must not be empty"));

const webAddress = z
  .string()
  .refine(isWebAddress, "must be an absolute http or https address")
  .transform((value) => new URL(value).href);

const readerAddress = z
  .string()
  .refine(
    (value) => isWebAddress(value.replaceAll("{feed}", "feed")) && value.includes("{feed}"),
    "must be an absolute http or https address with {feed} in it",
  );

/** The most used web readers, with the address at which each subscribes to a feed. */
const READERS: Readonly<Record<string, string>> = {
  Feedly: "https://feedly.com/i/subscription/feed/{feed}",
  Inoreader: "https://www.inoreader.com/?add_feed={feed}",
  NewsBlur: "https://www.newsblur.com/?url={feed}",
  "The Old Reader": "https://theoldreader.com/feeds/subscribe?url={feed}",
};

/** The site's address, normalised, without a trailing slash. */
export const address = z
  .string()
  .refine(isWebAddress, "must be an absolute http or https address, such as https://news.example.org")
  .refine((value) => !isWebAddress(value) || isPlain(new URL(value)), "must have no user, query or fragment")
  .transform((value) => {
    // Not `href`, which keeps an empty `?` or `#`.
    const { origin, pathname } = new URL(value);
    let end = pathname.length;
    while (pathname[end - 1] === "/") end -= 1;
    return origin + pathname.slice(0, end);
  });

const language = z.string().refine(isLanguageTag, "must be a language tag (BCP 47), such as en-IN or hi");

const seconds = z.int().min(0).max(31_536_000);

/** `site.json` as it is written. */
export const settingsSchema = z.strictObject({
  $schema: z.string().optional().describe("Where this schema is, for editors."),
  title: text.describe("The site's name."),
  address: address.describe("Where the site is reached, for example https://news.example.org"),
  description: text.optional().describe("One sentence about the site. Default: its title."),
  language: language.default("en-IN").describe("Language of the articles (BCP 47), unless their script tells another."),
  authority: z
    .string()
    .regex(/^[A-Za-z0-9._%+@-]*[A-Za-z0-9]$/, "must be a domain name or mail address, such as example.org")
    .optional()
    .describe(
      "Domain or mail address that ids are minted from (RFC 4151). Never change it. Default: the address's host.",
    ),
  authoritySince: z
    .string()
    .refine(isDay, "must be a day, such as 2024-01-01")
    .default("2024-01-01")
    .describe("A day on which the authority was yours. Never change it."),
  copyright: text.optional().describe("Who may do what with the articles."),
  icon: webAddress.optional().describe("Address of a square picture."),
  logo: webAddress.optional().describe("Address of a picture that stands in place of the title at the top of pages."),
  colour: z
    .string()
    .regex(/^#(?:[0-9A-Fa-f]{3}){1,2}$/, "must be a colour such as #a4262c")
    .default("#a4262c")
    .describe(
      "Colour of links and accents on pages, three or six digits; where it would be hard to read, a shade of it is taken.",
    ),
  timeZone: z
    .string()
    .default("Asia/Kolkata")
    .describe(
      "The site's zone, in which pages show times: an IANA name, an abbreviation of zones or an offset such as +05:30.",
    ),
  readers: z
    .record(text, readerAddress)
    .default(READERS)
    .describe("Web readers that pages offer to subscribe with: an address with {feed} for the feed's own."),
  author: text.optional().describe("Author of articles without a byline."),
  pageSize: z.int().min(1).max(MAX_ENTRIES).default(DEFAULT_ENTRIES).describe("Entries of a feed."),
  zones: z
    .record(z.string().regex(/^[A-Za-z]{1,10}$/, "must be an abbreviation of letters"), z.string())
    .default({})
    .describe(
      "Abbreviations of time zones: to IANA names or offsets. IST, UTC, GMT, those of the site's own country and those that mean the same everywhere are known.",
    ),
  dateOrder: z
    .enum(["day-first", "month-first"])
    .optional()
    .describe(
      "How articles write dates of figures alone, such as 31/03/2025. Default: day-first; month-first where the language is en-US or en-PH; none where it is en-CA, where people write both, so that a date that may mean two days has a fault.",
    ),
  categories: z
    .record(
      text,
      z.strictObject({
        slug: z.string().min(1).optional().describe("Its part in addresses. Default: made from the label."),
        description: text.optional().describe("One sentence about the category."),
        order: z.number().optional().describe("Its place among the categories: smaller ones come first."),
      }),
    )
    .default({})
    .describe("Label of a category: what is to be said of it."),
  tombstoneDays: z
    .int()
    .min(0)
    .max(3_650)
    .default(30)
    .describe("Days for which Atom feeds tell that an article was removed; 0 for not at all."),
  removalDelay: z
    .int()
    .min(0)
    .max(525_600)
    .default(60)
    .describe(
      "Minutes for which articles stay published when many of their files vanish at once; 0 removes them immediately.",
    ),
  hubs: z.array(webAddress).default([]).describe("WebSub hubs that are told of news."),
  cache: z
    .strictObject({
      maxAge: seconds.default(300).describe("Seconds for which a copy counts as fresh."),
      staleWhileRevalidate: seconds
        .default(86_400)
        .describe("Seconds for which a stale copy may be served while a new one is fetched."),
      staleIfError: seconds
        .default(604_800)
        .describe("Seconds for which a stale copy may be served when the service fails."),
    })
    .prefault({})
    .describe("How long caches may keep a document."),
});

/** The checked settings with their defaults. */
export type WrittenSettings = z.output<typeof settingsSchema>;

/** The JSON Schema (2020-12) of `site.json`, for editors. */
export function siteJsonSchema(): object {
  return { title: "Harkara's site.json", ...z.toJSONSchema(settingsSchema, { io: "input" }) };
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value);
}

function isPlain(url: URL): boolean {
  return url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}

function isLanguageTag(value: string): boolean {
  try {
    return new Intl.Locale(value).toString().toLowerCase() === value.toLowerCase();
  } catch {
    return false;
  }
}

function isDay(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
