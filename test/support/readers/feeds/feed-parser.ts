/** @rowanmanning/feed-parser: on fast-xml-parser. It decodes HTML in every element's text, whatever it is. */
import { parseFeed } from "@rowanmanning/feed-parser";
import { type DocumentRead, instant, NONE } from "./reading.ts";

export function byRowanManning(document: string): DocumentRead {
  const feed = parseFeed(document);
  return {
    feed: {
      title: feed.title ?? NONE,
      description: feed.description ?? NONE,
      page: feed.url ?? NONE,
      self: feed.self ?? NONE,
      language: feed.language ?? NONE,
      copyright: feed.copyright,
      icon: feed.image?.url ?? null,
      generator: feed.generator?.label ?? NONE,
      labels: feed.categories.map(({ label }) => label ?? NONE),
      terms: feed.categories.map(({ term }) => term),
      schemes: feed.categories.map(({ url }) => url ?? NONE),
      updated: instant(feed.updated),
      authors: feed.authors.map(({ name }) => name ?? NONE),
    },
    entries: feed.items.map((item) => ({
      id: item.id ?? NONE,
      headline: item.title ?? NONE,
      link: item.url ?? NONE,
      published: instant(item.published),
      updated: instant(item.updated),
      standfirst: item.description,
      html: item.content ?? NONE,
      authors: ownAuthors(item, feed).map(({ name }) => name ?? NONE),
      authorPages: ownAuthors(item, feed).map(({ url }) => url ?? NONE),
      picture: item.media[0]?.url ?? null,
      pictureType: item.media[0]?.mimeType ?? null,
    })),
  };
}

/** It takes a word of a name with "@" in it for a mail address. */
export function withoutMail(name: string): string {
  const words = name.split(" ");
  return words.filter((word) => !word.includes("@")).join(" ");
}

/** It gives an entry without authors the feed's, which have no address where an entry's own have one. */
function ownAuthors(
  { authors }: ReturnType<typeof parseFeed>["items"][number],
  { meta }: ReturnType<typeof parseFeed>,
): typeof authors {
  return meta.type === "atom" ? authors.filter(({ url }) => url !== null) : authors;
}
