import { quote } from "../../lib/text.ts";
import { calendarFaults, clockFaults, monthName, monthOf, type TimeFault, TimeParts } from "./calendar.ts";
import { resolveZone, type WallTime, type Zones } from "./zone.ts";

export type TimeReading =
  | { readonly instant: Date }
  | { readonly faults: readonly [TimeFault, ...(readonly TimeFault[])] };

const TIME_HINT = "Write it as 23:05 IST, March 31st 2025, or in ISO 8601 with an offset: 2025-03-31T23:05+05:30.";

const DESK_TIME =
  /^(?<hour>\d{1,2}):(?<minute>\d{2})(?:\s*(?<half>[AaPp])\.?[Mm]\.?)?\s+(?<zone>[^\s,]+)\s*,\s*(?<month>\p{L}+)\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})$/diu;

const ISO_TIME =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[Tt ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?\s?(?<zone>[Zz]|[+-]\d{2}:?\d{2})?$/du;

/**
 * Reads a time as a desk writes it, `HH:MM ZONE, Month Dth YYYY` (or `H:MM AM`), or as ISO 8601 with an offset
 * (the profile of RFC 3339, seconds optional).
 * @param text only the time, without blanks around it
 * @param zones what abbreviations mean; a zone may also be an IANA name or an offset such as `+05:30`
 * @returns the instant (UTC), or every fault. A local time that a clock change left out is a fault; of one that
 *   came twice the first is meant.
 */
export function parseTime(text: string, zones: Zones): TimeReading {
  const iso = ISO_TIME.exec(text);
  if (iso) return readIso(iso, zones);
  const match = DESK_TIME.exec(text);
  if (match) return readDeskTime(match, zones);
  return {
    faults: [{ code: "bad-time", at: 0, message: `this is not a time: ${quote(text)}`, hint: TIME_HINT }],
  };
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

function readIso(match: RegExpExecArray, zones: Zones): TimeReading {
  const parts = new TimeParts(match);
  const zone = parts.text("zone");
  const wall: WallTime = {
    year: parts.number("year"),
    month: parts.number("month"),
    day: parts.number("day"),
    hour: parts.number("hour"),
    minute: parts.number("minute"),
    second: parts.number("second"),
    millisecond: Number(parts.text("fraction").slice(0, 3).padEnd(3, "0")),
  };
  const offset = /^z$/i.test(zone) ? "+00:00" : resolveZone(zone);
  const faults = [...calendarFaults(wall, parts), ...clockFaults(wall, parts)];
  if (offset === undefined) {
    faults.push({
      code: "unknown-zone",
      at: zone === "" ? parts.end : parts.at("zone"),
      message: zone === "" ? "this time does not say its zone" : `no place is ${quote(zone)} away from UTC`,
      hint: "End it with an offset, +05:30 for India, or with Z for UTC.",
    });
  }
  return toReading(wall, offset, zones, faults);
}

function readDeskTime(match: RegExpExecArray, zones: Zones): TimeReading {
  const parts = new TimeParts(match);
  const meridiem = parts.text("half").toLowerCase();
  const writtenHour = parts.number("hour");
  const hour = meridiem === "" ? writtenHour : (writtenHour % 12) + (meridiem === "p" ? 12 : 0);
  const wall: WallTime = {
    year: parts.number("year"),
    month: monthOf(parts.text("month")),
    day: parts.number("day"),
    hour,
    minute: parts.number("minute"),
    second: 0,
    millisecond: 0,
  };
  const faults: TimeFault[] = [];
  if (meridiem !== "" && (writtenHour < 1 || writtenHour > 12)) {
    faults.push({
      code: "no-such-hour",
      at: parts.at("hour"),
      message: `there is no hour ${writtenHour} ${meridiem.toUpperCase()}M`,
      hint: "With AM or PM the hour is 1 to 12; without them it is 00 to 23.",
    });
  }
  faults.push(...clockFaults(wall, parts));
  const name = parts.text("zone");
  const zone = zones.resolve(name);
  if (zone === undefined) {
    faults.push({
      code: "unknown-zone",
      at: parts.at("zone"),
      message: `the zone ${quote(name)} is not known`,
      hint: `Use ${Object.keys(zones.names).join(", ")}, an IANA name such as Asia/Kolkata or an offset such as +05:30, or add the abbreviation to "zones" in site.json.`,
    });
  }
  faults.push(...calendarFaults(wall, parts));
  return toReading(wall, zone, zones, faults);
}

function toReading(wall: WallTime, zone: string | undefined, zones: Zones, faults: readonly TimeFault[]): TimeReading {
  const [first, ...others] = faults;
  if (first !== undefined) return { faults: [first, ...others] };
  const instant = zone === undefined ? undefined : zones.clockOf(zone).toInstant(wall);
  if (instant !== undefined) return { instant };
  return {
    faults: [
      {
        code: "no-such-time",
        at: 0,
        message: `clocks in ${zone} never showed this time`,
        hint: "It lies in the gap of a change to summer time: write the time after the change.",
      },
    ],
  };
}
