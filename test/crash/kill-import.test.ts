import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { randomOf } from "../../bench/support/random.ts";
import { audit, sourcesIn } from "../support/crash/audit.ts";
import { readFeed } from "../support/crash/history.ts";
import { CRASH_SETTINGS, crashText } from "../support/crash/texts.ts";
import { eventually } from "../support/services/eventually.ts";
import { startService } from "../support/services/service.ts";
import { contentFolder } from "../support/stores/folder.ts";
import { databasePath } from "../support/stores/sqlite.ts";

const ARTICLES = 2_500;
const KILLS = 10;

const texts = new Map(
  Array.from({ length: ARTICLES }, (_, index) => [`story-${index}`, crashText(`story-${index}`, index, 3)]),
);
const children = new Set<ChildProcess>();
let folder: string;

beforeAll(async () => {
  folder = await contentFolder(Object.fromEntries(texts), CRASH_SETTINGS);
});

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

/** `harkara import` in a process of its own. */
function startImport(path: string) {
  const { PATH = "" } = process.env;
  const args = ["src/cli/harkara.ts", "import", folder, "--to", path];
  const child = spawn(process.execPath, args, { env: { PATH }, stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = once(child, "close").then(([code, signal]) => {
    children.delete(child);
    return { code, signal, said };
  });
  return { child, ended };
}

/** How many articles a database has; none while it is being made. */
function countIn(path: string): number {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    return Number(database.prepare("SELECT article_count FROM collections WHERE kind = 'all'").get()?.article_count);
  } catch {
    return 0;
  } finally {
    database?.close();
  }
}

it(`an import that is killed ${KILLS} times leaves each article whole or not there, and is finished by the next run`, async () => {
  const random = randomOf(20_250_402);
  let path = await databasePath();
  const counts: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = countIn(path);
    const { child, ended } = startImport(path);
    await eventually(() => countIn(path) > before);
    await new Promise((later) => setTimeout(later, random() * 60));
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
    const stored = sourcesIn(path);
    expect(await audit(path)).toEqual([]);
    expect([...stored].filter(([slug, text]) => texts.get(slug) !== text)).toEqual([]);
    expect(stored.size).toBeGreaterThan(before);
    counts.push(stored.size);
    // It is to be killed while it writes, not when it is done.
    if (stored.size > ARTICLES - 1_000) path = await databasePath();
  }
  console.log(`${KILLS} kills; articles after each: ${counts.join()}`);
  expect(counts.filter((count) => count < ARTICLES).length).toBeGreaterThan(KILLS / 2);
  const there = countIn(path);
  const { code, said } = await startImport(path).ended;
  expect(said).toContain(`${ARTICLES - there} new, 0 changed, ${there} already there, 0 left out`);
  expect(code).toBe(0);
  expect(sourcesIn(path)).toEqual(texts);
  expect(await audit(path)).toEqual([]);
}, 120_000);

it("a service answers polls while another process imports into its database, and shows what came", async () => {
  const path = await databasePath();
  const service = await startService(folder, { DATABASE: path });
  const statuses = new Map<number, number>();
  const lengths: number[] = [];
  let imported = false;
  let slowest = 0;
  const read = async () => {
    let tag = "";
    while (!imported) {
      const started = performance.now();
      const response = await service.fetch("/feed.json?limit=100", { headers: { "if-none-match": tag } });
      const body = await response.text();
      slowest = Math.max(slowest, performance.now() - started);
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      tag = response.headers.get("etag") ?? "";
      if (response.status === 200) lengths.push(readFeed(body).split("\n").filter(Boolean).length);
    }
  };
  const { ended } = startImport(path);
  const readers = [read(), read(), read(), read()];
  const { code } = await ended;
  imported = true;
  await Promise.all(readers);
  expect(code).toBe(0);
  console.log("polls during the import:", statuses, `slowest ${Math.round(slowest)} ms`);
  expect([...statuses.keys()].sort()).toEqual([200, 304]);
  expect(new Set(lengths).size).toBeGreaterThan(1);
  const newest = [...texts]
    .map(([slug, text]) => {
      const [, hour, minute, day] = /^Published (\d\d):(\d\d) UTC, March (\d+)th/.exec(text) ?? [];
      const version = slug.replace("story-", "");
      const published = new Date(Date.UTC(2025, 2, Number(day), Number(hour), Number(minute))).toISOString();
      return { slug, published, line: `${slug} ${version} ${published}` };
    })
    .sort((a, b) => (a.published === b.published ? (a.slug < b.slug ? -1 : 1) : a.published < b.published ? 1 : -1))
    .slice(0, 100);
  await eventually(
    async () => readFeed(await service.text("/feed.json?limit=100")) === newest.map(({ line }) => line).join("\n"),
  );
  expect(await service.stop()).toEqual({ code: 0, signal: null });
  expect(service.errors).toBe("");
  expect(await audit(path)).toEqual([]);
}, 120_000);
