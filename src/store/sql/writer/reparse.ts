import { revise } from "../../../article/article.ts";
import { digest } from "../../../lib/digest.ts";
import { formatFault, hasError } from "../../../lib/fault.ts";
import type { Log } from "../../../lib/log.ts";
import { VERSION } from "../../../lib/version.ts";
import type { Scope } from "../../../site/scope.ts";
import { conventionsOf, type Site } from "../../../site/site.ts";
import { parseSource } from "../../../source/parse-source.ts";
import type { SourceFormat } from "../../../source/source.ts";
import type { ArticleWriter, Change } from "../../article-writer.ts";
import { MAX_BATCH_CHANGES } from "../../article-writer.ts";
import type { Database, SqlRow } from "../database.ts";

/**
 * What a database holds was read under the settings of its time and by the program of that time. After either has
 * changed, the sources are read again, a batch with each call; articles that come out the same are left alone. Where
 * it stands is noted in the database, so that it goes on after a restart.
 * @param now UTC
 * @param changed is told whose feeds and pages changed, and which articles
 * @returns whether all is up to date
 */
export async function reparseArticles(
  database: Database,
  press: ArticleWriter,
  site: Site,
  now: Date,
  log: Log,
  changed: (touched: readonly Scope[], slugs: readonly string[]) => void,
): Promise<boolean> {
  const read = database.primaryReader();
  const [[note], [known]] = await Promise.all([
    read({ sql: NOTE, values: [NAME] }),
    read({ sql: SOME, values: [] }),
  ]);
  const goal = await readingOf(site);
  const { reading, after } = note === undefined ? NOTHING : (JSON.parse(String(note.value)) as Progress);
  const done = reading === goal && after === null;
  if (done) return true;
  const from = reading === goal ? (after ?? "") : "";
  const rows = known?.some === 1 ? await read({ sql: SOURCES, values: [from, MAX_BATCH_CHANGES] }) : [];
  const changes = await Promise.all(rows.map((row) => changeOf(row, site, now, log)));
  const made = changes.filter((change) => change !== undefined);
  const outcomes = await press.write(made, now);
  for (const [index, outcome] of outcomes.entries())
    if (outcome.kind === "refused") log.warn(`${made[index]?.slug}: ${outcome.message}; it stays as it was`);
  const touched = outcomes.flatMap((outcome) => ("touched" in outcome ? outcome.touched : []));
  if (touched.length > 0)
    changed(
      touched,
      made.map(({ slug }) => slug),
    );
  const ended = rows.length < MAX_BATCH_CHANGES;
  const progress: Progress = { reading: goal, after: ended ? null : String(rows.at(-1)?.slug) };
  await database.batch([{ sql: PUT_NOTE, values: [NAME, JSON.stringify(progress)] }]);
  return ended;
}

/**
 * Notes, before articles are brought into a database, under which settings their sources are read. Where there are none
 * yet, nothing needs to be read again later; where those that are there were read under others, all of them do.
 */
export async function recordSettings(database: Database, site: Site): Promise<void> {
  const read = database.primaryReader();
  const [[note], [known]] = await Promise.all([
    read({ sql: NOTE, values: [NAME] }),
    read({ sql: SOME, values: [] }),
  ]);
  const goal = await readingOf(site);
  const { reading } = note === undefined ? NOTHING : (JSON.parse(String(note.value)) as Progress);
  if (known?.some === 1 ? reading === "" || reading === goal : false) return;
  const progress: Progress = known?.some === 1 ? NOTHING : { reading: goal, after: null };
  await database.batch([{ sql: PUT_NOTE, values: [NAME, JSON.stringify(progress)] }]);
}

/** Up to which slug sources were read under which settings; nothing stands for all. */
interface Progress {
  readonly reading: string;
  readonly after: string | null;
}

const NAME = "reparse";

const NOTHING: Progress = { reading: "", after: null };

/** Differs when the same source may be read as something else. */
function readingOf(site: Site): Promise<string> {
  const { zones, language, author, categories, address } = site;
  const labels = categories.map(({ slug, label }) => ({ slug, label }));
  return digest(JSON.stringify([VERSION, zones, language, author, labels, address]));
}

async function changeOf(row: SqlRow, site: Site, now: Date, log: Log): Promise<Change | undefined> {
  const source = { slug: String(row.slug), format: row.format as SourceFormat, text: String(row.text) };
  const { article, findings } = await parseSource(source, conventionsOf(site));
  if (article !== null && !hasError(findings)) {
    const revised = await revise(article, now);
    // What somebody published meanwhile was read under the new settings.
    if (revised.revision !== row.revision)
      return { kind: "put", slug: source.slug, source, article: revised, match: [String(row.entity_tag)] };
  } else {
    const [fault] = findings.filter(({ severity }) => severity === "error");
    const told = fault === undefined ? source.slug : formatFault({ ...fault, file: source.slug });
    log.warn(`${told}: under the changed settings this cannot be read; it stays as it was`);
  }
  return undefined;
}

const SOURCES = `
SELECT a.slug, a.format, a.entity_tag, a.revision, s.text
FROM articles a JOIN sources s ON s.article = a.id WHERE a.slug > ?1 ORDER BY a.slug LIMIT ?2`;

const SOME = "SELECT EXISTS (SELECT 1 FROM articles) AS some";

const NOTE = "SELECT value FROM state WHERE name = ?1";

const PUT_NOTE = `
INSERT INTO state (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
