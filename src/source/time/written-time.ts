import { quote } from "../../lib/text.ts";
import { type HalfOfDay, timeWord } from "./time-words.ts";
import type { Zones } from "./zone.ts";

/** The order of day and month in dates of figures alone. */
export type DateOrder = "day-first" | "month-first";

/** A part of a written time; `at` counts UTF-16 code units from the start. */
export interface Part {
  readonly at: number;
  readonly text: string;
}

export type Unit = "year" | "month" | "day" | "hour" | "minute" | "second" | "fraction";

/** The parts of a written time: what was not written is missing. */
export interface WrittenTime {
  readonly units: Readonly<Partial<Record<Unit, Part>>>;
  /** From 1; 0 if there is none of the name that was written. */
  readonly month: number;
  readonly half?: Part & HalfOfDay;
  readonly namedHour?: Part & { readonly hour: 0 | 12 };
  /** From Sunday, 0. */
  readonly weekday?: Part & { readonly number: number };
  /** Its zones, by name or offset, perhaps unknown ones. */
  readonly zones: readonly Part[];
  /** Where its clock's time ends: the place of a zone that is missing. */
  readonly clockEnd: number;
}

/** What keeps a time from being read, and where. */
export interface Unclear {
  readonly at: number;
  readonly unclear: string;
}

const ISO_DATE =
  /(?<!\d)(?<year>\d{4})(?<separator>[-/.])(?<month>\d{1,2})\k<separator>(?<day>\d{1,2})(?:T(?=\d)|(?!\d))/diu;

/** `31/03/2025` or, where months come first, `03/31/2025`. */
const FIGURES =
  /(?<![\d:.])(?<first>\d{1,2})(?<separator>[-/.])(?<second>\d{1,2})\k<separator>(?<year>\d{4}|\d{2})(?![\d:])/du;

/** `31-Mar-2025` */
const NAMED_DATE = /(\d)[-/.](\p{L}[\p{L}\p{M}]*)[-/.](?=\d{4}(?!\d))/gu;

