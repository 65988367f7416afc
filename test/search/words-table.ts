import { DatabaseSync } from "node:sqlite";
import type { Article } from "../../src/article/article.ts";
import { matchOf, termsOf } from "../../src/search/fts5.ts";
import type { Question } from "../../src/search/search-query.ts";
import { textOfArticle } from "../../src/search/tokens.ts";

/** Real FTS5 over articles, as a database has it. */
export interface WordsTable {
  readonly add: (article: Article) => void;
  /** The places, from 0, of the articles that answer, in order. */
  readonly ask: (question: Question) => number[];
  readonly close: () => void;
}

export function createWordsTable(): WordsTable {
  const database = new DatabaseSync(":memory:");
  database.exec(
    "CREATE VIRTUAL TABLE words USING fts5(text, terms, content='', contentless_delete=1, tokenize='ascii')",
  );
  const insert = database.prepare("INSERT INTO words(rowid, text, terms) VALUES (?, ?, ?)");
  const select = database.prepare("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid");
  let count = 0;
  return {
    add(article) {
      insert.run(count, textOfArticle(article), termsOf(article));
      count += 1;
    },
    ask: (question) => select.all(matchOf(question)).map(({ rowid }) => Number(rowid)),
    close: () => database.close(),
  };
}
