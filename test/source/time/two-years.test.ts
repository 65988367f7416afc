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

const TEN_MINUTES = 600_000;

/** Minutes from one time to the next: a prime, so that in two years each minute of a day comes by. */
const STEP = amount(97, 1);
const MINUTES = Math.ceil(1_052_640 / STEP);

const run = promisify(execFile);

async function readTwoYears(zone: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, [SCRIPT, String(STEP)], {
    env: { ...process.env, TZ: zone },
  });
  return JSON.parse(stdout);
}

it("no minute of two years in India differs from +05:30, whatever the process's own zone", {
  timeout: TEN_MINUTES,
}, async () => {
  const results = new Map<string, unknown>();
  const waiting = ZONES.map(([zone]) => zone);
  const work = async () => {
    for (let zone = waiting.shift(); zone !== undefined; zone = waiting.shift())
      results.set(zone, await readTwoYears(zone));
  };
  // Two at a time: more would only wait for each other.
  await Promise.all([work(), work()]);
  expect(Object.fromEntries(results)).toEqual(
    Object.fromEntries(
      ZONES.map(([zone, own]) => [zone, { minutes: MINUTES, differences: 0, first: null, own }]),
    ),
  );
});
