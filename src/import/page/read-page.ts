import { Readability } from "@mozilla/readability";
import { fromHtml } from "hast-util-from-html";
import { toHtml } from "hast-util-to-html";
import { parseHTML } from "linkedom";
import type { Zones } from "../../source/time/zone.ts";
import { parseByline } from "../../source/wire/byline.ts";
import { absoluteUrl } from "../feed/item-parts.ts";
import type { Item } from "../item.ts";
import { parseDate } from "../parse-date.ts";
import { oneLine, plainTextOf } from "../plain-text.ts";
import { SourceError } from "../source-error.ts";
import { removeRepeatedMetadata, stripBylinePrefix } from "./deduplicate.ts";
import { type JsonLdMetadata, readJsonLd } from "./json-ld.ts";

/** How much of the DOM this needs; the types of linkedom's nodes are those of browsers, which are not loaded. */
interface Element {
  readonly textContent: string | null;
  readonly getAttribute: (name: string) => string | null;
  readonly removeAttribute: (name: string) => void;
  readonly remove: () => void;
}

interface Document extends Element {
  readonly documentElement: Element | null;
  readonly querySelectorAll: (selector: string) => Iterable<Element>;
}

/** A time as a desk prints it: `Published 23:05 IST, March 31st 2025`. */
const PRINTED =
  /\b(Published|Updated|Last updated)(?: at| on)?:?\s+(\d{1,2}:\d{2}(?:\s*[AP]\.?M\.?)?\s+[A-Za-z/_+:\d-]{1,40}\s*,\s*\p{L}{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})/giu;

/**
 * Reads a page of an article: what programs are told of it (JSON-LD, `meta`), then what people see.
 * @param html the page
 * @param address where the page is; nothing for a file, which may say where it comes from
 * @returns nothing where no text of an article is found in it
 * @throws SourceError
 */
export function readPage(html: string, address: string | undefined, zones: Zones): Item | undefined {
  const document = documentOf(html);
  const meta = metaOf(document);
  const data = readJsonLd([...document.querySelectorAll('script[type="application/ld+json"]')].map(textOf));
  const saved = /<!--\s*saved from url=\(\d+\)(\S+)\s*-->/.exec(html.slice(0, 4096))?.[1];
  const canonical = [...document.querySelectorAll('link[rel~="canonical"]')].map((each) => each.getAttribute("href"));
  const link = [canonical[0] ?? undefined, meta("og:url"), data.address, address, saved]
    .map((each) => absoluteUrl(each, address, saved, meta("og:url"), data.address))
    .find((each) => each !== undefined);
  const base = [...document.querySelectorAll("base[href]")][0]?.getAttribute("href") ?? undefined;
  const times = timesOf(document, plainTextOf(html), meta, data, zones);
  const headings = [...document.querySelectorAll("h1")].filter((each) => textOf(each) !== "");
  const heading = headings[0] && textOf(headings[0]);
  const credits = [...document.querySelectorAll('[rel~="author"], [itemprop="author"]')];
  const credited = credits.map(textOf).map(stripBylinePrefix);
  const language = document.documentElement?.getAttribute("lang") ?? undefined;

  // They are said elsewhere, and would be said twice.
  for (const element of [...headings.slice(0, 1), ...timesIn(document)]) element.remove();
  // Readability would cut the first name out of its line, and leave “By and …” there.
  for (const element of credits) for (const name of ["rel", "itemprop"]) element.removeAttribute(name);
  // Readability changes the document: everything else is taken out of it before.
  const read = new Readability(document as never, { charThreshold: 100 }).parse();
  const content = read?.content ?? "";
  if (plainTextOf(content) === "") return undefined;
  const headline = plainTextOf(data.headline ?? "") || heading || meta("og:title") || read?.title || "";
  const picture = absoluteUrl(data.picture ?? meta("og:image"), link, address);
  const byline = oneLine(read?.byline ?? "");
  const said = [data.authors, namesOf(meta("author")), credited, namesOf(byline)];
  const authors = said.find((names) => names.length > 0) ?? [];
  const standfirst = plainTextOf(data.standfirst ?? meta("og:description") ?? meta("description") ?? "");
  const taken = { authors, times: [times.published, times.updated], standfirst };
  const section = [...data.categories, ...meta.all("article:section"), ...meta.all("article:tag")];
  return {
    name: link ?? "the page",
    id: link ?? "",
    link,
    headline: plainTextOf(headline),
    ...times,
    standfirst,
    authors,
    picture: picture === undefined ? undefined : { address: picture, alternative: meta("og:image:alt") ?? "" },
    categories: section.map(plainTextOf),
    language: data.language ?? language,
    base: absoluteUrl(base, link, address) ?? link,
    html: removeRepeatedMetadata(content, taken, zones),
  };
}

