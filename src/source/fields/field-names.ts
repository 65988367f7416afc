/** The keys of an article in JSON and of the front matter of one in Markdown. */
export const FIELD_NAMES = [
  "headline",
  "published",
  "updated",
  "standfirst",
  "authors",
  "picture",
  "categories",
  "readingMinutes",
  "language",
  "base",
] as const;

export type FieldName = (typeof FIELD_NAMES)[number] | BodyField | "draft";

/** The keys of which an article in JSON has exactly one. */
export const BODY_FIELDS = ["html", "markdown", "text"] as const;

export type BodyField = (typeof BODY_FIELDS)[number];

/** What a key of a source means; nothing when it means nothing. */
export type MatchKey = (written: string) => FieldName | "ignored" | undefined;

/** In JSON keys are written exactly; `$schema` is for editors. */
export const matchJsonKey: MatchKey = (written) => {
  if (written === "$schema") return "ignored";
  return [...FIELD_NAMES, ...BODY_FIELDS].find((key) => key === written);
};

/** Other names that Hugo, Jekyll and their like have for the keys, in lower case. */
export const ALIASES: Readonly<Record<string, FieldName>> = {
  title: "headline",
  date: "published",
  publishdate: "published",
  lastmod: "updated",
  last_modified_at: "updated",
  modified: "updated",
  summary: "standfirst",
  description: "standfirst",
  excerpt: "standfirst",
  author: "authors",
  image: "picture",
  category: "categories",
  tags: "categories",
  reading_minutes: "readingMinutes",
  lang: "language",
};

/** In front matter case does not count, and other programs' names for the keys are known. */
export const matchFrontMatterKey: MatchKey = (written) => {
  const lower = written.toLowerCase();
  const own = [...FIELD_NAMES, "draft" as const].find((key) => key.toLowerCase() === lower);
  return own ?? (Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined);
};

/** The name that is most like a written one; nothing when none is. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  // The work grows with both lengths, and nobody means a key of a few letters by a word this long.
  if (written.length > LONGEST_TYPO) return undefined;
  const lower = written.toLowerCase();
  const [best] = names
    .map((name) => ({ name, distance: distanceOf(lower, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

/** Characters of an unknown key for which a known one is suggested: comparing takes the square of its length. @limit characters */
const LONGEST_TYPO = 40;

/** How many letters must be put in, taken out or exchanged (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const exchanged = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min(exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
