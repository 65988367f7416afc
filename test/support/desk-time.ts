/**
 * Times as a desk writes them, spelled apart from the program's own writing of them, so that neither can be wrong
 * in the same way as the other.
 */

const MONTH_NAMES =
  "January February March April May June July August September October November December".split(" ");

/** Days of a month that do not end in `th`. */
const ORDINALS: Readonly<Record<number, string>> = {
  1: "st",
  2: "nd",
  3: "rd",
  21: "st",
  22: "nd",
  23: "rd",
  31: "st",
};

/**
 * `HH:MM ZONE, Month Dth YYYY`.
 * @param wall what the clock and the calendar show, in the UTC fields of the date
 */
export function deskTime(wall: Date, zone = "IST"): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const day = wall.getUTCDate();
  const date = `${MONTH_NAMES[wall.getUTCMonth()]} ${day}${ORDINALS[day] ?? "th"} ${wall.getUTCFullYear()}`;
  return `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())} ${zone}, ${date}`;
}
