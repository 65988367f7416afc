import { fromZonedTime } from "date-fns-tz/fromZonedTime";
import { abbreviationsOf, meaningOf } from "./zone-abbreviations.ts";

/** Days of a zone whose offsets are cached, some 100 bytes each: more than most archives have articles. @limit days */
const MAX_CACHED_DAYS = 8_192;

/** Names of zones that are cached: more than IANA has, as case does not count in them. @limit names */
const MAX_CACHED_NAMES = 1_000;

const DAY = 86_400_000;

/** Abbreviation of a zone, in capitals, to an IANA name or an offset. */
export type ZoneNames = Readonly<Record<string, string>>;

/** IST is India's here; a site may say otherwise, as it is also Israel's and Ireland's. */
export const DEFAULT_ZONES: ZoneNames = { IST: "Asia/Kolkata", UTC: "+00:00", GMT: "+00:00" };

/** A time as clocks and calendars on the wall show it; `month` counts from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** The clocks of a zone. */
export interface ZoneClock {
  /** What they show at an instant, as the milliseconds of the same reading in UTC. */
  readonly wallTimeAt: (instant: number) => number;
  /** The instant at which they show a time: the first of two; undefined if they never do. */
  readonly toInstant: (wall: WallTime) => Date | undefined;
}

/** The zones that times may name. To make a clock takes some 30 µs, so that it is kept. */
export interface Zones {
  /** Abbreviations that a message may propose. */
  readonly known: readonly string[];
  /** A zone by an abbreviation, an IANA name or an offset: its IANA name or its offset; undefined if it is not known. */
  readonly resolve: (name: string) => string | undefined;
  /**
   * The zone whose clocks did not show the time that an abbreviation names, as those of New York do not show `EST` in
   * July; undefined if they did, if the site's own clocks did, or if the name changes with the season.
   */
  readonly outOfSeason: (name: string, instant: Date) => string | undefined;
  /** @param zone as `resolve` gives it */
  readonly clockOf: (zone: string) => ZoneClock;
}

/**
 * @param names abbreviations of the settings, which go before those that all know
 * @param home the site's own zone, which decides what an abbreviation with several meanings means
 */
export function createZones(names: ZoneNames = DEFAULT_ZONES, home?: string): Zones {
  const resolved = new Map<string, string>();
  const clocks = new Map<string, ZoneClock>();

  const meaning = (name: string) => {
    const named = names[name.toUpperCase()];
    return named === undefined ? meaningOf(name.toUpperCase(), home) : { offset: named, zone: named };
  };

  const clockOf = (zone: string) => {
    const clock = clocks.get(zone) ?? createClock(zone);
    clocks.set(zone, clock);
    return clock;
  };

  return {
    known: [...new Set([...Object.keys(names), ...(home === undefined ? [] : abbreviationsOf(home))])],
    resolve(name) {
      const before = resolved.get(name);
      if (before !== undefined) return before;
      const { offset, zone } = meaning(name) ?? { offset: undefined, zone: name };
      const found = resolveZone(offset ?? zone);
      if (found === undefined) return undefined;
      if (resolved.size >= MAX_CACHED_NAMES) resolved.clear();
      resolved.set(name, found);
      return found;
    },
    outOfSeason(name, instant) {
      const { offset, zone } = meaning(name) ?? {};
      if (offset === undefined || zone === undefined || offset === zone) return undefined;
      const shown = clockOf(offset).wallTimeAt(instant.getTime());
      const holds = [zone, home ?? zone].some((each) => clockOf(each).wallTimeAt(instant.getTime()) === shown);
      return holds ? undefined : zone;
    },
    clockOf,
  };
}

/** `+05:30`, `+0530`, `UTC+5:30` or `GMT+5`; a minus sign may be a hyphen. */
const OFFSET = /^(?:UTC|GMT)?([+\-−])(\d{1,2})(?:[:.]?(\d{2}))?$/i;

/** A zone by an IANA name or an offset, as date-fns-tz takes it; undefined if there is none. */
export function resolveZone(name: string): string | undefined {
  const offset = OFFSET.exec(name);
  if (offset) {
    const [, sign, hours = "", minutes = "00"] = offset;
    if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
    return `${sign === "+" ? "+" : "-"}${hours.padStart(2, "0")}:${minutes}`;
  }
  if (/^z$/i.test(name)) return "+00:00";
  if (!name.includes("/")) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/**
 * The clocks of a zone. date-fns-tz converts; as it gives some instant for times in a gap, either one for times that
 * came twice, and looks at the process's own zone on the way, what it says is held against the zone's clocks.
 * @param zone an IANA name or an offset
 */
export function createClock(zone: string): ZoneClock {
  const convert = (local: number) => fromZonedTime(new Date(local).toISOString().slice(0, -1), zone).getTime();
  if (/^[+-]/.test(zone)) {
    const offset = -convert(0);
    return {
      wallTimeAt: (instant) => instant + offset,
      toInstant: (wall) => new Date(asIfUtc(wall) - offset),
    };
  }
  const format = createFormat(zone);
  /** UTC day → how far the clocks are ahead of UTC when it begins, in milliseconds. */
  const starts = new Map<number, number>();
  /** Local day on which the offset stays the same → that offset. */
  const steady = new Map<number, number>();

  const wallTimeAt = (instant: number) => {
    const shown: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) shown[type] = Number(value);
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
    return asIfUtc({ year, month, day, hour, minute, second, millisecond: ((instant % 1000) + 1000) % 1000 });
  };

  const offsetAt = (day: number) => {
    const offset = starts.get(day) ?? wallTimeAt(day * DAY) - day * DAY;
    return remember(starts, day, offset);
  };

  const toInstant = (wall: WallTime) => {
    const local = asIfUtc(wall);
    const day = Math.floor(local / DAY);
    const known = steady.get(day);
    if (known !== undefined) return new Date(local - known);
    const converted = convert(local);
    // No place is more than 14 hours away from UTC, so the instant lies between these two; and no clock was ever
    // changed and changed back within three days.
    const [before, after] = [local - offsetAt(day - 1), local - offsetAt(day + 2)];
    if (before === after && converted === before) {
      remember(steady, day, local - converted);
      return new Date(converted);
    }
    const shown = [converted, before, after].filter((instant) => wallTimeAt(instant) === local);
    return shown.length === 0 ? undefined : new Date(Math.min(...shown));
  };

  return { wallTimeAt, toInstant };
}

function remember(offsets: Map<number, number>, day: number, offset: number): number {
  if (offsets.size >= MAX_CACHED_DAYS) offsets.clear();
  offsets.set(day, offset);
  return offset;
}

function createFormat(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
}

function asIfUtc(wall: WallTime): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second, wall.millisecond);
}
