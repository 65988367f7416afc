const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const IMF = /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/;
const RFC850 = /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/;

/**
 * Reads an HTTP-date in any of its three forms (RFC 9110, section 5.6.7).
 * @param now UTC; a year of two digits that would lie more than 50 years after it is of the past century
 * @returns milliseconds since the epoch, or nothing when it is none
 */
export function parseHttpDate(text: string, now: Date): number | undefined {
  const fields = (IMF.exec(text) ?? RFC850.exec(text) ?? ASCTIME.exec(text))?.groups;
  if (fields === undefined) return undefined;
  const month = MONTHS.indexOf(fields.month ?? "");
  const day = Number(fields.day);
  const [hour = 0, minute = 0, second = 0] = (fields.time ?? "").split(":").map(Number);
  const midnight = Date.UTC(fullYear(fields.year ?? "", now), month, day);
  const parts = new Date(midnight);
  const real = month >= 0 && parts.getUTCMonth() === month && parts.getUTCDate() === day && hour < 24 && minute < 60;
  return real && second <= 60 ? midnight + ((hour * 60 + minute) * 60 + second) * 1000 : undefined;
}

function fullYear(digits: string, now: Date): number {
  if (digits.length === 4) return Number(digits);
  const year = now.getUTCFullYear() - (now.getUTCFullYear() % 100) + Number(digits);
  return year > now.getUTCFullYear() + 50 ? year - 100 : year;
}
