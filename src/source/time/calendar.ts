import { quote } from "../../lib/text.ts";
import type { WallTime } from "./zone.ts";

/** First year that a time may lie in: before 1900 local time was the sun's. @limit year */
const MIN_YEAR = 1900;

/** Last year that a time may lie in: RFC 3339 has four digits for it. @limit year */
const MAX_YEAR = 9999;

/** What is wrong with a written time; `at` counts UTF-16 code units from the start of what was parsed. */
export interface TimeFault {
  readonly code: "bad-time" | "no-such-hour" | "no-such-day" | "no-such-year" | "unknown-zone" | "no-such-time";
  readonly at: number;
  readonly message: string;
  readonly hint: string;
}

/** Names of the months, in lower case. */
const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** The number of a month, from 1, by its English name or the first three letters of it; 0 if there is no such month. */
export function monthOf(name: string): number {
  const lower = name.toLowerCase();
  return 1 + MONTHS.findIndex((month) => month === lower || month.slice(0, 3) === lower);
}

/** English name of a month, counted from 1. */
export function monthName(month: number): string {
  return capitalise(MONTHS[month - 1] ?? "");
}

/** Faults of an hour, minute and second. */
export function clockFaults(wall: WallTime, parts: TimeParts): TimeFault[] {
  return CLOCK_LIMITS.filter(({ part, most }) => wall[part] > most).map(({ part, hint }) => ({
    code: "no-such-hour",
    at: parts.at(part),
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

/** Faults of a year, month and day. */
export function calendarFaults(wall: WallTime, parts: TimeParts): TimeFault[] {
  const faults: TimeFault[] = [];
  const { year, month, day } = wall;
  if (year < MIN_YEAR || year > MAX_YEAR) {
    faults.push({
      code: "no-such-year",
      at: parts.at("year"),
      message: `the year ${year} is out of range`,
      hint: `Years go from ${MIN_YEAR} to ${MAX_YEAR}.`,
    });
  }
  if (month < 1 || month > 12) {
    faults.push({
      code: "no-such-day",
      at: parts.at("month"),
      message: `there is no month ${quote(parts.text("month"))}`,
      hint: "Write the month in English, in full or by its first three letters.",
    });
    return faults;
  }
  const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (day < 1 || day > days) {
    const name = monthName(month);
    faults.push({
      code: "no-such-day",
      at: parts.at("day"),
      message: `there is no ${day} ${name} ${year}`,
      hint: `${name} ${year} has ${days} days.`,
    });
  }
  return faults;
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The named parts of a match and where they begin. */
export class TimeParts {
  readonly #match: RegExpExecArray;
  constructor(match: RegExpExecArray) {
    this.#match = match;
  }
  text(name: string): string {
    return this.#match.groups?.[name] ?? "";
  }
  number(name: string): number {
    return Number(this.text(name));
  }
  at(name: string): number {
    return this.#match.indices?.groups?.[name]?.[0] ?? 0;
  }
  get end(): number {
    return this.#match[0].length;
  }
}
