import { revise } from "../../../article/article.ts";
import { digest } from "../../../lib/digest.ts";
import { formatFault, hasError } from "../../../lib/fault.ts";
import type { Log } from "../../../lib/log.ts";
import { VERSION } from "../../../lib/version.ts";
import type { Scope } from "../../../site/scope.ts";
import { conventionsOf, type Site } from "../../../site/site.ts";
import type { Conventions } from "../../../source/conventions.ts";
import { parseSource } from "../../../source/parse-source.ts";
import type { SourceFormat } from "../../../source/source.ts";
import type { ArticleWriter, Change } from "../../article-writer.ts";
import { MAX_BATCH_CHANGES } from "../../article-writer.ts";
import type { Database, Read, SqlRow } from "../database.ts";

/**
 * Parses stored sources again after the settings or the program changed: a batch a call. Articles that come out the same
 * are not written. The progress is stored, so that it goes on after a restart.
 * @param now UTC
 * @param onChanged is called with the scopes and the slugs of changed articles
 * @returns whether everything is up to date
 */
export async function reparseArticles(
  database: Database,
  writer: ArticleWriter,
  site: Site,
  now: Date,
  log: Log,
  onChanged: (scopes: readonly Scope[], slugs: readonly string[]) => void,
): Promise<boolean> {
  const read = database.primaryReader();
  const { reading, after, goal, hasArticles } = await readProgress(read, site);
  if (reading === goal && after === null) return true;
  const from = reading === goal ? (after ?? "") : "";
  const rows = hasArticles ? await read({ sql: SOURCES, values: [from, MAX_BATCH_CHANGES] }) : [];
  const conventions = conventionsOf(site);
  const changes = (await Promise.all(rows.map((row) => changeOf(row, conventions, now, log)))).filter(
    (change) => change !== undefined,
  );
  const outcomes = await writer.writeChanges(changes, now);
  for (const [index, outcome] of outcomes.entries())
    if (outcome.kind === "refused") log.warn(`${changes[index]?.slug}: ${outcome.message}; it stays as it was`);
  const scopes = outcomes.flatMap((outcome) => ("scopes" in outcome ? outcome.scopes : []));
  if (scopes.length > 0)
    onChanged(
      scopes,
      changes.map(({ slug }) => slug),
    );
  const isDone = rows.length < MAX_BATCH_CHANGES;
  await writeProgress(database, { reading: goal, after: isDone ? null : String(rows.at(-1)?.slug) });
  return isDone;
}

/**
 * Stores, before an import, under which settings its sources are parsed. With it the articles of an import into an empty
 * database need not be parsed again; if there are articles that were parsed under other settings, all of them are.
 */
export async function recordSettings(database: Database, site: Site): Promise<void> {
  const { reading, goal, hasArticles } = await readProgress(database.primaryReader(), site);
  if (hasArticles && (reading === "" || reading === goal)) return;
  await writeProgress(database, hasArticles ? NO_PROGRESS : { reading: goal, after: null });
}

/** Stored as JSON. */
interface Progress {
  /** Stands for the settings and the program by which sources were parsed; empty if that is unknown. */
  readonly reading: string;
  /** The slug up to which they were; `null` if all were. */
  readonly after: string | null;
}

const NO_PROGRESS: Progress = { reading: "", after: null };

async function readProgress(read: Read, site: Site) {
  const [[row], [articles]] = await Promise.all([
    read({ sql: "SELECT value FROM state WHERE name = 'reparse'", values: [] }),
    read({ sql: "SELECT EXISTS (SELECT 1 FROM articles) AS some", values: [] }),
  ]);
  const progress = row === undefined ? NO_PROGRESS : (JSON.parse(String(row.value)) as Progress);
  return { ...progress, goal: await readingOf(site), hasArticles: articles?.some === 1 };
}

async function writeProgress(database: Database, progress: Progress): Promise<void> {
  await database.batch([{ sql: PUT_PROGRESS, values: [JSON.stringify(progress)] }]);
}

/** Differs when the same source may be parsed otherwise. */
function readingOf(site: Site): Promise<string> {
  const { zones, timeZone, dateOrder, language, author, categories, address } = site;
  const labels = categories.map(({ slug, label }) => ({ slug, label }));
  return digest(JSON.stringify([VERSION, zones, timeZone, dateOrder, language, author, labels, address]));
}

async function changeOf(row: SqlRow, conventions: Conventions, now: Date, log: Log): Promise<Change | undefined> {
  const source = { slug: String(row.slug), format: row.format as SourceFormat, text: String(row.text) };
  const { article, findings } = await parseSource(source, conventions);
  if (article !== null && !hasError(findings)) {
    const revised = await revise(article, now);
    // What somebody publishes in the meantime is parsed under the new settings already.
    if (revised.revision !== row.revision)
      return { kind: "put", slug: source.slug, source, article: revised, match: [String(row.entity_tag)] };
  } else {
    const [fault] = findings.filter(({ severity }) => severity === "error");
    const message = fault === undefined ? source.slug : formatFault({ ...fault, file: source.slug });
    log.warn(`${message}: under the changed settings this cannot be read; it stays as it was`);
  }
  return undefined;
}

const SOURCES = `
SELECT a.slug, a.format, a.entity_tag, a.revision, s.text
FROM articles a JOIN sources s ON s.article = a.id WHERE a.slug > ?1 ORDER BY a.slug LIMIT ?2`;

const PUT_PROGRESS = `
INSERT INTO state (name, value) VALUES ('reparse', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
