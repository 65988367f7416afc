import { readSlug } from "../article/slug.ts";
import { articlePath, pathPrefix } from "../site/urls.ts";
import { MAX_LISTED } from "../store/article-writer.ts";
import type { PublishRequest } from "./publish-request.ts";
import { respondJson, respondProblem } from "./responses.ts";

/** Articles on a page of the list without the parameter `limit`: some 30 KiB of JSON. @limit articles */
const DEFAULT_LISTED = 100;

/**
 * GET and HEAD: all articles by slug, page by page, with those to be published later. A page begins after the last slug
 * of the previous one, so changes in between make no other article appear twice or not at all.
 * @throws StoreFailure
 */
export async function listArticles(request: Request, { writer, site }: PublishRequest): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const limit = readLimit(query.get("limit"));
  const start = readCursor(query.get("cursor"));
  if (limit === undefined) return respondProblem(BAD_LIMIT);
  if (start === undefined) return respondProblem(BAD_CURSOR);
  // One more than the limit shows whether there is a next page.
  const listed = await writer.list(start.slug, limit + 1);
  const page = listed.slice(0, limit);
  const last = page.at(-1);
  const articles = page.map(({ slug, format, tag, published, updated, modified, writtenBy }) => ({
    slug,
    address: site.address + articlePath(slug),
    format,
    tag,
    published,
    updated,
    modified,
    writtenBy,
  }));
  if (listed.length <= limit || last === undefined) return respondJson(200, { articles });
  const next = `${pathPrefix(site)}/api/articles?cursor=${cursorOf(last.slug)}&limit=${limit}`;
  return respondJson(200, { articles, next }, { link: `<${next}>; rel="next"` });
}

function readLimit(value: string | null): number | undefined {
  if (value === null) return DEFAULT_LISTED;
  const limit = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  return limit >= 1 && limit <= MAX_LISTED ? limit : undefined;
}

/** The cursor after a slug: the slug in base64url (RFC 4648, section 5). */
function cursorOf(slug: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(slug));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The slug of a cursor. Undefined if this service did not make the cursor. */
function readCursor(cursor: string | null): { readonly slug: string | undefined } | undefined {
  if (cursor === null) return { slug: undefined };
  try {
    const bytes = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const slugText = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
    );
    const reading = readSlug(slugText);
    return "slug" in reading && cursorOf(reading.slug) === cursor ? reading : undefined;
  } catch {
    return undefined;
  }
}

const BAD_LIMIT = {
  status: 400,
  detail: `The parameter limit must be a whole number from 1 to ${MAX_LISTED}.`,
} as const;

const BAD_CURSOR = {
  status: 400,
  detail: "The parameter cursor must be one that the list gave. Without it the list begins anew.",
} as const;
