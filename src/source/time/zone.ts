import { fromZonedTime } from "date-fns-tz/fromZonedTime";

/** Zone offsets kept in memory, some 100 bytes each: more days than most archives have articles. @limit offsets */
const MAX_KEPT_OFFSETS = 8_192;

/** Abbreviation of a zone, in capitals, to an IANA name or an offset. */
export type Zones = Readonly<Record<string, string>>;

/** IST is India's here; a site may say otherwise, as it is also Israel's and Ireland's. */
export const DEFAULT_ZONES: Zones = { IST: "Asia/Kolkata", UTC: "+00:00", GMT: "+00:00" };

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

/** A zone that a time may name, as date-fns-tz wants it: an offset or an IANA name; or nothing. */
export function resolveZone(name: string, zones: Zones): string | undefined {
  const known = zones[name.toUpperCase()];
  if (known !== undefined) return resolveZone(known, {});
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(name);
  if (offset) {
    const [, sign, hours = "", minutes = ""] = offset;
    return Number(hours) <= 14 && Number(minutes) <= 59 ? `${sign}${hours}:${minutes}` : undefined;
  }
  if (!name.includes("/")) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/**
 * Local time to instant. date-fns-tz converts; as it gives some instant for times in a gap, either one for times
 * that came twice, and looks at the process's own zone on the way, what it says is held against the zone's clock.
 */
export function toInstant(wall: WallTime, zone: string): Date | undefined {
  const converted = fromZonedTime(isoText(wall), zone).getTime();
  if (/^[+-]/.test(zone)) return new Date(converted);
  const local = asIfUtc(wall);
  const day = Math.floor(local / DAY);
  // No place is more than 14 hours away from UTC, so the instant lies between these two.
  const [before, after] = [local - offsetAt(day - 1, zone), local - offsetAt(day + 2, zone)];
  if (before === after && converted === before) return new Date(converted);
  const shown = [converted, before, after].filter((instant) => wallTimeAt(instant, zone) === local);
  return shown.length === 0 ? undefined : new Date(Math.min(...shown));
}

const DAY = 86_400_000;

const offsets = new Map<string, number>();

/** How far a zone's clocks are ahead of UTC when a UTC day begins, in milliseconds; kept, as asking costs 10 µs. */
function offsetAt(day: number, zone: string): number {
  const key = `${zone} ${day}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size >= MAX_KEPT_OFFSETS) offsets.clear();
    offset = wallTimeAt(day * DAY, zone) - day * DAY;
    offsets.set(key, offset);
  }
  return offset;
}

/** What clocks in a zone show at an instant, as the milliseconds of the same reading in UTC. */
export function wallTimeAt(instant: number, zone: string): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of clockOf(zone).formatToParts(instant)) shown[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
  return asIfUtc({ year, month, day, hour, minute, second, millisecond: ((instant % 1000) + 1000) % 1000 });
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en-US", {
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
    clocks.set(zone, clock);
  }
  return clock;
}

function asIfUtc(wall: WallTime): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second, wall.millisecond);
}

function isoText(wall: WallTime): string {
  return new Date(asIfUtc(wall)).toISOString().slice(0, -1);
}
