import { quote } from "../../lib/text.ts";
import { calendarFaults, clockFaults, type TimeFault } from "./calendar.ts";
import { monthName } from "./time-words.ts";
import type { WallTime } from "./wall-clock.ts";
import { type DateOrder, type Part, readWrittenTime, type Unit, type WrittenTime } from "./written-time.ts";
import type { Zones } from "./zone.ts";

export type TimeReading =
  | { readonly instant: Date; readonly warnings: readonly TimeFault[] }
  | { readonly faults: readonly [TimeFault, ...(readonly TimeFault[])] };

/** How a site writes its times. */
export interface TimeConventions {
  readonly zones: Zones;
  /** Without it a date of figures is read only where its day can be no month. */
  readonly dateOrder?: DateOrder | undefined;
}

/** Characters of a time: twice the longest that anybody writes, so that no pattern meets a text. @limit characters */
const MAX_TIME_CHARACTERS = 200;

const TIME_HINT = "Write it as 23:05 IST, March 31st 2025, or in ISO 8601 with an offset: 2025-03-31T23:05+05:30.";

/**
 * Reads a time as people write it: clock, zone and date in any order, in English or Hindi, such as
 * `23:05 IST, March 31st 2025`, `Monday, 31 March 2025, 11.05 pm IST` or `2305 hrs IST, 31/03/2025`; or as ISO 8601
 * with an offset (the profile of RFC 3339, seconds optional).
 * @param text only the time, without blanks around it
 * @returns the instant (UTC), or every fault. What may mean two things is a fault, and so is a local time that a clock
 *   change left out; of one that came twice the first is meant.
 */
export function parseTime(text: string, { zones, dateOrder }: TimeConventions): TimeReading {
  const unreadable = (at: number, message: string): TimeReading => ({
    faults: [{ code: "bad-time", at, message, hint: TIME_HINT }],
  });
  if (text.length > MAX_TIME_CHARACTERS) return unreadable(0, `this is not a time: ${quote(text)}`);
  const written = readWrittenTime(text, zones, dateOrder);
  if ("unclear" in written) return unreadable(written.at, written.unclear);
  const { units, half } = written;
  const figure = (unit: Unit) => Number(units[unit]?.text ?? 0);
  const writtenHour = written.namedHour?.hour ?? figure("hour");
  const wall: WallTime = {
    year: figure("year"),
    month: written.month,
    day: figure("day"),
    hour: half === undefined ? writtenHour : (writtenHour % 12) + (half.half === "pm" ? 12 : 0),
    minute: figure("minute"),
    second: figure("second"),
    millisecond: Number((units.fraction?.text ?? "").slice(0, 3).padEnd(3, "0")),
  };
  const [first, ...others] = [
    ...halfFaults(written, writtenHour),
    ...clockFaults(wall, written),
    ...zoneFaults(written, zones),
    ...calendarFaults(wall, written),
  ].sort((a, b) => a.at - b.at);
  if (first !== undefined) return { faults: [first, ...others] };
  return toReading(wall, written, zones);
}

/**
 * Writes an instant as a desk writes it, `HH:MM ZONE, Month Dth YYYY`; `parseTime` reads it back, to the minute.
 * @param abbreviation one of `zones`
 */
export function formatTime(instant: Date, abbreviation: string, zones: Zones): string {
  const zone = zones.resolve(abbreviation);
  if (zone === undefined) throw new RangeError(`The zone ${abbreviation} is not known.`);
  const wall = new Date(zones.clockOf(zone).wallTimeAt(instant.getTime()));
  const clock = wall.toISOString().slice(11, 16);
  const day = wall.getUTCDate();
  return `${clock} ${abbreviation}, ${monthName(wall.getUTCMonth() + 1)} ${day}${ordinal(day)} ${wall.getUTCFullYear()}`;
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return "th";
  return ["th", "st", "nd", "rd"][day % 10] ?? "th";
}

