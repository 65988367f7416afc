import { createWallClock } from "./wall-clock.ts";
import { abbreviationFor } from "./zone-abbreviations.ts";
import { createZoneResolver, type ZoneNames } from "./zone-names.ts";

/** Where standard time is that of summer, and clocks go back from it for a part of the year. */
const BACKWARD: readonly string[] = ["Europe/Dublin", "Africa/Casablanca", "Africa/El_Aaiun"];

/** First year of CLDR's names of zones: before, many places were on other times than these, in wars all year. @limit year */
const FIRST_YEAR = 1970;

/** Year whose standard time counts for later ones too: since then places stay on summer time, by its name. @limit year */
const LAST_STANDARD_YEAR = 2020;

/** What people call a zone's time at an instant: its abbreviation, such as `EDT`; else how far it is from UTC, `UTC+03:00`. */
export type ZoneLabel = (instant: Date) => string;

/**
 * Names the times of a zone. Nothing of it comes from the runtime's words for zones, which differ from one release to the
 * next: only from its table of how far a zone's clocks are ahead. Creating one takes some 50 µs.
 * @param timeZone an IANA name or an offset
 * @param names the site's abbreviations; the only one that it has for the zone is used in standard time, as that for
 *   summer is another
 * @param wallTimeAt the clocks of the zone
 */
export function createZoneLabel(
  timeZone: string,
  names: ZoneNames,
  wallTimeAt: (instant: number) => number = createWallClock(timeZone),
): ZoneLabel {
  const { resolve } = createZoneResolver(names);
  // A zone has several names.
  const own = Object.keys(names).filter((name) => resolve(name) === resolve(timeZone));
  const preferred = own.includes("UTC") ? "UTC" : own.length === 1 ? own[0] : undefined;
  const offsetAt = (instant: number) => wallTimeAt(instant) - instant;
  const years = new Map<number, readonly [january: number, july: number]>();
  const offsetsOf = (year: number) => {
    const offsets = years.get(year) ?? [offsetAt(Date.UTC(year, 0)), offsetAt(Date.UTC(year, 6))];
    years.set(year, offsets);
    return offsets;
  };
  return (date) => {
    const offset = offsetAt(date.getTime());
    const year = new Date(date.getTime() + offset).getUTCFullYear();
    const offsets = offsetsOf(year);
    const standard = BACKWARD.includes(timeZone) ? Math.max(...offsets) : Math.min(...offsets);
    if (preferred !== undefined && offset === standard) return preferred;
    const winter = Math.min(...offsetsOf(Math.min(year, LAST_STANDARD_YEAR)));
    const abbreviation =
      year < FIRST_YEAR ? undefined : abbreviationFor(timeZone, offsetText(winter), offsetText(offset));
    // The site may have given it to another zone.
    if (abbreviation !== undefined && (names[abbreviation] === undefined || own.includes(abbreviation)))
      return abbreviation;
    return offset === 0 ? "UTC" : `UTC${offsetText(offset).replace("-", "−")}`;
  };
}

/** `+05:30`; with seconds where local time was the sun's, as in places until the 1970s. */
function offsetText(offset: number): string {
  const [hours, minutes, seconds] = [3_600_000, 60_000, 1_000]
    .map((unit, index) => Math.floor((Math.abs(offset) / unit) % (index === 0 ? 24 : 60)))
    .map((part) => String(part).padStart(2, "0"));
  return `${offset < 0 ? "-" : "+"}${hours}:${minutes}${seconds === "00" ? "" : `:${seconds}`}`;
}
