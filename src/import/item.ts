import type { Picture } from "../article/article.ts";
import { languageOf } from "../article/language.ts";
import { hasLetterOrDigit, slugOf } from "../lib/text.ts";
import type { Site } from "../site/site.ts";
import { MAX_ARTICLE_BYTES } from "../source/source.ts";
import type { IncomingArticle } from "../store/stored-article.ts";
import { distinguishSlug, slugFor } from "./import-slugs.ts";
import { oneLine, plainTextOf } from "./plain-text.ts";

/** What an outside source says of an article. Texts are plain, but for `html`; what is not said is undefined. */
export interface Item {
  /** Where it stands, for the person who reads the report: its link, its id, a file and line. */
  readonly name: string;
  /** What tells it from all other items of its source; empty where there is none. */
  readonly id: string;
  /** Absolute. Relative addresses in `html` begin from it, unless `base` says otherwise. */
  readonly link: string | undefined;
  /** A slug that its source gives it. */
  readonly slug?: string | undefined;
  readonly headline: string;
  /** UTC. */
  readonly published: Date | undefined;
  /** What was written where the time of publication belongs. */
  readonly writtenTime: string | undefined;
  /** UTC. */
  readonly updated: Date | undefined;
  readonly standfirst: string | undefined;
  readonly authors: readonly string[];
  readonly picture: Pick<Picture, "address" | "alternative"> | undefined;
  readonly categories: readonly string[];
  /** BCP 47. */
  readonly language: string | undefined;
  readonly base: string | undefined;
  readonly html: string;
}

/** An entry of a source that is no published article, so that its text is not looked at. */
export interface SkippedEntry {
  /** What tells it from all others of its source; empty where there is nothing. */
  readonly id: string;
  /** What it is, in a word, such as `draft` or `comment`. */
  readonly kind: string;
}

/** An item on its way: an article that may be put, or what keeps it from being one. */
export type ImportEntry =
  | { readonly kind: "article"; readonly name: string; readonly incoming: IncomingArticle }
  | {
      readonly kind: "left-out";
      readonly name: string;
      readonly reason: string;
      /** How many they are that are left out for this reason; one where it is missing. */
      readonly count?: number;
    };

/** Turns items of one source into articles, each with a slug of its own. */
export class Converter {
  readonly #site: Site;
  /** Slug → the id of the item that has it. */
  readonly #taken = new Map<string, string>();

  constructor(site: Site) {
    this.#site = site;
  }

  /** @returns nothing for an item that was converted already: pages of a feed overlap. */
  convert(item: Item): ImportEntry | undefined {
    const leftOut = (reason: string): ImportEntry => ({ kind: "left-out", name: item.name, reason });
    const headline = oneLine(item.headline);
    if (headline === "") return leftOut("it has no headline");
    if (item.published === undefined) {
      return leftOut(
        item.writtenTime === undefined
          ? "it does not say when it was published"
          : `its time of publication cannot be read: “${oneLine(item.writtenTime).slice(0, 80)}”`,
      );
    }
    if (item.html.trim() === "") return leftOut("it has no text");
    const id = item.id || item.link || "";
    let slug = item.slug ?? slugFor(item.link, headline, id);
    const holder = this.#taken.get(slug);
    if (holder !== undefined) {
      if (holder === id) return undefined;
      slug = distinguishSlug(slug, id || `${item.published.toISOString()} ${headline}`);
      if (this.#taken.has(slug)) return undefined;
    }
    if (!hasLetterOrDigit(slug)) return leftOut("neither its link nor its headline has a letter for its address");
    this.#taken.set(slug, id);
    const text = this.#write(item, headline, item.published);
    if (Buffer.byteLength(text) > MAX_ARTICLE_BYTES) {
      return leftOut(`it has ${Buffer.byteLength(text)} bytes; an article has at most ${MAX_ARTICLE_BYTES}`);
    }
    return { kind: "article", name: item.name, incoming: { slug, format: "json", text } };
  }

  #write(item: Item, headline: string, published: Date): string {
    const { updated, picture } = item;
    const standfirst = oneLine(item.standfirst ?? "");
    const article = {
      headline,
      published: published.toISOString(),
      // One before the publication says nothing, and would be a warning.
      ...(updated !== undefined && updated > published && { updated: updated.toISOString() }),
      ...(standfirst !== "" && standfirst !== headline && { standfirst }),
      ...nonEmpty("authors", distinct(item.authors)),
      ...(picture !== undefined && {
        picture: {
          address: picture.address,
          ...(picture.alternative !== "" && { alternative: oneLine(picture.alternative) }),
        },
      }),
      ...nonEmpty("categories", distinct(item.categories)),
      ...this.#language(item, headline),
      ...((item.base ?? item.link) !== undefined && { base: item.base ?? item.link }),
      html: item.html,
    };
    return `${JSON.stringify(article, null, 2)}\n`;
  }

  /** Only where it is not the site's: what feeds say of all their items, their script may know better. */
  #language({ language: declared, html }: Item, headline: string): { readonly language?: string } {
    const stated = canonicalLanguage(declared);
    if (stated === undefined) return {};
    const language = languageOf(`${headline}\n${plainTextOf(html)}`, stated);
    const primary = (tag: string) => new Intl.Locale(tag).language;
    return primary(language) === primary(this.#site.language) ? {} : { language };
  }
}

function canonicalLanguage(tag: string | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag?.replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}

function nonEmpty<K extends string>(key: K, values: readonly string[]) {
  return values.length === 0 ? {} : { [key]: values };
}

/** Each once, by slug; those that say nothing dropped. */
function distinct(values: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const value of values.map(oneLine)) {
    const slug = slugOf(value);
    if (hasLetterOrDigit(slug) && !found.has(slug)) found.set(slug, value);
  }
  return [...found.values()];
}
