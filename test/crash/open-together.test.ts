import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { audit } from "../support/crash/audit.ts";
import { temporaryFolder } from "../support/stores/folder.ts";

const CHILD = fileURLToPath(new URL("../support/crash/opener.ts", import.meta.url));
const PROCESSES = 4;
/** Without waiting for each other they fail in one round of twenty or so. */
const ROUNDS = 200;

it("processes that make and open a database at the same time all come to have it", async () => {
  const folder = await temporaryFolder();
  const openers = Array.from({ length: PROCESSES }, () => {
    const child = spawn(process.execPath, [CHILD], { stdio: ["pipe", "pipe", "inherit"] });
    return { child, lines: createInterface({ input: child.stdout }) };
  });
  try {
    await Promise.all(openers.map(({ lines }) => once(lines, "line")));
    const reported = new Map<string, number>();
    for (let round = 0; round < ROUNDS && reported.size < 2; round += 1) {
      const path = join(folder, `${round}.db`);
      const answers = openers.map(({ lines }) => once(lines, "line"));
      for (const { child } of openers) child.stdin.write(`${path}\n`);
      for (const [line] of await Promise.all(answers)) reported.set(line, (reported.get(line) ?? 0) + 1);
    }
    expect([...reported]).toEqual([["opened", PROCESSES * ROUNDS]]);
    expect(await audit(join(folder, "0.db"))).toEqual([]);
  } finally {
    for (const { child } of openers) child.kill("SIGKILL");
  }
}, 60_000);
