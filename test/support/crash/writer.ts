import { once } from "node:events";
import { revise } from "../../../src/article/article.ts";
import { parseSite } from "../../../src/site/parse-site.ts";
import { conventionsOf } from "../../../src/site/site.ts";
import { parseSource } from "../../../src/source/parse-source.ts";
import type { Change } from "../../../src/store/article-writer.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../../src/store/sqlite/open-sqlite.ts";
import { CRASH_SETTINGS, crashText, deedsWithoutEnd } from "./texts.ts";

/**
 * Waits for a line with a seed and a version; then publishes into a database without end, from that version on, and
 * says of all changes when they begin and when they are made.
 */
const [path = ""] = process.argv.slice(2);
const started = new Date("2026-11-23T06:00:00Z");
const reading = await parseSite(JSON.stringify(CRASH_SETTINGS), started);
if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
const { site } = reading;

const [reported] = await once(process.stdin.setEncoding("utf8"), "data");
const [seed = 0, from = 0] = String(reported).split(" ").map(Number);
const writer = createSqlWriter(openSqlite(path), site);

async function changeTo(slug: string, version: number | null, now: Date): Promise<Change> {
  if (version === null) return { kind: "remove", slug };
  const source = { slug, format: "wire", text: crashText(slug, version) } as const;
  const { article, findings } = await parseSource(source, conventionsOf(site));
  if (article === null) throw new Error(JSON.stringify(findings));
  return { kind: "put", slug, source, article: await revise(article, now) };
}

for (const deeds of deedsWithoutEnd(seed, from, 12)) {
  const now = new Date(started.getTime() + Math.max(...deeds.map(([, version]) => version ?? 0)));
  const changes = await Promise.all(deeds.map(([slug, version]) => changeTo(slug, version, now)));
  process.stdout.write(`${JSON.stringify(deeds)}\n`);
  await writer.writeChanges(changes, now);
  process.stdout.write("made\n");
}
