import { readSlug } from "../article/slug.ts";
import { articlePath, pathPrefix } from "../site/urls.ts";
import { MAX_LISTED } from "../store/article-writer.ts";
import type { PublishRequest } from "./publish-request.ts";
import { json, problem } from "./responses.ts";

/** Articles on one page of the publishing API's list, where the request does not say. @limit articles */
const DEFAULT_LISTED = 100;

/**
 * GET and HEAD: all articles, those to come among them, by slug, page by page. As a page begins behind the last slug
 * of the one before, what comes and goes meanwhile makes no other article show twice or not at all.
 * @throws StoreFailure
 */
export async function listArticles(request: Request, { writer, site }: PublishRequest): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const limit = readLimit(query.get("limit"));
  const after = readCursor(query.get("cursor"));
  if (limit === undefined) return problem(BAD_LIMIT);
  if (after === undefined) return problem(BAD_CURSOR);
  // One more tells whether there is another page.
  const listed = await writer.list(after.slug, limit + 1);
  const shown = listed.slice(0, limit);
  const last = shown.at(-1);
  const articles = shown.map(({ slug, format, tag, published, updated, modified }) => ({
    slug,
    address: site.address + articlePath(slug),
    format,
    tag,
    published,
    updated,
    modified,
  }));
  if (listed.length <= limit || last === undefined) return json(200, { articles });
  const next = `${pathPrefix(site)}/api/articles?cursor=${cursorOf(last.slug)}&limit=${limit}`;
  return json(200, { articles, next }, { link: `<${next}>; rel="next"` });
}

function readLimit(text: string | null): number | undefined {
  if (text === null) return DEFAULT_LISTED;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= MAX_LISTED ? limit : undefined;
}

/** A cursor is the slug behind which to go on, in base64url (RFC 4648, section 5). */
function cursorOf(slug: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(slug));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Where to go on; nothing when the cursor is none of ours. */
function readCursor(cursor: string | null): { readonly slug: string | undefined } | undefined {
  if (cursor === null) return { slug: undefined };
  try {
    const bytes = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
    );
    const reading = readSlug(text);
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
