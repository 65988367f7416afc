import { parseTime } from "../source/time/parse-time.ts";
import type { Zones } from "../source/time/zone.ts";

/** `Mon, 31 Mar 2025 23:05:00 +0530` (RFC 5322, section 3.3, with the two-digit years and named zones of RFC 822). */
const MAIL =
  /^(?:\p{L}+\.?,?\s+)?(?<day>\d{1,2})[\s-]+(?<month>\p{L}{3})\p{L}*\.?[\s-]+(?<year>\d{2}|\d{4})\s+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?\s*(?<zone>[A-Za-z]{1,5}|[+-]\d{2}:?\d{2})$/u;

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The zones that RFC 5322, section 4.3, names. */
const MAIL_ZONES: Readonly<Record<string, string>> = {
  Z: "+00:00",
  UT: "+00:00",
  UTC: "+00:00",
  GMT: "+00:00",
  EST: "-05:00",
  EDT: "-04:00",
  CST: "-06:00",
  CDT: "-05:00",
  MST: "-07:00",
  MDT: "-06:00",
  PST: "-08:00",
  PDT: "-07:00",
};

/**
 * Reads a time as feeds and pages write it: ISO 8601 with an offset, a day alone (its beginning in UTC), the form of
 * mail headers, or that of a news desk.
 * @param zones what abbreviations mean on this site; they go before those of mail
 * @returns the instant (UTC); nothing when it cannot be told, as where the zone is missing
 */
export function parseDate(written: string, zones: Zones): Date | undefined {
  const text = written.replace(/\s+/gu, " ").trim();
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00Z` : text;
  // Hours alone are an offset in ISO 8601 too.
  const reading = parseTime(day.replace(/(T.*[+-]\d{2})$/i, "$1:00"), { zones });
  return "instant" in reading ? reading.instant : readMail(text, zones);
}

function readMail(text: string, zones: Zones): Date | undefined {
  const parts = MAIL.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { day = "", month = "", year = "", hour = "", minute = "", second = "00", zone = "" } = parts;
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  const full = year.length === 4 ? year : `${Number(year) < 50 ? "20" : "19"}${year}`;
  const two = (value: string | number) => String(value).padStart(2, "0");
  const local = `${full}-${two(number)}-${two(day)}T${two(hour)}:${minute}:${second}`;
  const offset = zones.resolve(zone) ?? MAIL_ZONES[zone.toUpperCase()];
  const asUtc = parseTime(`${local}Z`, { zones });
  if (offset === undefined || !("instant" in asUtc)) return undefined;
  const [wallDay = "", clock = ""] = local.split("T");
  const [years = 0, months = 0, days = 0] = wallDay.split("-").map(Number);
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  const wall = { year: years, month: months, day: days, hour: hours, minute: minutes, second: seconds };
  return zones.clockOf(offset).toInstant({ ...wall, millisecond: 0 });
}
