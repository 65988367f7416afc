/** What is asked for, and what is to come back. */
export interface PollCase {
  readonly name: string;
  readonly targets: readonly string[];
  readonly status: 200 | 304;
  /** Whether what was found before still holds, or the database must be asked. */
  readonly kept: boolean;
}

const FEEDS = ["/rss.xml", "/atom.xml", "/feed.json"];
const CATEGORIES = ["india", "sport", "weather"].map((slug) => `/categories/${slug}/rss.xml`);
const SHEETS = ["/archive/1/rss.xml", "/archive/4/atom.xml", "/categories/india/archive/1/feed.json"];

/** Words that come often in the corpus, alone and together. */
const SEARCHES = ["/search/rss.xml?q=the", "/search/atom.xml?q=of+the&category=india", "/search/feed.json?q=people"];

const PLACES = { feed: FEEDS, category: CATEGORIES, archive: SHEETS, search: SEARCHES };

/** Each kind of poll, with what is kept ready and without. */
export const POLLS: readonly PollCase[] = Object.entries(PLACES).flatMap(([name, targets]) =>
  ([200, 304] as const).flatMap((status) =>
    [true, false].map((kept) => ({
      name: `${name}, ${status}, ${kept ? "kept ready" : "asked of the database"}`,
      targets,
      status,
      kept,
    })),
  ),
);
