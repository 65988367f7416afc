import type { ArticleWriter } from "../../../src/store/article-writer.ts";
import { putting } from "../fixtures/drafts.ts";

/** Publishes through a writer: each time another version of the article of a slug, in the feeds of all and of an author. */
export function publishingTo(writer: ArticleWriter): (slug: string, age: number, now: Date) => Promise<void> {
  let version = 0;
  return async (slug, age, now) => {
    version += 1;
    await writer.writeChanges([await putting(slug, { age, labels: [], headline: `Version ${version}` })], now);
  };
}
