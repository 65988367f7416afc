/** A page of each kind of the sample content, and the status that it is answered with. */
export const SAMPLE_PAGES: Readonly<Record<string, number>> = {
  "/": 200,
  "/?to=20": 200,
  "/categories/cities": 200,
  "/categories/archive": 200,
  "/categories/खेल": 200,
  "/authors/leela-anandkar": 200,
  "/articles/cricket-match-abandoned-crocodile-stopped-play": 200,
  "/articles/correction-the-goat-was-not-elected": 200,
  "/articles/weavers-website-prints-its-own-tags": 200,
  "/articles/कुएँ-में-लौटा-पानी": 200,
  "/feeds": 200,
  "/feeds?page=2": 200,
  "/subscribe": 200,
  "/subscribe?from=11": 200,
  "/categories/india/subscribe": 200,
  "/authors/leela-anandkar/subscribe": 200,
  "/search/subscribe?q=ferry": 200,
  "/search": 200,
  "/search?q=ferry": 200,
  "/search?q=blizzard": 200,
  [`/search?q=${"ferry+".repeat(200)}`]: 400,
  "/articles/nothing": 404,
};

/** So many articles without a fault, by the names of their files: the first is the oldest, a minute between them. */
export function manyArticles(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const published = new Date(Date.UTC(2026, 9, 1) + index * 60_000).toISOString();
      const text = `Published ${published}\nHeadline number ${index + 1}\n- India\nSentence number ${index + 1}.\n`;
      return [`article-${index + 1}.txt`, text];
    }),
  );
}
