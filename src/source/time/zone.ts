import { fromZonedTime } from "date-fns-tz/fromZonedTime";
import { asIfUtc, createWallClock, fixedOffset, type WallClock, type WallTime } from "./wall-clock.ts";
import { abbreviationsOf } from "./zone-abbreviations.ts";
import { createZoneResolver, DEFAULT_ZONES, type ZoneNames } from "./zone-names.ts";

/** Days of a zone whose offsets are cached, some 100 bytes each: more than most archives have articles. @limit days */
const MAX_CACHED_DAYS = 8_192;

const DAY = 86_400_000;

/** The clocks of a zone. */
export interface ZoneClock {
  /** What they show at an instant, as the milliseconds of the same reading in UTC. */
  readonly wallTimeAt: WallClock;
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
  const { meaning, resolve } = createZoneResolver(names, home);
  const clocks = new Map<string, ZoneClock>();

  const clockOf = (zone: string) => {
    const clock = clocks.get(zone) ?? createZoneClock(zone);
    clocks.set(zone, clock);
    return clock;
  };

  return {
    known: [...new Set([...Object.keys(names), ...(home === undefined ? [] : abbreviationsOf(home))])],
    resolve,
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

/**
 * The clocks of a zone. date-fns-tz converts; as it gives some instant for times in a gap, either one for times that
 * came twice, and looks at the process's own zone on the way, what it says is held against the zone's clocks.
 * @param zone an IANA name or an offset
 */
export function createZoneClock(zone: string): ZoneClock {
  const wallTimeAt = createWallClock(zone);
  const fixed = fixedOffset(zone);
  if (fixed !== undefined) return { wallTimeAt, toInstant: (wall) => new Date(asIfUtc(wall) - fixed) };
  const convert = (local: number) => fromZonedTime(new Date(local).toISOString().slice(0, -1), zone).getTime();
  /** UTC day → how far the clocks are ahead of UTC when it begins, in milliseconds. */
  const starts = new Map<number, number>();
  /** Local day on which the offset stays the same → that offset. */
  const steady = new Map<number, number>();

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
