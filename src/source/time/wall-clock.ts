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

/** What the clocks of a zone show at an instant, as the milliseconds of the same reading in UTC. */
export type WallClock = (instant: number) => number;

/** What the clocks of a zone show. @param zone an IANA name or an offset, as `resolveZone` gives it */
export function createWallClock(zone: string): WallClock {
  const fixed = fixedOffset(zone);
  if (fixed !== undefined) return (instant) => instant + fixed;
  const format = createFormat(zone);
  return (instant) => {
    const shown: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) shown[type] = Number(value);
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
    return asIfUtc({ year, month, day, hour, minute, second, millisecond: ((instant % 1000) + 1000) % 1000 });
  };
}

/** How far the clocks of a zone are always ahead of UTC, in milliseconds; undefined unless it is an offset, `+05:30`. */
export function fixedOffset(zone: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  if (sign === undefined) return undefined;
  return (sign === "-" ? -60_000 : 60_000) * (Number(hours) * 60 + Number(minutes));
}

/** A reading of clocks as the instant at which those of UTC show it, in milliseconds. */
export function asIfUtc(wall: WallTime): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second, wall.millisecond);
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
