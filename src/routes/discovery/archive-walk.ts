import type { ArticleRef } from "../../article/article.ts";
import type { ArticleStore } from "../../store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../store/article-store.ts";

/**
 * Archive pages in one part of the sitemap: 1,000 articles, read by a query for each page. Cloudflare allows 50
 * on its free plan, and all are read anew when an article is published meanwhile. An index takes 50,000 parts: 50 million
 * articles.
 * @limit archive pages
 */
export const SITEMAP_ARCHIVE_PAGES = 10;

/** How many parts of `SITEMAP_ARCHIVE_PAGES` pages the archive of all articles has; one while it is empty. @param last the highest position that is taken */
export function countSitemapParts(last: number): number {
  return Math.max(1, Math.ceil(last / (SITEMAP_ARCHIVE_PAGES * ARCHIVE_ENTRIES)));
}

/**
 * The articles of a part of the archive of all articles, the highest positions first.
 * @param part counted from 1, the oldest
 * @param last the highest position that is taken
 * @param now UTC
 */
export async function walkArchive(
  store: ArticleStore,
  { part, last, now }: { readonly part: number; readonly last: number; readonly now: Date },
): Promise<readonly ArticleRef[]> {
  const first = (part - 1) * SITEMAP_ARCHIVE_PAGES + 1;
  const end = Math.min(part * SITEMAP_ARCHIVE_PAGES, Math.ceil(last / ARCHIVE_ENTRIES));
  const numbers = Array.from({ length: Math.max(0, end - first + 1) }, (_, index) => end - index);
  const pages = await Promise.all(
    numbers.map((page) => store.archivePage({ scope: { kind: "all" }, page, to: undefined, now })),
  );
  return pages.flatMap((page) => page?.refs ?? []);
}
