import fc from "fast-check";

/** An article as it is told: the words of its parts as they are written. */
export interface PublishedChanges {
  readonly headline: string;
  readonly standfirst: string | null;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly body: readonly string[];
}

/** A query, and what it means. */
export interface Asked {
  readonly params: Record<string, string>;
  readonly words: readonly (readonly string[])[];
  readonly without: readonly (readonly string[])[];
  readonly category: string | null;
  readonly withoutCategory: string | null;
  readonly author: string | null;
}

/** Few words, so that many articles answer; some that other languages than this give a meaning. */
const WORDS = ["a", "rain", "sea", "and", "not", "text", "every", "हिन्दी", "œuvre", "12", "京"] as const;
const NAMES = ["Rain", "Sea And Rain", "A B"] as const;
const SLUGS = ["rain", "sea-and-rain", "a-b"] as const;

/** What may stand between two words: it changes no answer. */
const between = fc.constantFrom(" ", "  ", ", ", " — ", " ¶ ", "\u00a0", " ' ", '" "');
const words = (maxLength: number) => fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength });

const written = fc
  .tuple(words(5), between)
  .map(([each, gap]) => each.map((word, index) => (index % 2 === 1 ? word.toUpperCase() : word)).join(gap));

export const ARTICLE: fc.Arbitrary<PublishedChanges> = fc.record({
  headline: written,
  standfirst: fc.option(written),
  authors: fc.subarray([...NAMES], { maxLength: 2 }),
  categories: fc.subarray([...NAMES], { maxLength: 2 }),
  body: fc.array(
    written.map((text) => `${text}.`),
    { maxLength: 2 },
  ),
});

export const QUERY: fc.Arbitrary<Asked> = fc
  .record({
    words: fc.array(words(2), { maxLength: 2 }),
    without: fc.array(words(2), { maxLength: 2 }),
    category: fc.option(fc.constantFrom(...SLUGS, "none"), { freq: 1 }),
    withoutCategory: fc.option(fc.constantFrom(...SLUGS), { freq: 1 }),
    author: fc.option(fc.constantFrom(...SLUGS), { freq: 1 }),
  })
  .map((requested) => {
    const q = [
      ...requested.words.map((each) => `"${each.join(" ")}"`),
      ...requested.without.map((each) => `-"${each.join(" ")}"`),
    ];
    const params: Record<string, string> = { q: q.join(" ") };
    if (requested.category !== null) params.category = requested.category;
    if (requested.withoutCategory !== null) params["-category"] = requested.withoutCategory;
    if (requested.author !== null) params.author = requested.author;
    return { ...requested, params };
  });

/** Whether an article answers, told by reading it word for word. */
export function isAnswer(reported: PublishedChanges, requested: Asked): boolean {
  const parts = [
    reported.headline,
    reported.standfirst ?? "",
    ...reported.authors,
    ...reported.categories,
    ...reported.body,
  ];
  const read = parts.map((part) => part.toLowerCase().match(/[a-z0-9œ\u0900-\u097f京]+/g) ?? []);
  const has = (phrase: readonly string[]) =>
    read.some((part) => part.some((_, start) => phrase.every((word, index) => part[start + index] === word)));
  const among = (names: readonly string[], slug: string) =>
    names.some((name) => name.toLowerCase().replaceAll(" ", "-") === slug);
  return (
    requested.words.every(has) &&
    !requested.without.some(has) &&
    (requested.category === null || among(reported.categories, requested.category)) &&
    (requested.withoutCategory === null || !among(reported.categories, requested.withoutCategory)) &&
    (requested.author === null || among(reported.authors, requested.author))
  );
}
