import type { Site } from "../../site/site.ts";
import { createClock, createZones, type ZoneClock } from "../../source/time/zone.ts";
import { type Html, markup } from "../layout/markup.ts";
import { translationsFor } from "../translations/translations.ts";

/*
 * Times for people. Nothing of them comes from the runtime's words for zones and months, which differ from one release
 * to the next: only from its table of how far a zone's clocks are ahead.
 */

/** The clocks of a site's zone, and the names of the months in its language. Creating one takes some 50 µs: once for each page. */
export interface PageClock extends Pick<ZoneClock, "wallTimeAt"> {
  /** What the settings call the zone; undefined if they have several names for it, or none. */
  readonly abbreviation: string | undefined;
  /** How far its clocks are ahead of UTC in standard time of a year, in milliseconds. */
  readonly standardOffset: (year: number) => number;
  readonly months: readonly string[];
}

/** An instant: exact and in UTC for programs, in the site's zone for people. */
export function timeElement(clock: PageClock, instant: Date): Html {
  return markup`<time datetime="${instant.toISOString()}">${formatWallTime(clock, instant)}</time>`;
}

/** The same, with no more than the day to be seen. */
export function dayElement(clock: PageClock, instant: Date): Html {
  return markup`<time datetime="${instant.toISOString()}">${dayText(clock, wallTime(clock, instant))}</time>`;
}

/** An instant in the site's zone, in words: “31 March 2025, 23:05 IST”. */
export function formatWallTime(clock: PageClock, instant: Date): string {
  const wall = wallTime(clock, instant);
  const time = wall.toISOString().slice(11, 16);
  return `${dayText(clock, wall)}, ${time} ${zoneLabel(clock, instant.getTime(), wall.getTime())}`;
}

function dayText({ months }: PageClock, wall: Date): string {
  return `${wall.getUTCDate()} ${months[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`;
}

/** What clocks of the site's zone show, read as if it were UTC. */
function wallTime({ wallTimeAt }: PageClock, instant: Date): Date {
  return new Date(wallTimeAt(instant.getTime()));
}

/**
 * The site's own abbreviation of its zone while standard time holds there, as the one for summer is another;
 * else how far its clocks are ahead of UTC.
 */
function zoneLabel({ abbreviation, standardOffset }: PageClock, instant: number, wall: number): string {
  const offset = wall - instant;
  if (abbreviation !== undefined && offset === standardOffset(new Date(wall).getUTCFullYear())) return abbreviation;
  if (offset === 0) return "UTC";
  // Local time was the sun's, to the second, in places until the 1970s.
  const [hours, minutes, seconds] = [3_600_000, 60_000, 1_000]
    .map((unit, index) => Math.floor((Math.abs(offset) / unit) % (index === 0 ? 24 : 60)))
    .map((part) => String(part).padStart(2, "0"));
  return `UTC${offset < 0 ? "−" : "+"}${hours}:${minutes}${seconds === "00" ? "" : `:${seconds}`}`;
}

/** Where standard time is that of summer, and clocks go back from it for a part of the year. */
const BACKWARD: readonly string[] = ["Europe/Dublin", "Africa/Casablanca", "Africa/El_Aaiun"];

/** The clocks that the pages of a site show times by. */
export function createPageClock(site: Site): PageClock {
  const { timeZone, zones } = site;
  const { wallTimeAt } = createClock(timeZone);
  // A zone has several names.
  const { resolve } = createZones(zones);
  const names = Object.keys(zones).filter((name) => resolve(name) === resolve(timeZone));
  const pick = BACKWARD.includes(timeZone) ? Math.max : Math.min;
  const standards = new Map<number, number>();
  return {
    wallTimeAt,
    months: translationsFor(site).months,
    abbreviation: names.includes("UTC") ? "UTC" : names.length === 1 ? names[0] : undefined,
    standardOffset(year) {
      const offsetAt = (month: number) => wallTimeAt(Date.UTC(year, month)) - Date.UTC(year, month);
      const standard = standards.get(year) ?? pick(offsetAt(0), offsetAt(6));
      standards.set(year, standard);
      return standard;
    },
  };
}
