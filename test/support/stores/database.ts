import { revise } from "../../../src/article/article.ts";
import type { Site } from "../../../src/site/site.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import type { Database } from "../../../src/store/sql/database.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { articleOf, STORED, siteOf } from "../fixtures/content.ts";

/** A store over a database into which articles, given by their texts, are published; fails when one is refused. */
export async function storeIn(
  database: Database,
  settings: Readonly<Record<string, unknown>>,
  texts: Readonly<Record<string, string>>,
): Promise<ArticleStore> {
  const site = await siteOf(settings);
  await publishIn(database, site, texts);
  return createSqlStore(database, site);
}

/** Publishes articles, given by their texts, in one go. */
export async function publishIn(
  database: Database,
  site: Site,
  texts: Readonly<Record<string, string>>,
  now = STORED,
): Promise<void> {
  const changes = await Promise.all(
    Object.entries(texts).map(async ([slug, text]) => ({
      kind: "put" as const,
      slug,
      source: { slug, format: "wire" as const, text },
      article: await revise(articleOf(text, slug, site), now),
    })),
  );
  const outcomes = await createSqlWriter(database, site).writeChanges(changes, now);
  const refused = outcomes.filter(({ kind }) => kind === "refused" || kind === "failed-precondition");
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}
