import { quote } from "../../lib/text.ts";
import { monthName, weekdayName } from "./time-words.ts";
import type { WallTime } from "./wall-clock.ts";
import type { WrittenTime } from "./written-time.ts";

/** First year that a time may lie in: before 1900 local time was the sun's. @limit year */
const MIN_YEAR = 1900;

/** Last year that a time may lie in: RFC 3339 has four digits for it. @limit year */
const MAX_YEAR = 9999;

/** What is wrong with a written time; `at` counts UTF-16 code units from the start of what was parsed. */
export interface TimeFault {
  readonly code:
    | "bad-time"
    | "no-such-hour"
    | "no-such-day"
    | "no-such-year"
    | "unknown-zone"
    | "no-such-time"
    | "zone-not-in-force"
    | "midnight";
  readonly at: number;
  readonly message: string;
  readonly hint: string;
}

/** Faults of an hour, minute and second. */
export function clockFaults(wall: WallTime, { units }: WrittenTime): TimeFault[] {
  return CLOCK_LIMITS.filter(({ part, most }) => wall[part] > most).map(({ part, hint }) => ({
    code: "no-such-hour",
    at: units[part]?.at ?? 0,
    message: `there is no ${part} ${wall[part]}`,
    hint,
  }));
}

const DAY_HINT = "A day's times go from 00:00 to 23:59.";

const CLOCK_LIMITS = [
  { part: "hour", most: 23, hint: DAY_HINT },
  { part: "minute", most: 59, hint: DAY_HINT },
  { part: "second", most: 59, hint: "Seconds go from 00 to 59; a leap second is written as 59." },
] as const;

/** Faults of a year, month and day, and of a day of the week that is another's. */
export function calendarFaults(wall: WallTime, { units, weekday }: WrittenTime): TimeFault[] {
  const faults: TimeFault[] = [];
  const { year, month, day } = wall;
  if (year < MIN_YEAR || year > MAX_YEAR) {
    faults.push({
      code: "no-such-year",
      at: units.year?.at ?? 0,
      message: `the year ${year} is out of range`,
      hint: `Years go from ${MIN_YEAR} to ${MAX_YEAR}.`,
    });
  }
  if (month < 1 || month > 12) {
    faults.push({
      code: "no-such-day",
      at: units.month?.at ?? 0,
      message: `there is no month ${quote(units.month?.text ?? "")}`,
      hint: /^\d/.test(units.month?.text ?? "")
        ? "Write the month as a word; which of day and month comes first in figures, dateOrder in site.json says."
        : "Write the month in English or Hindi, in full or by its first three letters.",
    });
    return faults;
  }
  // The calendar repeats itself after 400 years, in weeks too.
  const like = 2000 + (year % 400);
  const days = new Date(Date.UTC(like, month, 0)).getUTCDate();
  const name = monthName(month);
  if (day < 1 || day > days) {
    faults.push({
      code: "no-such-day",
      at: units.day?.at ?? 0,
      message: `there is no ${day} ${name} ${year}`,
      hint: `${name} ${year} has ${days} days.`,
    });
    return faults;
  }
  const actual = new Date(Date.UTC(like, month - 1, day)).getUTCDay();
  if (weekday !== undefined && weekday.number !== actual) {
    faults.push({
      code: "no-such-day",
      at: weekday.at,
      message: `${day} ${name} ${year} is a ${weekdayName(actual)}, not a ${weekdayName(weekday.number)}`,
      hint: "Mend the day of the week or the date, or leave out the day of the week.",
    });
  }
  return faults;
}
