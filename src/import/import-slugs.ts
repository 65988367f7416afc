import { createHash } from "node:crypto";
import { MAX_SLUG_BYTES } from "../article/slug.ts";
import { hasLetterOrDigit, slugOf } from "../lib/text.ts";

/** Parts of addresses that say how a page is made or shown, not which one it is. */
const UNTELLING = new Set(["index", "default", "home", "amp", "feed", "print", "story", "article", "post"]);

/** Parameters that say where a reader came from (`utm_…` besides). */
const TRACKING = new Set(["ref", "source", "fbclid", "gclid", "mc_cid", "mc_eid", "amp"]);

/**
 * The slug of an item. The same item has the same one for ever: it is made of nothing that its source changes.
 * The last part of the link that tells something; where none does (`/?p=7`, `/2025/03/812`), the headline, with a
 * mark of the id behind it, as headlines come again.
 * @param link absolute or not, or nothing
 * @param id what tells the item from all others of its source; empty where there is none
 */
export function slugFor(link: string | undefined, headline: string, id: string): string {
  const named = link === undefined ? undefined : partOf(link);
  if (named !== undefined) return fitted(named);
  const slug = trimmed(slugOf(headline));
  return id === "" ? fitted(slug) : fitted(slug, mark(id));
}

/** A slug with a mark of the item's id behind it, for the second item of the same slug. */
export function distinguishSlug(slug: string, id: string): string {
  return fitted(slug, mark(id));
}

/** A slug that is given, as far as it can be one. */
export function slugFrom(name: string): string | undefined {
  const slug = trimmed(slugOf(decoded(name)));
  return hasLetterOrDigit(slug) ? fitted(slug) : undefined;
}

function partOf(link: string): string | undefined {
  if (!URL.canParse(link, "https://nowhere.invalid/")) return undefined;
  const { pathname, searchParams } = new URL(link, "https://nowhere.invalid/");
  const hasQuery = [...searchParams.keys()].some((name) => !name.startsWith("utm_") && !TRACKING.has(name));
  // What is asked for tells which page is meant, not the name of the program that answers.
  if (hasQuery) return undefined;
  const parts = pathname.split("/").filter((part) => part !== "");
  for (const part of parts.toReversed()) {
    const slug = trimmed(slugOf(decoded(part).replace(/\.\p{L}[\p{L}\p{N}]{1,4}$/u, "")));
    if (UNTELLING.has(slug)) continue;
    // A number belongs to the part that stands before it or to none: only the last part names the article.
    return /\p{L}/u.test(slug) ? slug : undefined;
  }
  return undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function trimmed(slug: string): string {
  return slug.replace(/^-+|-+$/g, "");
}

/** Cut to what a file's name may hold; what was cut away leaves a mark, so that two long slugs stay two. */
function fitted(slug: string, suffix = ""): string {
  const tail = suffix === "" ? "" : `-${suffix}`;
  if (Buffer.byteLength(slug + tail) <= MAX_SLUG_BYTES) return slug + tail;
  const end = `-${mark(slug)}${tail}`;
  let cut = "";
  for (const character of slug) {
    if (Buffer.byteLength(cut + character + end) > MAX_SLUG_BYTES) break;
    cut += character;
  }
  return trimmed(cut) + end;
}

function mark(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
