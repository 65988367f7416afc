import { countCharacters, endsLikeSentence, hasLetterOrDigit, slugOf } from "../../lib/text.ts";
import type { LineFindings } from "./line-findings.ts";
import type { Line } from "./lines.ts";

/** Characters of a label behind a dash or bullet that is no hyphen; a longer line is text. @limit characters */
const MAX_BULLET_LABEL_CHARACTERS = 60;

/** What word processors make of the hyphen of a label: other hyphens, dashes, the minus sign, bullets, the asterisk. */
const BULLET = /^[‐‑–—−•·\uf0b7*]\s/u;

/** Whether a line is a label: a category or the reading time. */
export function isLabel(line: Line): boolean {
  return isPlainLabel(line) || isBulletLabel(line);
}

/** Whether a line is a label as the wire format has it: a hyphen and a blank. */
export function isPlainLabel({ text }: Line): boolean {
  return /^-(?:\s|$)/u.test(text);
}

/** The text of a label. */
export function labelText({ text }: Line): string {
  return text.slice(1).trim();
}

/** Warns of a line that begins as a label might, and is none. @param taken what it is read as */
export function warnIfAmbiguous(line: Line, taken: "headline" | "standfirst" | "text", findings: LineFindings): void {
  if (!BULLET.test(line.text)) return;
  const message = `this begins as a label might, and is read as ${taken === "text" ? taken : `the ${taken}`}`;
  findings.warning(line, 0, "label-or-text", message, "Begin a label with - and a blank, and text with a letter.");
}

/** Speech and separators begin like this too: a label is short, has a letter and does not end like a sentence. */
function isBulletLabel(line: Line): boolean {
  if (!BULLET.test(line.text)) return false;
  const label = labelText(line);
  if (endsLikeSentence(label) || !hasLetterOrDigit(slugOf(label))) return false;
  return countCharacters(label) <= MAX_BULLET_LABEL_CHARACTERS;
}