/**
 * A page as a tree. linkedom takes tags as they are written and adds none, so a page is first read by the rules of HTML,
 * by which `html` and `body` may be left out.
 * @throws SourceError where elements stand too deep inside each other
 */
function documentOf(html: string): Document {
  try {
    return parseHTML(toHtml(fromHtml(html))).document as unknown as Document;
  } catch (error) {
    // All that walk through a tree call themselves, and the stack has an end.
    if (!(error instanceof RangeError)) throw error;
    throw new SourceError("the page's elements stand too deep inside each other");
  }
}

/** Elements that hold nothing but a printed time of publication or update. */
function timesIn(document: Document): readonly Element[] {
  const whole = new RegExp(`^(?:${PRINTED.source})\\.?$`, "iu");
  return [...document.querySelectorAll("p, div, span, time, li")].filter((each) => whole.test(textOf(each)));
}

interface Meta {
  (name: string): string | undefined;
  readonly all: (name: string) => readonly string[];
}

/** What `meta` elements say, by `property`, `name` or `itemprop`. */
function metaOf(document: Document): Meta {
  const said = new Map<string, string[]>();
  for (const element of document.querySelectorAll("meta[content]")) {
    const name = ["property", "name", "itemprop"].map((key) => element.getAttribute(key)).find((key) => key);
    const content = oneLine(element.getAttribute("content") ?? "");
    if (name == null || content === "") continue;
    said.set(name.toLowerCase(), [...(said.get(name.toLowerCase()) ?? []), content]);
  }
  const all = (name: string) => said.get(name) ?? [];
  return Object.assign((name: string) => all(name)[0], { all });
}

function timesOf(
  document: Document,
  text: string,
  meta: Meta,
  data: JsonLdMetadata,
  zones: Zones,
): Pick<Item, "published" | "writtenTime" | "updated"> {
  const marked = [...document.querySelectorAll("time[datetime]")];
  const ofUpdate = (element: Element) =>
    /modif|updat/i.test(`${element.getAttribute("itemprop")} ${element.getAttribute("class")}`);
  const times = (updates: boolean) =>
    marked.filter((each) => ofUpdate(each) === updates).map((each) => each.getAttribute("datetime") ?? undefined);
  const printed = [...text.matchAll(PRINTED)];
  const siteTimes = (label: RegExp) => printed.find(([, each]) => label.test(each ?? ""))?.[2];
  const published = [
    data.published,
    meta("article:published_time"),
    meta("datepublished"),
    siteTimes(/published/i),
    ...times(false),
  ];
  const updated = [
    data.updated,
    meta("article:modified_time"),
    meta("og:updated_time"),
    meta("datemodified"),
    siteTimes(/updated/i),
    ...times(true),
  ];
  return {
    published: firstInstant(published, zones),
    writtenTime: published.find((each) => each !== undefined),
    updated: firstInstant(updated, zones),
  };
}

/** A full time goes before a day alone, whoever says it. */
function firstInstant(written: readonly (string | undefined)[], zones: Zones): Date | undefined {
  const said = written.filter((each) => each !== undefined);
  const full = said.filter((each) => /:\d\d/.test(each));
  return [...full, ...said].map((each) => parseDate(each, zones)).find((each) => each !== undefined);
}

function namesOf(line: string | undefined): readonly string[] {
  if (line === undefined || line === "" || /^https?:/i.test(line)) return [];
  return parseByline(`By ${stripBylinePrefix(line)}`) ?? [];
}

function textOf(element: Element): string {
  return oneLine(element.textContent ?? "");
}
