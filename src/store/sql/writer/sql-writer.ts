import { searchableText } from "../../../search/tokens.ts";
import { affectedScopes } from "../../../site/affected-scopes.ts";
import type { Site } from "../../../site/site.ts";
import { type SourceFormat, sourceTag } from "../../../source/source.ts";
import {
  type ArticleWriter,
  type Change,
  type ChangeLimit,
  type Outcome,
  preconditionHolds,
} from "../../article-writer.ts";
import { isChange } from "../../change-brake.ts";
import { ConflictError, type Database, MAX_ARTICLES_A_SECOND, MAX_STORED_BYTES, type SqlRow } from "../database.ts";
import { LIST_AFTER, SOURCE } from "../queries.ts";
import { type PlannedChange, parseTerms, planChanges, type StoredSlug } from "./write-plan.ts";
import { firstIdOf, statementsOf } from "./write-statements.ts";

/** Attempts at a change of a database while somebody else changes the same articles. @limit attempts */
export const MAX_SQL_ATTEMPTS = 8;

/** What is stored under slugs, a list of [slug, first id of the second of publication] in (1); `top` is its highest id. */
const STORED = `
SELECT j.value ->> 0 AS slug, a.id, a.entity_tag, a.revision, a.published, a.written_by, a.content -> '$.categories' AS categories,
  a.content -> '$.authors' AS authors, r.removed, j.value ->> 1 AS base, (
    SELECT max(id) FROM articles WHERE id >= j.value ->> 1 AND id < (j.value ->> 1) + ${MAX_ARTICLES_A_SECOND}
  ) AS top
FROM json_each(?1) j LEFT JOIN articles a ON a.slug = j.value ->> 0 LEFT JOIN removed_articles r ON r.slug = j.value ->> 0`;

/**
 * An article writer over a database. Changes are worked out from what is stored, and written only if that is still stored
 * then; otherwise they are worked out again.
 */
export function createSqlWriter(database: Database, site: Site): ArticleWriter {
  const attempt = async (
    changes: readonly Change[],
    now: Date,
    limit: ChangeLimit | undefined,
  ): Promise<readonly Outcome[]> => {
    const slugs = JSON.stringify(changes.map((change) => [change.slug, baseOf(change)]));
    const rows = await database.primaryReader()({ sql: STORED, values: [slugs] });
    const freeIds = countFreeIds(rows);
    const stored = new Map(rows.map((row) => [String(row.slug), storedSlug(row)]));
    const decisions: Decision[] = [];
    for (const change of changes) {
      const decision = await decide(change, stored.get(change.slug));
      const isCrowded = decision.planned !== undefined && !takeId(freeIds, decision.planned);
      decisions.push(isCrowded ? { outcome: CROWDED } : decision);
    }
    const refusal = await limit?.(decisions.map(({ outcome }) => outcome));
    const allowed = decisions.map((decision) =>
      refusal !== undefined && isChange(decision.outcome) ? { outcome: refusal, planned: undefined } : decision,
    );
    const planned = allowed.flatMap((decision) => decision.planned ?? []);
    const makesRoom = planned.every(({ change }) => change.kind === "remove");
    if (planned.length > 0) await database.batch(statementsOf(planChanges(planned, site, now)), makesRoom);
    return allowed.map(({ outcome }) => outcome);
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
          writtenBy: writerIn(row),
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
        writtenBy: writerIn(row),
      }));
    },

    async writeChanges(changes, now, limit) {
      if (new Set(changes.map(({ slug }) => slug)).size < changes.length)
        throw new RangeError("a slug occurs twice among the changes");
      for (let left = MAX_SQL_ATTEMPTS; ; left -= 1) {
        try {
          return await attempt(changes, now, limit);
        } catch (error) {
          if (!(error instanceof ConflictError) || left === 1) throw error;
        }
      }
    },
  };
}

function storedSlug(row: SqlRow): StoredSlug {
  const article =
    row.id === null
      ? undefined
      : {
          id: Number(row.id),
          tag: String(row.entity_tag),
          revision: String(row.revision),
          published: Number(row.published),
          writtenBy: writerIn(row),
          ...parseTerms(row),
        };
  return { article, removed: row.removed !== null };
}

function writerIn({ written_by: name }: SqlRow): string | undefined {
  return name == null ? undefined : String(name);
}

const CROWDED: Outcome = {
  kind: "refused",
  message: `${MAX_ARTICLES_A_SECOND} articles are published in that second already`,
  hint: "Publish it at another time, be it a second later.",
};

/** The first id of the second in which an article is to be published. */
function baseOf(change: Change): number | null {
  return change.kind === "put" ? firstIdOf(change.article.published.getTime()) : null;
}

/** The count of free ids in each second, by its first id. */
function countFreeIds(rows: readonly SqlRow[]): Map<number, number> {
  return new Map(
    rows
      .filter(({ base }) => base !== null)
      .map(({ base, top }) => {
        const first = Number(base);
        return [first, MAX_ARTICLES_A_SECOND - (top == null ? 0 : Number(top) + 1 - first)];
      }),
  );
}

/** Takes an id for an article that needs a new one. @returns whether there was one */
function takeId(freeIds: Map<number, number>, { change, stored }: PlannedChange): boolean {
  const base = baseOf(change);
  if (base === null || (stored !== undefined && firstIdOf(stored.published) === base)) return true;
  const free = freeIds.get(base) ?? 0;
  freeIds.set(base, free - 1);
  return free > 0;
}

interface Decision {
  readonly outcome: Outcome;
  /** What is to be written; missing if nothing changes. */
  readonly planned?: PlannedChange;
}

async function decide(change: Change, before: StoredSlug | undefined): Promise<Decision> {
  const stored = before?.article;
  if (!preconditionHolds(change, stored?.tag)) return { outcome: { kind: "failed-precondition" } };
  const planned: PlannedChange = { change, stored, removed: before?.removed ?? false };
  if (change.kind === "remove") {
    if (stored === undefined) return { outcome: { kind: "absent", tag: "", scopes: [] } };
    return { outcome: { kind: "removed", tag: "", scopes: affectedScopes([stored]) }, planned };
  }
  const { source, article } = change;
  const tag = await sourceTag(source.format, source.text);
  if (stored?.tag === tag && stored.revision === article.revision)
    return { outcome: { kind: "same", tag, scopes: [] } };
  const searchText = searchableText(article);
  const bytes = Math.max(...[source.text, JSON.stringify(article), searchText].map(jsonBytes));
  if (bytes > MAX_STORED_BYTES) {
    return {
      outcome: {
        kind: "refused",
        message: `the article takes ${bytes} bytes when it is stored, more than ${MAX_STORED_BYTES}`,
        hint: "Make it shorter, or publish it in parts.",
      },
    };
  }
  const kind = stored === undefined ? "created" : "changed";
  const scopes = affectedScopes([stored, article]);
  return { outcome: { kind, tag, scopes }, planned: { ...planned, tag, searchText } };
}

/** Bytes of a text as JSON, the form in which a database is given it. */
function jsonBytes(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
