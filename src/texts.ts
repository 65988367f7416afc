import { articlePath, DESCRIPTION_PATH, NEWEST, type Scope, SEARCH_PATH, scopePath } from "./addresses.ts";
import { articleTag, tagsOf } from "./cache-tags.ts";
import { digest } from "./digest.ts";
import { select, wholeSeconds } from "./feed/selection.ts";
import type { Shelf } from "./http/forms.ts";
import type { Audience } from "./http/headers.ts";
import type { Resource } from "./http/resource.ts";
import { articlePage } from "./pages/article.ts";
import { frontPage, scopePage } from "./pages/list.ts";
import { searchForm, searchPage } from "./pages/search.ts";
import type { Content, Made, Wanted } from "./resources.ts";
import { DESCRIPTION_TYPE, searchDescription } from "./search/description.ts";
import type { Site } from "./site.ts";
import { VERSION } from "./version.ts";

/** Makes a resource of what is no feed: pages for people, and how to search the site. */
export type MakeText = (
  content: Content,
  wanted: Exclude<Wanted, { kind: "feed" }>,
  now: Date,
) => Promise<Made | undefined>;

/** @param cdn whether a shared cache stands in front, which is told what a document is made of */
export function createTexts(shelf: Shelf, cdn: boolean): MakeText {
  const front = async ({ site, store }: Content, now: Date): Promise<Made> => {
    const { modified, next, ...shown } = await store.census(now);
    const render = async () => frontPage(site, { modified, next, ...shown });
    return text({
      place: "/",
      ...HTML,
      validator: await digest([VERSION, site.revision, JSON.stringify(shown)].join("\n")),
      times: { modified: wholeSeconds(modified, now), cache: site.cache, next },
      tags: ["all"],
      render,
      entries: shown.categories.length + shown.authors.length,
      slugs: [],
    });
  };

  const list = async (content: Content, scope: Scope, now: Date): Promise<Made | undefined> => {
    if (scope.kind === "all") return front(content, now);
    const { site, store } = content;
    const selection = await select(store, site, scope, NEWEST, now);
    if (selection === undefined) return undefined;
    const render = async () => {
      const articles = await selection.articles();
      return scope.kind === "search" ? searchPage(site, scope, articles) : scopePage(selection, articles);
    };
    return text({
      place: scopePath(scope),
      ...HTML,
      validator: selection.validator,
      times: { modified: selection.modified, cache: site.cache, next: selection.next },
      tags: tagsOf(selection),
      render,
      entries: selection.stamps.length,
      slugs: selection.stamps.map(({ slug }) => slug),
    });
  };

  const article = async ({ site, store }: Content, slug: string, now: Date): Promise<Made | undefined> => {
    const found = await store.article(slug, now);
    if (found === undefined) return undefined;
    const changed = Math.max(found.modified.getTime(), found.published.getTime(), Date.parse(site.modified));
    return text({
      place: articlePath(slug),
      ...HTML,
      validator: await digest([VERSION, site.revision, slug, found.revision].join("\n")),
      times: { modified: wholeSeconds(new Date(changed), now), cache: site.cache, next: null },
      tags: [articleTag(slug)],
      render: async () => articlePage(site, found),
      // It carries all of its text.
      entries: ARTICLE_WEIGHT,
      slugs: [slug],
    });
  };

  /** What is made of the settings alone. */
  const settled = async (
    site: Site,
    about: Pick<Text, "place" | "suffix" | "audience" | "mediaType">,
    print: () => string,
    now: Date,
  ) =>
    text({
      ...about,
      validator: await digest([VERSION, site.revision, about.place].join("\n")),
      times: { modified: wholeSeconds(new Date(site.modified), now), cache: site.cache, next: null },
      tags: ["all"],
      render: async () => print(),
      entries: 1,
      slugs: [],
    });

  const text = ({
    place,
    validator,
    suffix,
    audience,
    mediaType,
    times,
    tags,
    render,
    entries,
    slugs,
  }: Text): Made => {
    const tag = `${validator}-${suffix}`;
    const bytes = async () => new TextEncoder().encode(await render());
    const resource: Resource = {
      ...times,
      audience,
      mediaType,
      tag,
      links: "",
      tags: cdn ? tags : [],
      forms: shelf.formsOf(place, tag, tag, mediaType, bytes),
    };
    return { resource, entries, slugs };
  };

  return (content, wanted, now) => {
    const { site } = content;
    switch (wanted.kind) {
      case "list":
        return list(content, wanted.scope, now);
      case "article":
        return article(content, wanted.slug, now);
      case "form":
        return settled(site, { place: SEARCH_PATH, ...HTML }, () => searchForm(site), now);
      case "description":
        return settled(site, DESCRIPTION, () => searchDescription(site), now);
    }
  };
}

/** A document that is not a feed. */
interface Text {
  readonly place: string;
  readonly validator: string;
  /** What the tags of its kind end in. */
  readonly suffix: string;
  readonly audience: Audience;
  readonly mediaType: string;
  readonly times: Pick<Resource, "modified" | "cache" | "next">;
  readonly tags: readonly string[];
  readonly render: () => Promise<string>;
  readonly entries: number;
  readonly slugs: readonly string[];
}

const HTML = { suffix: "html", audience: "page", mediaType: "text/html; charset=utf-8" } as const;

const DESCRIPTION = {
  place: DESCRIPTION_PATH,
  suffix: "opensearch",
  audience: "feed",
  mediaType: `${DESCRIPTION_TYPE}; charset=utf-8`,
} as const;

/** As many entries as an article with its text takes the room of. */
const ARTICLE_WEIGHT = 20;