const CLOCK =
  /(?<!\d)(?<hour>\d{1,2})[:.](?<minute>\d{2})(?!\d)(?:[:.](?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?/du;

/** Figures before “hrs”, “pm” or “noon”: an hour, perhaps with its minutes. */
const HOUR =
  /(?<!\d)(?<hour>\d{1,2})(?<minute>\d{2})?(?=\s*(?:[ap]\.?m\b|(?:h|hrs?|hours?|noon|midday|midnight|o['’]clock)\b|बजे))/diu;

/** `2305` before a zone, with a year elsewhere. */
const JOINED_CLOCK =
  /(?:(?<=\d{4}\D.*)|(?=\d{4}.*\D\d{4}))(?<!\d)(?<hour>\d{2})(?<minute>\d{2})(?=\s+\p{Lu}{2,5}(?!\p{L}))/du;

const INDIAN_STANDARD_TIME = /Indian?\s+Standard\s+Time|भारतीय\s+मानक\s+समय/iu;

const WORD = /[^\s,;|()]+/gu;

const NUMBER = /^(?<digits>\d+)(?:st|nd|rd|th|वें|वीं)?\.?$/iu;

/** What may stand between a clock's time and its zone. */
const BEFORE_ZONE = /^\s*(?:(?:[ap]\.?m\.?|hrs?|hours?|h|noon|midnight|बजे)\s*)?$/iu;

/** Parts a written time, whose units and zone may stand in any order, in English or Hindi. */
export function readWrittenTime(written: string, zones: Zones, order?: DateOrder): WrittenTime | Unclear {
  const text = written.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966));
  let rest = text.replace(NAMED_DATE, "$1 $2 ");
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match === null) return null;
    rest = rest.slice(0, match.index) + " ".repeat(match[0].length) + rest.slice(match.index + match[0].length);
    return match;
  };

  const iso = take(ISO_DATE);
  const figures = iso === null ? take(FIGURES) : null;
  const clock = take(CLOCK) ?? take(HOUR) ?? take(JOINED_CLOCK);
  const india = take(INDIAN_STANDARD_TIME);
  const dateUnits = figures === null ? partsOf(iso, ["year", "month", "day"]) : unitsOfFigures(figures, order);
  if ("unclear" in dateUnits) return dateUnits;

  const found: Found = {
    units: { ...dateUnits, ...partsOf(clock, ["hour", "minute", "second", "fraction"]) },
    month: Number(dateUnits.month?.text ?? 0),
    zones: india === null ? [] : [{ at: india.index, text: "Asia/Kolkata" }],
    clockEnd: clock === null ? text.length : clock.index + clock[0].length,
    numbers: [],
    unknown: [],
  };
  for (const { index, 0: word } of rest.matchAll(WORD)) {
    const fault = takeWord(found, { at: index, text: word }, zones);
    if (fault !== undefined) return fault;
  }
  if (found.units.hour === undefined && found.units.month === undefined && found.namedHour === undefined)
    return { at: 0, unclear: `this is not a time: ${quote(written)}` };
  if (found.zones.length === 0) takeUnknownZone(found, text);
  return assignNumbers(found) ?? takeUnknownMonth(found) ?? findMissing(found, text) ?? found;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What was found so far; `numbers` and `unknown` are words whose part is not known yet. */
type Found = Mutable<Omit<WrittenTime, "units" | "zones">> & {
  readonly units: Partial<Record<Unit, Part>>;
  readonly zones: Part[];
  readonly numbers: Part[];
  unknown: Part[];
};

function takeWord(found: Found, part: Part, zones: Zones): Unclear | undefined {
  const digits = NUMBER.exec(part.text)?.groups?.digits;
  const word = timeWord(part.text);
  if (digits !== undefined) found.numbers.push({ at: part.at, text: digits });
  else if (word?.kind === "month") {
    if (found.units.month !== undefined) return twice("month", part);
    found.units.month = part;
    found.month = word.number;
  } else if (word?.kind === "weekday") found.weekday = { ...part, number: word.number };
  else if (word?.kind === "half") found.half = { ...word, ...part };
  else if (word?.kind === "named hour") found.namedHour = { ...part, hour: word.hour };
  else if (word?.kind === "zone") found.zones.push({ at: part.at, text: word.zone });
  else if (word === undefined) takeZone(found, part, zones);
  return undefined;
}

function takeZone({ zones: taken, unknown }: Found, { at, text }: Part, zones: Zones): void {
  const plain = text.includes("/") ? text : text.replaceAll(".", "");
  const name = [text, plain].find((each) => zones.resolve(each) !== undefined);
  if (name !== undefined || /^[+\-\u2212]\d/.test(text)) taken.push({ at, text: name ?? text });
  else unknown.push({ at, text });
}

/** A word right after the clock's time is meant as a zone. */
function takeUnknownZone(found: Found, text: string): void {
  const zone = found.unknown.find(({ at }) => at >= found.clockEnd && BEFORE_ZONE.test(text.slice(found.clockEnd, at)));
  if (zone === undefined) return;
  found.zones.push(zone);
  found.unknown = found.unknown.filter((each) => each !== zone);
}

function assignNumbers({ units, numbers }: Found): Unclear | undefined {
  for (const number of numbers) {
    const digits = number.text.length;
    const unit = digits === 4 ? "year" : digits <= 2 && units.day === undefined ? "day" : undefined;
    if (unit === undefined)
      return digits === 2 && units.year === undefined
        ? { at: number.at, unclear: `${quote(number.text)} may be a day or a year: a year has four digits` }
        : notUnderstood(number);
    if (units[unit] !== undefined) return twice(unit, number);
    units[unit] = number;
  }
  return undefined;
}

/** A word that is left stands for the month if none was found. */
function takeUnknownMonth({ units, unknown }: Found): Unclear | undefined {
  const [first, second] = unknown;
  if (first === undefined) return undefined;
  if (units.day === undefined || units.month !== undefined || second !== undefined) return notUnderstood(first);
  units.month = first;
  return undefined;
}

function findMissing({ units, namedHour }: Found, text: string): Unclear | undefined {
  const hour = units.hour ?? namedHour;
  const missing = [
    ...(hour === undefined ? ["hour"] : []),
    ...(["day", "month", "year"] as const).filter((unit) => units[unit] === undefined),
  ];
  if (missing.length === 0) return undefined;
  return { at: text.length, unclear: `this time does not say its ${missing.join(", ")}` };
}

/** The units of `31/03/2025`. Where the order is not known, only a day that can be no month tells them apart. */
function unitsOfFigures(match: RegExpExecArray, order: DateOrder | undefined): Partial<Record<Unit, Part>> | Unclear {
  const { first, second, year } = partsOf(match, ["first", "second", "year"]);
  if (year?.text.length === 2)
    return { at: match.index, unclear: `the year of ${quote(match[0])} has only two digits` };
  const [before, after] = [Number(first?.text), Number(second?.text)];
  const told = before > 12 ? "day-first" : after > 12 || before === after ? "month-first" : undefined;
  const used = order ?? told;
  if (used === undefined) return { at: match.index, unclear: `${quote(match[0])} may be either of two days` };
  const [day, month] = used === "day-first" ? [first, second] : [second, first];
  return { ...(year && { year }), ...(month && { month }), ...(day && { day }) };
}

function partsOf<N extends string>(match: RegExpExecArray | null, names: readonly N[]): Partial<Record<N, Part>> {
  const parts: Partial<Record<N, Part>> = {};
  for (const name of names) {
    const text = match?.groups?.[name];
    const at = match?.indices?.groups?.[name]?.[0];
    if (text !== undefined && at !== undefined) parts[name] = { at, text };
  }
  return parts;
}

function twice(unit: Unit, { at, text }: Part): Unclear {
  return { at, unclear: `the ${unit} is said twice, the second time as ${quote(text)}` };
}

function notUnderstood({ at, text }: Part): Unclear {
  return { at, unclear: `${quote(text)} is not understood in a time` };
}
