import type { DatabaseSync } from "node:sqlite";
import type { Article } from "../../../src/article/article.ts";
import { taxonomyTokens } from "../../../src/search/fts5.ts";
import { searchableText } from "../../../src/search/tokens.ts";
import { differences, rows } from "./compare.ts";

/** The index against the words of the articles: which tokens stand where. */
export function checkWords(database: DatabaseSync): string[] {
  database.exec("CREATE VIRTUAL TABLE temp.instances USING fts5vocab('main', 'search_index', 'instance')");
  const found = new Map<number, string[]>();
  for (const { doc, col, offset, term } of rows<{ doc: number; col: string; offset: number; term: string }>(
    database,
    "SELECT * FROM temp.instances",
  )) {
    const list = found.get(doc) ?? [];
    list.push(`${col} ${offset} ${term}`);
    found.set(doc, list);
  }
  const held = rows<{ id: number; slug: string; content: string }>(database, "SELECT * FROM articles");
  const ids = rows<{ rowid: number }>(database, "SELECT rowid FROM search_index").map(({ rowid }) => rowid);
  return [
    ...differences(
      "words",
      held.map(({ id }) => id),
      ids,
    ),
    ...held.flatMap(({ id, slug, content }) => {
      const article = JSON.parse(content) as Article;
      const tokens = { text: searchableText(article), terms: taxonomyTokens(article) };
      const expected = Object.entries(tokens).flatMap(([col, text]) =>
        text.split(" ").map((term, offset) => `${col} ${offset} ${term}`),
      );
      return differences(`words of ${slug}`, expected, found.get(id) ?? []);
    }),
  ];
}
