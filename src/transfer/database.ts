import { revise } from "../article/article.ts";
import { hasError } from "../lib/fault.ts";
import { conventionsOf, type Site } from "../site/site.ts";
import { parseSource } from "../source/parse-source.ts";
import type { Change } from "../store/article-writer.ts";
import { ChangeBrake } from "../store/change-brake.ts";
import { recordSettings } from "../store/sql/writer/reparse.ts";
import { createSqlWriter } from "../store/sql/writer/sql-writer.ts";
import {
  countArticles,
  outgoingArticles,
  outgoingRemovals,
  outgoingReserved,
  restoreRemovals,
} from "../store/sql/writer/transfer.ts";
import { openSqlite } from "../store/sqlite/open-sqlite.ts";
import type { IncomingArticle } from "../store/stored-article.ts";
import { CONFIRM, type Delivery, type Origin, type Target } from "./target.ts";

/** Articles that an import writes at once: each batch packs the feeds that it touches anew, once. @limit articles */
const MAX_IMPORT_BATCH = 1_000;

/**
 * Brings articles into a SQLite database, which is made if there is none. Each call of `put` is durable when it
 * resolves.
 * @param confirmed whether much of what is there may be changed
 * @throws what `openSqlite` throws
 */
export function openDatabaseTarget(path: string, site: Site, now: () => Date, confirmed = false): Target {
  const database = openSqlite(path);
  const writer = createSqlWriter(database, site);
  const conventions = conventionsOf(site);
  const brake = confirmed ? undefined : new ChangeBrake(() => countArticles(database), CONFIRM);
  let noted: Promise<void> | undefined;

  const read = async ({ restored, ...source }: IncomingArticle) => {
    const { article, findings } = await parseSource(source, conventions);
    if (article === null || hasError(findings)) return { findings };
    const revised = await revise(article, restored?.modified ?? now());
    const change = {
      kind: "put",
      slug: source.slug,
      source,
      article: revised,
      ...(restored && { restored }),
    };
    return { findings, change: change as Change };
  };

  const deliver = async (articles: readonly IncomingArticle[]): Promise<readonly Delivery[]> => {
    const readings = await Promise.all(articles.map(read));
    const changes = readings.flatMap(({ change }) => change ?? []);
    const outcomes = await writer.writeChanges(changes, now(), brake?.limit);
    brake?.record(outcomes);
    const outcomeOf = new Map(changes.map(({ slug }, index) => [slug, outcomes[index]]));
    return readings.map(({ change, findings }): Delivery => {
      const outcome = change && outcomeOf.get(change.slug);
      if (outcome === undefined) return { kind: "faulty", findings };
      switch (outcome.kind) {
        case "created":
        case "changed":
        case "same":
          return { kind: outcome.kind, findings };
        default:
          return {
            kind: "failed",
            message: outcome.kind === "refused" ? `${outcome.message}. ${outcome.hint}` : outcome.kind,
          };
      }
    });
  };

  return {
    async put(articles) {
      noted ??= recordSettings(database, site);
      await noted;
      const deliveries: Delivery[] = [];
      for (const batch of batches(articles)) deliveries.push(...(await deliver(batch)));
      return deliveries;
    },
    note: (removals, reserved) => restoreRemovals(database, removals, reserved, now()),
    close: async () => database.close(),
  };
}

/** Batches in which no slug occurs twice. */
function batches(articles: readonly IncomingArticle[]): IncomingArticle[][] {
  const all: IncomingArticle[][] = [[]];
  let slugs = new Set<string>();
  for (const article of articles) {
    if (slugs.has(article.slug) || slugs.size === MAX_IMPORT_BATCH) {
      all.push([]);
      slugs = new Set();
    }
    slugs.add(article.slug);
    all.at(-1)?.push(article);
  }
  return all;
}

/**
 * Takes everything out of a SQLite database.
 * @throws what `openSqlite` throws
 */
export function openDatabaseOrigin(path: string): Origin {
  const database = openSqlite(path);
  return {
    count: () => countArticles(database),
    articles: () => outgoingArticles(database),
    removals: () => outgoingRemovals(database),
    reserved: () => outgoingReserved(database),
    close: async () => database.close(),
  };
}
