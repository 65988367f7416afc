import { writesMonthFirst } from "../../article/language.ts";
import type { Site } from "../../site/site.ts";
import { createWallClock, type WallClock } from "../../source/time/wall-clock.ts";
import { createZoneLabel, type ZoneLabel } from "../../source/time/zone-label.ts";
import { type Html, markup } from "../layout/markup.ts";
import { translationsFor } from "../translations/translations.ts";

/** The clocks of a site's zone and its language's way to write their times. Creating one takes some 100 µs: once for each page. */
export interface PageClock {
  readonly wallTimeAt: WallClock;
  readonly zoneLabel: ZoneLabel;
  readonly months: readonly string[];
  /** As in American English, whose clocks have twelve hours: “March 31, 2025, 11:05 PM”. */
  readonly monthFirst: boolean;
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
  return `${dayText(clock, wall)}, ${clockText(clock, wall)} ${clock.zoneLabel(instant)}`;
}

function dayText({ months, monthFirst }: PageClock, wall: Date): string {
  const [day, month, year] = [wall.getUTCDate(), months[wall.getUTCMonth()], wall.getUTCFullYear()];
  return monthFirst ? `${month} ${day}, ${year}` : `${day} ${month} ${year}`;
}

function clockText({ monthFirst }: PageClock, wall: Date): string {
  const time = wall.toISOString().slice(11, 16);
  const hour = wall.getUTCHours();
  return monthFirst ? `${hour % 12 || 12}${time.slice(2)} ${hour < 12 ? "AM" : "PM"}` : time;
}

/** What clocks of the site's zone show, read as if it were UTC. */
function wallTime({ wallTimeAt }: PageClock, instant: Date): Date {
  return new Date(wallTimeAt(instant.getTime()));
}

/** The clocks that the pages of a site show times by. */
export function createPageClock(site: Site): PageClock {
  const { timeZone, zones, language } = site;
  const wallTimeAt = createWallClock(timeZone);
  return {
    wallTimeAt,
    zoneLabel: createZoneLabel(timeZone, zones, wallTimeAt),
    months: translationsFor(site).months,
    monthFirst: writesMonthFirst(language),
  };
}
