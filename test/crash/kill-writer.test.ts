import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { randomOf } from "../../bench/support/random.ts";
import { audit, sourcesIn } from "../support/crash/audit.ts";
import { type Deed, stateAfter, textsOf } from "../support/crash/texts.ts";
import { databasePath } from "../support/stores/sqlite.ts";
import { amount, EXHAUSTIVE } from "../support/sweep.ts";

const CHILD = fileURLToPath(new URL("../support/crash/writer.ts", import.meta.url));
const KILLS = amount(8, 60);

/** Size of the log from which on SQLite copies from it into the database: 1,000 pages. */
const CHECKPOINT_BYTES = 4_096_000;
const SEED = 20_250_331;

const children = new Set<ChildProcess>();

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

/** A process that is ready to publish once it is told. */
function startWriter(path: string): ChildProcess {
  const child = spawn(process.execPath, [CHILD, path], { stdio: ["pipe", "pipe", "inherit"] });
  children.add(child);
  return child;
}

/** Lets a writer publish until it is killed, some milliseconds after its first change began. @returns what it said */
async function publishUntilKilled(child: ChildProcess, start: string, milliseconds: number) {
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    if (said === "") setTimeout(() => child.kill("SIGKILL"), milliseconds);
    said += text;
  });
  child.stdin?.write(start);
  const [, signal] = await once(child, "close");
  children.delete(child);
  expect(signal).toBe("SIGKILL");
  return said.split("\n").slice(0, -1);
}

describe("a process that is killed while it writes to a database", () => {
  it(`loses nothing that it acknowledged and leaves nothing half done: ${KILLS} times`, async () => {
    const path = await databasePath();
    const random = randomOf(SEED);
    let state: ReadonlyMap<string, number> = new Map();
    let [version, acknowledged] = [0, 0];
    const hits = { made: 0, undone: 0 };
    // After a while another connection has the database open all the time: its log is not emptied between two
    // writers, but grows until they come to copy from it, and the next writer goes on without recovering it.
    let witness: DatabaseSync | undefined;
    let logged = 0;
    let next = startWriter(path);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const writer = next;
      // It gets ready while this one's work is looked at.
      next = startWriter(path);
      const lines = await publishUntilKilled(writer, `${SEED + kill} ${version}\n`, random() * 60);
      let begun: readonly Deed[] = [];
      for (const line of lines) {
        if (line === "made") {
          state = stateAfter(state, begun);
          begun = [];
          acknowledged += 1;
        } else {
          begun = JSON.parse(line) as Deed[];
          version = Math.max(version, ...begun.map(([, number]) => number ?? 0));
        }
      }
      const found = [...sourcesIn(path)].sort(([a], [b]) => (a < b ? -1 : 1));
      const [before, created] = [textsOf(state), textsOf(stateAfter(state, begun))];
      if (JSON.stringify(found) === JSON.stringify(before)) {
        if (begun.length > 0) hits.undone += 1;
      } else {
        expect(found).toEqual(created);
        state = stateAfter(state, begun);
        hits.made += 1;
      }
      expect(await audit(path)).toEqual([]);
      if (kill >= KILLS / 3) {
        witness ??= new DatabaseSync(path);
        witness.prepare("SELECT slug FROM articles").all();
        logged = (await stat(`${path}-wal`)).size;
      }
    }
    witness?.close();
    next.kill("SIGKILL");
    console.log(`${KILLS} kills, ${acknowledged} batches acknowledged; cut off:`, hits);
    // So much is written only by many writers.
    if (EXHAUSTIVE) expect(logged).toBeGreaterThan(CHECKPOINT_BYTES);
    expect(acknowledged).toBeGreaterThan(KILLS / 2);
    expect(hits.undone + hits.made).toBeGreaterThan(KILLS / 4);
    expect(hits.undone).toBeGreaterThan(0);
  }, 120_000);
});
