import { MAX_ENTRIES } from "../../site/scope.ts";
import { type LoadDocument, XML } from "../documents/document.ts";
import type { Target } from "../target.ts";
import { newsSitemap } from "./sitemap.ts";

/** Milliseconds for which an article is news to Google News: two days. @limit ms */
export const NEWS_MS = 172_800_000;

/** Articles in the sitemap of news: Google takes no more. @limit articles */
const MAX_NEWS_ENTRIES = 1_000;

/**
 * The sitemap of what was published in the last two days. It changes by itself: an article leaves it when it is two days
 * old, to the millisecond. One page of articles is read; a second, larger one if all of it is newer than that.
 */
export const loadNewsSitemap: LoadDocument<Extract<Target, { kind: "news" }>> = async ({ site, store }, _, now) => {
  const leaves = ({ published }: { readonly published: Date }) => new Date(published.getTime() + NEWS_MS);
  const newest = (limit: number) => store.newestPage({ scope: { kind: "all" }, limit, now });
  let page = await newest(MAX_ENTRIES);
  const last = page?.refs[MAX_ENTRIES - 1];
  if (last !== undefined && leaves(last) > now) page = await newest(MAX_NEWS_ENTRIES);
  if (page === undefined) return undefined;
  const { refs: all, articles, next, modified } = page;
  const refs = all.filter((ref) => leaves(ref) > now);
  const oldest = refs.at(-1);
  const changes = [next, oldest === undefined ? null : leaves(oldest)].filter((change) => change !== null);
  // The next older article is the one that left last.
  const expired = all[refs.length];
  return {
    validatorParts: refs.map(({ slug, revision }) => `${slug} ${revision}`),
    kind: XML,
    lastModified: expired === undefined || leaves(expired) < modified ? modified : leaves(expired),
    changesAt: changes.reduce<Date | null>((a, b) => (a === null || b < a ? b : a), null),
    cacheTags: ["all"],
    entries: refs.length,
    slugs: refs.map(({ slug }) => slug),
    render: async () => newsSitemap(site, (await articles()).slice(0, refs.length)),
  };
};
