import { parseHTML } from "linkedom";
import type { Zones } from "../../source/time/zone.ts";
import { parseDate } from "../parse-date.ts";
import { oneLine } from "../plain-text.ts";

/** What was taken from a page besides its text. */
export interface ExtractedMetadata {
  readonly authors: readonly string[];
  /** UTC. */
  readonly times: readonly (Date | undefined)[];
  readonly standfirst: string;
}

/** How much of the DOM this needs. */
interface Element {
  readonly localName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string | null }>;
  readonly getAttribute: (name: string) => string | null;
  readonly querySelectorAll: (selector: string) => Iterable<Element>;
  readonly closest: (selector: string) => Element | null;
  readonly remove: () => void;
}

/** Characters of a paragraph that may be a byline or a line of times; a longer one is text. @limit characters */
const MAX_LINE = 300;

const LABEL =
  /^(?:(?:first |last )?(?:published|updated|posted|modified)(?: (?:at|on))?|प्रकाशित|अपडेटेड|अपडेट)(?:\s*:\s*|\s+|$)/iu;

/** What stands before the names in a byline, in English and in Hindi. */
const CREDIT = /^(?:(?:written )?by(?:\s*:\s*|\s+|$)|(?:रिपोर्ट|रिपोर्टर|लेखक|लेखिका|संवाददाता)\s*[:：]\s*)/iu;

/** A byline without what stands before its names. */
export function stripBylinePrefix(line: string): string {
  return line.replace(CREDIT, "");
}

/**
 * Drops bylines and times at the beginning of a text that only say again what was taken from its page. A line with
 * anything else in it stays.
 * @param html from Readability, so that what stands in it is not too deep
 */
export function removeRepeatedMetadata(html: string, taken: ExtractedMetadata, zones: Zones): string {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`) as unknown as {
    document: { body: Element & { readonly innerHTML: string } };
  };
  let dropped = false;
  for (const element of document.body.querySelectorAll("*")) {
    const text = oneLine(element.textContent ?? "");
    // A picture and its caption may stand before the byline.
    if (text === "" || text === taken.standfirst || element.closest("figure") !== null) continue;
    if (text.length <= MAX_LINE && isRepeat(element, text, taken, zones)) {
      element.remove();
      dropped = true;
    } else if (hasOwnText(element)) break;
  }
  return dropped ? document.body.innerHTML : html;
}

function hasOwnText({ childNodes }: Element): boolean {
  return [...childNodes].some(({ nodeType, textContent }) => nodeType === 3 && (textContent ?? "").trim() !== "");
}

/** Whether a line is made of nothing but names of authors, times and the like, of which at least one was taken. */
function isRepeat(element: Element, text: string, { authors, times }: ExtractedMetadata, zones: Zones): boolean {
  const minutes = times.flatMap((time) => (time === undefined ? [] : [minuteOf(time)]));
  const isTaken = (written: string) => {
    const instant = parseDate(written.replace(PLAIN_UTC, "$1T$2Z"), zones);
    return instant !== undefined && minutes.includes(minuteOf(instant));
  };
  const marked = [...(element.localName === "time" ? [element] : []), ...element.querySelectorAll("time")];
  // However a time is shown, its attribute tells which one it is.
  const shown = marked
    .filter((each) => isTaken(each.getAttribute("datetime") ?? ""))
    .map((each) => oneLine(each.textContent ?? ""))
    .filter((each) => each !== "");
  const bare = shown.reduce((line, each) => line.replace(each, ""), text);
  let known = bare !== text;
  const isKnown = (part: string): boolean => {
    const time = part.replace(LABEL, "").replace(/\.$/, "").trim();
    if (time === "" || READING_TIME.test(time)) return true;
    const names = stripBylinePrefix(part)
      .split(/,|\s(?:and|और)\s/u)
      .map((each) => each.trim())
      .filter((each) => each !== "");
    const repeated = isTaken(time) || names.every((name) => authors.includes(name));
    known ||= repeated;
    return repeated;
  };
  return bare.split(/(?<!\b\p{Lu})\. | [·|] /u).every(isKnown) && known;
}

/** As Harkara's own pages show a time. */
const PLAIN_UTC = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}(?::\d{2})?) (?:UTC|GMT)$/;

const READING_TIME = /^\d+ min(?:ute)?s? read$/i;

/** Lines that people read leave out the seconds. */
function minuteOf(time: Date): number {
  return Math.floor(time.getTime() / 60_000);
}
