import { DatabaseSync } from "node:sqlite";
import type { Article } from "../../src/article/article.ts";
import { ftsExpression, taxonomyTokens } from "../../src/search/fts5.ts";
import type { SearchQuery } from "../../src/search/search-query.ts";
import { searchableText } from "../../src/search/tokens.ts";

/** Real FTS5 over articles, as a database has it. */
export interface WordsTable {
  readonly add: (article: Article) => void;
  /** The places, from 0, of the articles that answer, in order. */
  readonly ask: (question: SearchQuery) => number[];
  readonly close: () => void;
}

export function createWordsTable(): WordsTable {
  const database = new DatabaseSync(":memory:");
  database.exec(
    "CREATE VIRTUAL TABLE search_index USING fts5(text, terms, content='', contentless_delete=1, tokenize='ascii')",
  );
  const insert = database.prepare("INSERT INTO search_index(rowid, text, terms) VALUES (?, ?, ?)");
  const select = database.prepare("SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid");
  let count = 0;
  return {
    add(article) {
      insert.run(count, searchableText(article), taxonomyTokens(article));
      count += 1;
    },
    ask: (question) => select.all(ftsExpression(question)).map(({ rowid }) => Number(rowid)),
    close: () => database.close(),
  };
}
