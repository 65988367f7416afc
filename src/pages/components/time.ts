import type { Site } from "../../site/site.ts";
import { createClock, createZones, type ZoneClock } from "../../source/time/zone.ts";
import { type Html, markup } from "../layout/markup.ts";
import { translationsFor } from "../translations/translations.ts";

/*
 * Times for people. Nothing of them comes from the runtime's words for zones and months, which differ from one release
 * to the next: only from its table of how far a zone's clocks are ahead.
 */

/** An instant: exact and in UTC for programs, in the site's zone for people. */
export function timeElement(site: Site, instant: Date): Html {
  return markup`<time datetime="${instant.toISOString()}">${formatWallTime(site, instant)}</time>`;
}

/** The same, with no more than the day to be seen. */
export function dayElement(site: Site, instant: Date): Html {
  return markup`<time datetime="${instant.toISOString()}">${dayText(site, wallOf(site, instant))}</time>`;
}

/** An instant in the site's zone, in words: “31 March 2025, 23:05 IST”. */
export function formatWallTime(site: Site, instant: Date): string {
  const wall = wallOf(site, instant);
  const clock = wall.toISOString().slice(11, 16);
  return `${dayText(site, wall)}, ${clock} ${zoneLabel(site, instant.getTime(), wall.getTime())}`;
}

function dayText(site: Site, wall: Date): string {
  return `${wall.getUTCDate()} ${translationsFor(site).months[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`;
}

/** What clocks of the site's zone show, read as if it were UTC. */
function wallOf(site: Site, instant: Date): Date {
  return new Date(clockOf(site).wallTimeAt(instant.getTime()));
}

/**
 * The site's own abbreviation of its zone while standard time holds there, as the one for summer is another;
 * else how far its clocks are ahead of UTC.
 */
function zoneLabel(site: Site, instant: number, wall: number): string {
  const offset = wall - instant;
  const { abbreviation, standardOffset } = clockOf(site);
  if (abbreviation !== undefined && offset === standardOffset(new Date(wall).getUTCFullYear()))
    return abbreviation;
  if (offset === 0) return "UTC";
  // Local time was the sun's, to the second, in places until the 1970s.
  const [hours, minutes, seconds] = [3_600_000, 60_000, 1_000]
    .map((unit, index) => Math.floor((Math.abs(offset) / unit) % (index === 0 ? 24 : 60)))
    .map((part) => String(part).padStart(2, "0"));
  return `UTC${offset < 0 ? "−" : "+"}${hours}:${minutes}${seconds === "00" ? "" : `:${seconds}`}`;
}

/** The clocks of a site's zone. */
interface SiteClock extends Pick<ZoneClock, "wallTimeAt"> {
  /** What the settings call the zone; undefined if they have several names for it, or none. */
  readonly abbreviation: string | undefined;
  /** How far its clocks are ahead of UTC in standard time of a year, in milliseconds. */
  readonly standardOffset: (year: number) => number;
}

/** To make one takes some 50 µs, and each time on a page needs it. */
const clocks = new WeakMap<Site, SiteClock>();

function clockOf(site: Site): SiteClock {
  const clock = clocks.get(site) ?? createSiteClock(site);
  clocks.set(site, clock);
  return clock;
}

/** Where standard time is that of summer, and clocks go back from it for a part of the year. */
const BACKWARD: readonly string[] = ["Europe/Dublin", "Africa/Casablanca", "Africa/El_Aaiun"];

function createSiteClock({ timeZone, zones }: Site): SiteClock {
  const { wallTimeAt } = createClock(timeZone);
  // A zone has several names.
  const { resolve } = createZones(zones);
  const names = Object.keys(zones).filter((name) => resolve(name) === resolve(timeZone));
  const pick = BACKWARD.includes(timeZone) ? Math.max : Math.min;
  const standards = new Map<number, number>();
  return {
    wallTimeAt,
    abbreviation: names.includes("UTC") ? "UTC" : names.length === 1 ? names[0] : undefined,
    standardOffset(year) {
      const offsetAt = (month: number) => wallTimeAt(Date.UTC(year, month)) - Date.UTC(year, month);
      const standard = standards.get(year) ?? pick(offsetAt(0), offsetAt(6));
      standards.set(year, standard);
      return standard;
    },
  };
}
