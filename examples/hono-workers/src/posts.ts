import type { ArticleInput } from "@harkara/server";

/** Stands for the application's own database or API. */
export async function readPosts(): Promise<readonly ArticleInput[]> {
  return [
    {
      slug: "ports-clear-their-decks",
      headline: "Ports on the west coast clear their decks",
      published: "2025-03-31T23:05:00+05:30",
      authors: ["Asha Rao"],
      categories: ["Weather"],
      markdown: "Harbour masters asked shipping agents on Monday to **move open cargo** under cover.",
    },
  ];
}
