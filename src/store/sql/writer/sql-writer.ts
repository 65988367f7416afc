import type { Article } from "../../../article/article.ts";
import { searchableText } from "../../../search/tokens.ts";
import { affectedScopes } from "../../../site/affected-scopes.ts";
import type { Site } from "../../../site/site.ts";
import { type SourceFormat, sourceTag } from "../../../source/source.ts";
import { type ArticleWriter, type Change, type Outcome, preconditionHolds } from "../../article-writer.ts";
import {
  ConflictError,
  type Database,
  MAX_ARTICLES_A_SECOND,
  MAX_STORED_BYTES,
  type SqlRow,
} from "../database.ts";
import { LIST_AFTER, SOURCE } from "../queries.ts";
import { type PlannedChange, planChanges, type StoredSlug } from "./write-plan.ts";
import { firstIdOf, statementsOf } from "./write-statements.ts";

/** Times that a change of a database is worked out anew because somebody else changed the same articles meanwhile. @limit attempts */
export const MAX_SQL_ATTEMPTS = 8;

/**
 * What is stored under the slugs of a list (JSON), each with the first id of the second in which it is to be published,
 * and the highest id that is taken in that second.
 */
const STORED = `
SELECT j.value ->> 0 AS slug, a.id, a.entity_tag, a.revision, a.published, a.content -> '$.categories' AS categories,
  a.content -> '$.authors' AS authors, r.removed, j.value ->> 1 AS base, (
    SELECT max(id) FROM articles WHERE id >= j.value ->> 1 AND id < (j.value ->> 1) + ${MAX_ARTICLES_A_SECOND}
  ) AS top
FROM json_each(?1) j LEFT JOIN articles a ON a.slug = j.value ->> 0 LEFT JOIN removed_articles r ON r.slug = j.value ->> 0`;

/**
 * Publishing to a database. Changes are worked out from what is stored, and made only if that still holds then; else
 * they are worked out anew.
 */
export function createSqlWriter(database: Database, site: Site): ArticleWriter {
  const attempt = async (changes: readonly Change[], now: Date): Promise<readonly Outcome[]> => {
    const asked = JSON.stringify(changes.map((change) => [change.slug, baseIn(change)]));
    const rows = await database.primaryReader()({ sql: STORED, values: [asked] });
    const rooms = roomsOf(rows);
    const stored = new Map(rows.map((row) => [String(row.slug), storedOf(row)]));
    const steps: PlannedChange[] = [];
    const outcomes: Outcome[] = [];
    for (const change of changes) {
      const before = stored.get(change.slug);
      const { outcome, step } = await judge(change, before);
      const crowded = step !== undefined && !takeRoom(rooms, step);
      outcomes.push(crowded ? CROWDED : outcome);
      if (step !== undefined && !crowded) steps.push(step);
    }
    if (steps.length > 0) await database.batch(statementsOf(planChanges(steps, site, now)));
    return outcomes;
  };

  return {
    async source(slug) {
      const [row] = await database.primaryReader()({ sql: SOURCE, values: [slug] });
      return (
        row && {
          slug: String(row.slug),
          format: row.format as SourceFormat,
          tag: String(row.entity_tag),
          modified: new Date(Number(row.modified)),
          text: String(row.text),
        }
      );
    },

    async list(after, limit) {
      const rows = await database.primaryReader()({ sql: LIST_AFTER, values: [after ?? "", limit] });
      return rows.map((row) => ({
        slug: String(row.slug),
        format: row.format as SourceFormat,
        tag: String(row.entity_tag),
        published: new Date(Number(row.published)),
        updated: new Date(Number(row.updated)),
        modified: new Date(Number(row.modified)),
      }));
    },

    async write(changes, now) {
      if (new Set(changes.map(({ slug }) => slug)).size < changes.length)
        throw new RangeError("a slug occurs twice among the changes");
      for (let left = MAX_SQL_ATTEMPTS; ; left -= 1) {
        try {
          return await attempt(changes, now);
        } catch (error) {
          if (!(error instanceof ConflictError) || left === 1) throw error;
        }
      }
    },
  };
}

function storedOf(row: SqlRow): StoredSlug {
  const article =
    row.id === null
      ? undefined
      : {
          id: Number(row.id),
          tag: String(row.entity_tag),
          revision: String(row.revision),
          published: Number(row.published),
          categories: JSON.parse(String(row.categories)) as Article["categories"],
          authors: JSON.parse(String(row.authors)) as Article["authors"],
        };
  return { article, removed: row.removed !== null };
}

const CROWDED: Outcome = {
  kind: "refused",
  message: `${MAX_ARTICLES_A_SECOND} articles are published in that second already`,
  hint: "Publish it at another time, be it a second later.",
};

/** The first id of the second in which an article is to be published. */
function baseIn(change: Change): number | null {
  return change.kind === "put" ? firstIdOf(change.article.published.getTime()) : null;
}

/** How many ids are left in each second, by its first id. */
function roomsOf(rows: readonly SqlRow[]): Map<number, number> {
  const first = rows.filter(({ base }) => base !== null).map((row) => [Number(row.base), row.top] as const);
  return new Map(
    first.map(([base, top]) => [base, MAX_ARTICLES_A_SECOND - (top == null ? 0 : Number(top) + 1 - base)]),
  );
}

/** Takes an id for an article that needs one. @returns whether there was one */
function takeRoom(rooms: Map<number, number>, { change, stored }: PlannedChange): boolean {
  const base = baseIn(change);
  if (base === null || (stored !== undefined && firstIdOf(stored.published) === base)) return true;
  const room = rooms.get(base) ?? 0;
  rooms.set(base, room - 1);
  return room > 0;
}

interface Judgement {
  readonly outcome: Outcome;
  /** What is to be done; nothing when nothing changes. */
  readonly step?: PlannedChange;
}

async function judge(change: Change, before: StoredSlug | undefined): Promise<Judgement> {
  const held = before?.article;
  if (!preconditionHolds(change, held?.tag)) return { outcome: { kind: "failed-precondition" } };
  const step: PlannedChange = { change, stored: held, removed: before?.removed ?? false };
  if (change.kind === "remove") {
    if (held === undefined) return { outcome: { kind: "absent", tag: "", touched: [] } };
    return { outcome: { kind: "removed", tag: "", touched: affectedScopes([held]) }, step };
  }
  const { source, article } = change;
  const tag = await sourceTag(source.format, source.text);
  if (held?.tag === tag && held.revision === article.revision)
    return { outcome: { kind: "same", tag, touched: [] } };
  const words = searchableText(article);
  const bytes = Math.max(...[source.text, JSON.stringify(article), words].map(bytesOf));
  if (bytes > MAX_STORED_BYTES) {
    return {
      outcome: {
        kind: "refused",
        message: `the article takes ${bytes} bytes when it is stored, more than ${MAX_STORED_BYTES}`,
        hint: "Make it shorter, or publish it in parts.",
      },
    };
  }
  const kind = held === undefined ? "created" : "changed";
  return { outcome: { kind, tag, touched: affectedScopes([held, article]) }, step: { ...step, tag, words } };
}

/** As JSON has it, in which it travels to the database. */
function bytesOf(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
