import { countNoun } from "../../lib/plural.ts";
import { type Html, markup, NOTHING } from "../layout/markup.ts";

/** Characters that a text from elsewhere, such as the name of a reader, has in a table of the status page: it must not break the table. @limit characters */
const MAX_SHOWN_CHARACTERS = 160;

/** The status is in English, as the log, the faults and the command line are. */
export const STATUS_LANGUAGE = "en";

const GROUPED = new Intl.NumberFormat(STATUS_LANGUAGE);

/** A number with its thousands apart. */
export function formatFigure(value: number): string {
  return GROUPED.format(value);
}

/** A share in whole percents; a dash when there is nothing to share. */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round((part / whole) * 100)} %`;
}

/** A number of bytes as people say it. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1_000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${["bytes", "kB", "MB", "GB", "TB"][power]}`;
}

/** A length of time, as rough as people say it. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return countNoun(Math.floor(seconds / 86_400), "day");
}

/** How long ago an instant was, or how long it is to come. */
export function timeSince(instant: Date, now: Date): Html {
  const left = instant.getTime() - now.getTime();
  const text = left > 0 ? `in ${formatDuration(left)}` : `${formatDuration(-left)} ago`;
  // To the minute, as shorter is better in tables.
  return markup`<time datetime="${instant.toISOString().slice(0, 16)}Z">${text}</time>`;
}

/** A text from elsewhere, cut where it is longer than a table bears. */
export function clip(text: string): string {
  const characters = [...text.slice(0, 2 * MAX_SHOWN_CHARACTERS + 2)];
  if (characters.length <= MAX_SHOWN_CHARACTERS) return text;
  return `${characters.slice(0, MAX_SHOWN_CHARACTERS - 1).join("")}…`;
}

/** The first rows of what may be many, as a table that may scroll sideways, and how many more there are. */
export function shortTable<T>(
  name: string,
  heads: readonly string[],
  all: readonly T[],
  limit: number,
  row: (item: T) => Html,
  altogether: number = all.length,
): Html {
  const more = altogether - Math.min(limit, all.length);
  return markup`<section class="wide" aria-label="${name}" tabindex="0"><table>
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${all.slice(0, limit).map((item) => markup`<tr>${row(item)}</tr>\n`)}</tbody></table></section>
${more > 0 ? markup`<p class="meta">and ${formatFigure(more)} more</p>\n` : NOTHING}`;
}
