import { copyFile, readFile, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { randomOf } from "../../bench/support/random.ts";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../src/store/sqlite/open-sqlite.ts";
import { audit, sourcesIn } from "../support/crash/audit.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { putting, removing, WRITE_TIME, WRITER_SETTINGS } from "../support/fixtures/drafts.ts";
import { databasePath } from "../support/stores/sqlite.ts";

const WRITES = 12;
const CUTS = 60;

it("a write-ahead log of which a power cut left a piece, or rubbish behind it, is that of one of the states", async () => {
  const path = await databasePath();
  const random = randomOf(20_250_403);
  const site = await siteOf(WRITER_SETTINGS);
  const sources = (file: string) => JSON.stringify([...sourcesIn(file)].sort());
  const states = ["[]"];
  const database = openSqlite(path);
  const writer = createSqlWriter(database, site);
  for (let write = 0; write < WRITES; write += 1) {
    const drafts = [0, 1, 2].map((index) =>
      putting(`story-${(write + index * 4) % 7}`, {
        age: write,
        headline: `Write ${write}`,
        names: ["Asha Rao"],
      }),
    );
    const changes = write % 4 === 3 ? [removing(`story-${write % 7}`)] : await Promise.all(drafts);
    await writer.writeChanges(changes, new Date(WRITE_TIME.getTime() + write));
    states.push(sources(path));
  }
  const log = await readFile(`${path}-wal`);
  expect(new Set(states).size).toBe(WRITES + 1);

  const found: [length: number, state: number][] = [];
  for (let cut = 0; cut <= CUTS; cut += 1) {
    const length = cut === CUTS ? log.length : Math.floor(random() * log.length);
    const copy = await databasePath();
    await copyFile(path, copy);
    const rubbish = Buffer.from(Array.from({ length: log.length - length }, () => Math.floor(random() * 256)));
    const tail = [Buffer.alloc(0), rubbish, Buffer.alloc(log.length - length)][cut % 3] ?? rubbish;
    await writeFile(`${copy}-wal`, Buffer.concat([log.subarray(0, length), tail]));
    openSqlite(copy).close();
    expect(await audit(copy)).toEqual([]);
    found.push([length, states.indexOf(sources(copy))]);
  }
  database.close();
  found.sort(([a], [b]) => a - b);
  const indices = found.map(([, state]) => state);
  expect(indices.every((state) => state >= 0)).toBe(true);
  // The more of it is left, the newer the state; with all of it, it is the last one.
  expect(indices).toEqual([...indices].sort((a, b) => a - b));
  expect(indices.at(-1)).toBe(WRITES);
  expect(new Set(indices).size).toBeGreaterThan(WRITES / 2);
}, 60_000);
