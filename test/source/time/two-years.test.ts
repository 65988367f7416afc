import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { amount } from "../../support/sweep.ts";

const SCRIPT = fileURLToPath(new URL("two-years.ts", import.meta.url));

/** Zones of a process, and the minutes that its own clock is ahead of UTC in January and in July. */
const ZONES: readonly (readonly [string, readonly [number, number]])[] = [
  ["UTC", [0, 0]],
  ["America/New_York", [-300, -240]],
  // Summer time is half an hour here, and in the southern summer.
  ["Australia/Lord_Howe", [660, 630]],
];

const MINUTE_MS = 60_000;

/** Every so many minutes one is read; it divides the minutes of two years, and no hour. */
const STEP = amount(17, 1);

const MINUTES = 1_052_640 / STEP;

const run = promisify(execFile);

async function readTwoYears(zone: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, [SCRIPT, String(STEP)], {
    env: { ...process.env, TZ: zone },
  });
  return JSON.parse(stdout);
}

it("no minute of two years in India differs from +05:30, whatever the process's own zone", {
  timeout: MINUTE_MS,
}, async () => {
  const results = await Promise.all(ZONES.map(([zone]) => readTwoYears(zone)));
  expect(results).toEqual(ZONES.map(([, own]) => ({ minutes: MINUTES, differences: 0, first: null, own })));
});