/** Faults of an hour with AM or PM, or of one that is named. */
function halfFaults({ units, half, namedHour }: WrittenTime, hour: number): TimeFault[] {
  const at = units.hour?.at ?? 0;
  if (half !== undefined && !half.hours.includes(hour)) {
    const hint = `With ${half.text} the hour is ${half.hours[0]} to ${half.hours.at(-1)}; without it 00 to 23.`;
    return [{ code: "no-such-hour", at, message: `there is no hour ${hour} ${half.text.toUpperCase()}`, hint }];
  }
  if (namedHour === undefined || units.hour === undefined) return [];
  const told = `${units.hour.text}${units.minute?.text ?? "00"}`;
  if (/^120*$/.test(told)) return [];
  const message = `${namedHour.text} is not at ${units.hour.text}${units.minute ? `:${units.minute.text}` : ""}`;
  return [{ code: "no-such-hour", at, message, hint: "Write only one of them." }];
}

function zoneFaults({ zones: written, clockEnd }: WrittenTime, zones: Zones): TimeFault[] {
  const hint = `Write ${zones.known.join(", ")}, an IANA name such as Asia/Kolkata or an offset such as +05:30, or add the abbreviation to "zones" in site.json.`;
  const fault = (at: number, message: string): TimeFault => ({ code: "unknown-zone", at, message, hint });
  if (written.length === 0) return [fault(clockEnd, "this time does not say its zone")];
  return written
    .filter(({ text }) => zones.resolve(text) === undefined)
    .map(({ at, text }) =>
      fault(
        at,
        /^[+-]/.test(text) ? `no place is ${quote(text)} away from UTC` : `the zone ${quote(text)} is not known`,
      ),
    );
}

function toReading(wall: WallTime, written: WrittenTime, zones: Zones): TimeReading {
  const named = effectiveZones(written.zones).map((part) => ({ part, zone: zones.resolve(part.text) ?? "" }));
  const instants = named.map(({ zone }) => zones.clockOf(zone).toInstant(wall));
  const [instant, ...others] = instants;
  const [first, second] = named;
  if (first === undefined) throw new RangeError("A time without a zone has a fault.");
  if (instant === undefined) {
    const message = `clocks in ${first.zone} never showed this time`;
    const hint = "It lies in the gap of a change to summer time: write the time after the change.";
    return { faults: [{ code: "no-such-time", at: 0, message, hint }] };
  }
  if (second !== undefined && others.some((other) => other?.getTime() !== instant.getTime())) {
    const message = `${quote(first.part.text)} and ${quote(second.part.text)} are different times`;
    return { faults: [{ code: "bad-time", at: second.part.at, message, hint: "Write one zone." }] };
  }
  return { instant, warnings: [...seasonWarnings(first.part, instant, zones), ...midnightWarnings(written)] };
}

/** `UTC +5:30` names one zone. */
function effectiveZones(zones: readonly Part[]): readonly Part[] {
  const [first, second] = zones;
  return /^(?:UTC|GMT)$/i.test(first?.text ?? "") && /^[+\-\u2212]/.test(second?.text ?? "") ? zones.slice(1) : zones;
}

function seasonWarnings({ at, text }: Part, instant: Date, zones: Zones): TimeFault[] {
  const place = zones.outOfSeason(text, instant);
  if (place === undefined) return [];
  const message = `clocks in ${place} did not show ${text} on that day; it is read as UTC${zones.resolve(text)}`;
  const hint = "Write the abbreviation of that season, or an IANA name such as America/New_York, which knows both.";
  return [{ code: "zone-not-in-force", at, message, hint }];
}

function midnightWarnings({ namedHour }: WrittenTime): TimeFault[] {
  if (namedHour?.hour !== 0) return [];
  const message = "midnight is read as 00:00, when that day begins";
  return [{ code: "midnight", at: namedHour.at, message, hint: "Write 00:00, or 23:59 for the end of the day." }];
}
