import type { Site } from "../../site/site.ts";
import { resolveZone, wallTimeAt } from "../../source/time/zone.ts";
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
function wallOf({ timeZone }: Site, instant: Date): Date {
  return new Date(wallTimeAt(instant.getTime(), timeZone));
}

/**
 * The site's own abbreviation of its zone while standard time holds there, as the one for summer is another;
 * else how far its clocks are ahead of UTC.
 */
function zoneLabel(site: Site, instant: number, wall: number): string {
  const offset = wall - instant;
  const abbreviation = abbreviationOf(site);
  if (abbreviation !== undefined && offset === standardOffset(site.timeZone, new Date(wall).getUTCFullYear()))
    return abbreviation;
  if (offset === 0) return "UTC";
  // Local time was the sun's, to the second, in places until the 1970s.
  const [hours, minutes, seconds] = [3_600_000, 60_000, 1_000]
    .map((unit, index) => Math.floor((Math.abs(offset) / unit) % (index === 0 ? 24 : 60)))
    .map((part) => String(part).padStart(2, "0"));
  return `UTC${offset < 0 ? "−" : "+"}${hours}:${minutes}${seconds === "00" ? "" : `:${seconds}`}`;
}

const abbreviations = new WeakMap<Site, string | undefined>();

/** What the settings call the site's zone; nothing where they have several names for it, or none. */
function abbreviationOf(site: Site): string | undefined {
  if (!abbreviations.has(site)) {
    // A zone has several names.
    const own = resolveZone(site.timeZone, {});
    const names = Object.entries(site.zones)
      .filter(([, zone]) => resolveZone(zone, {}) === own)
      .map(([name]) => name);
    const only = names.includes("UTC") ? "UTC" : names.length === 1 ? names[0] : undefined;
    abbreviations.set(site, only);
  }
  return abbreviations.get(site);
}

/** Where standard time is that of summer, and clocks go back from it for a part of the year. */
const BACKWARD: readonly string[] = ["Europe/Dublin", "Africa/Casablanca", "Africa/El_Aaiun"];

const standards = new Map<string, number>();

/** How far a zone's clocks are ahead of UTC in standard time, in milliseconds; kept, as asking costs some 10 µs. */
function standardOffset(zone: string, year: number): number {
  const key = `${zone} ${year}`;
  let standard = standards.get(key);
  if (standard === undefined) {
    const [winter, summer] = [Date.UTC(year, 0, 1), Date.UTC(year, 6, 1)].map(
      (at) => wallTimeAt(at, zone) - at,
    );
    const pick = BACKWARD.includes(zone) ? Math.max : Math.min;
    standard = pick(winter ?? 0, summer ?? 0);
    standards.set(key, standard);
  }
  return standard;
}
