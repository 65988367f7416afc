/**
 * Reads the minutes of two years, or every so many, as a desk in India writes it, and prints how many there were, how many were not 5
 * hours and 30 minutes ahead of UTC, and the first of those. The test beside it starts this once for each zone
 * of a process, as a process's zone is settled when it starts.
 */
import { parseTime } from "../../../src/source/time/parse-time.ts";
import { createZones } from "../../../src/source/time/zone.ts";
import { deskTime } from "../../support/fixtures/desk-time.ts";

const ZONES = createZones();

const MINUTE = 60_000;
const AHEAD = 330 * MINUTE;
const STEP = Number(process.argv[2]) * MINUTE;
const END = Date.UTC(2026, 0, 1);

let minutes = 0;
let differences = 0;
let first: string | null = null;
for (let wall = Date.UTC(2024, 0, 1); wall < END; wall += STEP) {
  const text = deskTime(new Date(wall));
  const reading = parseTime(text, { zones: ZONES });
  minutes += 1;
  if ("instant" in reading && reading.instant.getTime() === wall - AHEAD) continue;
  differences += 1;
  first ??= text;
}

// What the process's own clock is ahead in winter and summer shows that it truly runs in the zone that was asked for.
const own = [new Date(2025, 0, 1), new Date(2025, 6, 1)].map((date) => -date.getTimezoneOffset());
process.stdout.write(JSON.stringify({ minutes, differences, first, own }));
