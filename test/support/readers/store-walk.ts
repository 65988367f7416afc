import type { ArticleRef } from "../../../src/article/article.ts";
import { LIST_ENTRIES } from "../../../src/pages/views/list-page.ts";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArchivePage, ArticleStore, Neighbour, NewestPage } from "../../../src/store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../../src/store/article-store.ts";

/** The part of an archive from behind the last multiple of `LIST_ENTRIES` up to a position: what an older page shows. */
export async function olderPage(store: ArticleStore, scope: Scope, to: number, now: Date): Promise<ArchivePage> {
  const after = Math.floor((to - 1) / LIST_ENTRIES) * LIST_ENTRIES;
  const fullPage = await store.archivePage({ scope, page: Math.ceil(to / ARCHIVE_ENTRIES), to, after, now });
  if (fullPage === undefined) throw new Error(`there is no page up to ${to}`);
  return fullPage;
}

/** Slugs on the way from a page through all older ones, each as often as it is met. */
export async function walkedByPages(
  store: ArticleStore,
  scope: Scope,
  page: NewestPage,
  now: Date,
): Promise<readonly string[]> {
  const met = page.refs.map(({ slug }) => slug);
  for (let to = page.olderPosition; to > 0; to = Math.floor((to - 1) / LIST_ENTRIES) * LIST_ENTRIES) {
    const { refs } = await olderPage(store, scope, to, now);
    if (refs.length > LIST_ENTRIES) throw new Error(`${refs.length} articles on a page up to ${to}`);
    met.push(...refs.map(({ slug }) => slug));
  }
  return met;
}

/** Slugs on the way from the newest article to what is older than each, by its neighbours alone; and back again. */
export async function walkedByNeighbours(
  store: ArticleStore,
  scope: Scope,
  newest: ArticleRef,
  now: Date,
): Promise<{ readonly down: readonly string[]; readonly up: readonly string[] }> {
  const walk = async (start: ArticleRef, side: "newer" | "older") => {
    const met = [start.slug];
    for (let at: ArticleRef | undefined = start; at !== undefined; ) {
      const other: Neighbour | null = (await store.neighbours(scope, at, now))[side];
      at = other === null ? undefined : await store.article(other.slug, now);
      if (other !== null && at === undefined) throw new Error(`there is no ${other.slug}`);
      if (at !== undefined && met.includes(at.slug)) throw new Error(`a loop at ${at.slug}`);
      if (at !== undefined) met.push(at.slug);
    }
    return met;
  };
  const down = await walk(newest, "older");
  const oldest = await store.article(down.at(-1) ?? "", now);
  return { down, up: oldest === undefined ? [] : await walk(oldest, "newer") };
}
