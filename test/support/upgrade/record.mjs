// Records what Harkara 0.2.0 stores and serves: `node test/support/upgrade/record.mjs CHECKOUT`, where CHECKOUT is a
// checkout of that version with its node_modules. It writes the three files beside this one.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";

const load = (name) => import(join(resolve(process.argv[2]), "src", name));
const here = (name) => new URL(name, import.meta.url);
const { createApp } = await load("app.ts");
const { revise } = await load("article/article.ts");
const { readSource } = await load("article/read.ts");
const { parseSite } = await load("config.ts");
const { nodeCompression } = await load("http/compression-node.ts");
const { createLog } = await load("log.ts");
const { createService } = await load("service.ts");
const { conventionsOf } = await load("site.ts");
const { noteReading } = await load("store/reread.ts");
const { createSqlStore } = await load("store/sql.ts");
const { createSqlPress } = await load("store/sql-press.ts");
const { openSqlite } = await load("store/sqlite.ts");

const { settings, settingsModified, now, paths } = JSON.parse(readFileSync(here("plan.json"), "utf8"));
const { site } = await parseSite(JSON.stringify(settings), new Date(settingsModified));
const folder = mkdtempSync(join(tmpdir(), "harkara-record-"));
const path = join(folder, "articles.db");
const sqlite = openSqlite(path);
const sql = [];
const batches = [];
const database = {
  ...sqlite,
  batch: async (statements) => {
    await sqlite.batch(statements);
    batches.push(
      statements.map((statement) => {
        if (!sql.includes(statement.sql)) sql.push(statement.sql);
        return [sql.indexOf(statement.sql), ...statement.values];
      }),
    );
  },
};
const press = createSqlPress(database, site);

/** The source of the invented article number `number`: an hour after the one before, in one of the three formats. */
function sourceOf(number, { labels = number % 3 === 0 ? ["India", "Weather"] : ["India"], text, at } = {}) {
  const slug = `story-${String(number).padStart(3, "0")}`;
  const published = at ?? new Date(Date.UTC(2026, 9, 1) + number * 3_600_000).toISOString();
  const author = number % 2 === 0 ? "Asha Rao" : "मीरा जोशी";
  const [headline, body] = [`Headline ${number}`, text ?? `The monsoon reaches district ${number}.`];
  if (number % 25 === 1) {
    const article = { headline, published, authors: [author], categories: labels, html: `<p>${body}</p>` };
    return { slug, format: "json", text: JSON.stringify(article) };
  }
  if (number % 25 === 2) {
    const front = [`title: ${headline}`, `date: ${published}`, `author: ${author}`, `tags: [${labels.join()}]`];
    return { slug, format: "markdown", text: ["---", ...front, "---", "", body].join("\n") };
  }
  const lines = [`Published ${published}`, headline, `By ${author}`, ...labels.map((label) => `- ${label}`), body];
  return { slug, format: "wire", text: lines.join("\n") };
}

async function write(time, ...changes) {
  const at = new Date(time);
  const read = async (change) => {
    if (typeof change === "string") return { kind: "remove", slug: change };
    const { article, findings } = await readSource(change, conventionsOf(site));
    if (article === null) throw new Error(JSON.stringify(findings));
    return { kind: "put", slug: change.slug, source: change, article: await revise(article, at) };
  };
  const outcomes = await press.write(await Promise.all(changes.map(read)), at);
  if (outcomes.some(({ kind }) => !["created", "changed", "removed"].includes(kind)))
    throw new Error(JSON.stringify(outcomes));
}

const numbers = (from, to) => Array.from({ length: to - from }, (_, index) => from + index);
await noteReading(database, site);
await write("2026-11-01T00:00:00Z", ...numbers(0, 105).map((number) => sourceOf(number)));
await write("2026-11-02T00:00:00Z", ...numbers(105, 128).map((number) => sourceOf(number)));
// An edit, another category, a new date, and one that is still to come.
await write(
  "2026-11-03T00:00:00Z",
  sourceOf(5, { text: "The monsoon ends in district 5." }),
  sourceOf(50, { labels: ["Sport"] }),
  sourceOf(70, { at: "2026-10-20T12:00:00Z" }),
  sourceOf(200, { at: "2026-12-01T00:00:00Z" }),
);
await write("2026-11-04T00:00:00Z", "story-010", "story-060", "story-126");
// Published again: its former position in the archive stays a gap.
await write("2026-11-05T00:00:00Z", sourceOf(10));

// Versions are random: the batches for D1 end with that of the file, so that both hold the same.
const plain = new DatabaseSync(path);
const { value } = plain.prepare("SELECT value FROM notes WHERE name = 'mark'").get();
plain.close();
sql.push("UPDATE notes SET value = ?1 WHERE name = 'mark'");
batches.push([[sql.length - 1, value]]);

const app = createApp({
  content: () => ({ site, store: createSqlStore(database, site) }),
  service: createService(() => new Date(now), nodeCompression, false),
  now: () => new Date(now),
  log: createLog("error", console.error),
});
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
const answers = {};
for (const address of paths) {
  const response = await app.request(address);
  const headers = ["content-type", "last-modified"].map((name) => response.headers.get(name));
  answers[address] = [response.status, ...headers, digest(new Uint8Array(await response.arrayBuffer()))];
}
const list = await press.list(undefined, 1_000);
const sources = await Promise.all(list.map(({ slug }) => press.source(slug)));
sqlite.close();

writeFileSync(here("0.2.0.db.gz"), gzipSync(readFileSync(path), { level: 9 }));
writeFileSync(here("0.2.0-d1.json.gz"), gzipSync(JSON.stringify({ sql, batches }), { level: 9 }));
writeFileSync(
  here("0.2.0-answers.json"),
  `${JSON.stringify({ answers, sources: digest(JSON.stringify([list, sources])) }, null, 1)}\n`,
);
rmSync(folder, { recursive: true });
