import { languageOf } from "../../article/language.ts";
import { endsLikeSentence, slugOf, tidyLine } from "../../lib/text.ts";
import type { Conventions, SourceReading } from "../conventions.ts";
import { parseTime, type TimeConventions } from "../time/parse-time.ts";
import { bodyToHtml } from "./body.ts";
import { type Head, readHead } from "./head.ts";
import { isLabel, isPlainLabel, labelText, warnIfAmbiguous } from "./label.ts";
import { LineFindings } from "./line-findings.ts";
import { type Line, splitLines } from "./lines.ts";

/** Characters of a last line that begins with "Updated" and may be a time; a longer one is prose. @limit characters */
const MAX_TIME_LINE_CHARACTERS = 80;

/** The first word of an article, in English or Hindi. */
const PUBLISHED = /^(?:Published|प्रकाशित)(?:\s|:|$)/i;

/** The first word of a last line with the time of an update, and what stands behind it. */
const UPDATED = /^(?:Updated|अद्यतन|अपडेट):?\s+(?<rest>.*)$/i;

const TIME_LABEL = /^[\p{L}\p{M}]+:?\s*/u;

/** The body of a draft, as `harkara new` writes it. */
export const DRAFT_BODY = "Write the text here, a paragraph a line.";

/**
 * Reads an article in the wire format (docs/wire-format.md).
 * @param text may begin with a byte order mark
 */
export function parseWireArticle(text: string, slug: string, conventions: Conventions): SourceReading {
  const { lines, findings: lineFindings } = splitLines(text);
  const findings = new LineFindings(lineFindings);
  const remaining = [...lines];

  const published = takePublished(remaining, conventions, findings);
  const updated = takeUpdated(remaining, conventions, findings);
  const headline = takeHeadline(remaining, lines, findings);
  // The body of a draft is not a standfirst.
  const unwrittenYet = remaining.at(-1)?.text === DRAFT_BODY;
  const headLines = unwrittenYet ? remaining.slice(0, -1) : remaining;
  const head = readHead(headLines, conventions.findCategory, findings);
  const body = remaining.slice(head.length);
  const draft = body.length === 1 && body[0]?.text === DRAFT_BODY ? body[0] : undefined;
  if (body.length === 0) reportMissingBody(head, lines, findings);
  if (draft !== undefined) {
    const message = "this article is a draft: it is left out until its text is written";
    findings.warning(draft.number, 0, "draft", message, "Replace this line with the text, a paragraph a line.");
  }
  warnAboutStrayUpdates(remaining, conventions, findings);
  warnAboutStrayLabels(head, body, conventions, findings);
  if (updated !== undefined && published !== undefined && updated.instant < published) {
    const message = "this time is before the article was published";
    const hint = "Mend one of the two times; until then the time of publication is used for both.";
    findings.warning(updated.line, 0, "updated-before-published", message, hint);
  }
  if (draft !== undefined || findings.failed || published === undefined || headline === undefined) {
    return { article: null, findings: findings.list() };
  }
  const plain = [headline, head.standfirst ?? "", ...body.map((line) => line.text)].join("\n");
  return {
    article: {
      slug,
      headline,
      standfirst: head.standfirst,
      authors: head.authors.length === 0 && conventions.author ? [conventions.author] : head.authors,
      picture: head.picture,
      categories: head.categories,
      readingMinutes: head.readingMinutes,
      ...head.optional,
      language: languageOf(plain, conventions.language),
      published,
      updated: updated !== undefined && updated.instant > published ? updated.instant : published,
      html: bodyToHtml(body.map((line) => line.text)),
    },
    findings: findings.list(),
  };
}

function takePublished(remaining: Line[], conventions: TimeConventions, findings: LineFindings): Date | undefined {
  const [line] = remaining;
  const example = "Published 23:05 IST, March 31st 2025";
  if (line === undefined) {
    findings.error(1, 0, "no-published", "the file is empty", `Begin it with ${example}`);
    return undefined;
  }
  if (!PUBLISHED.test(line.text)) {
    const message = "the first line does not say when this was published";
    findings.error(line.number, 0, "no-published", message, `Begin the file with a line such as ${example}`);
    return undefined;
  }
  remaining.shift();
  return readTime(line, conventions, findings);
}

function takeUpdated(
  remaining: Line[],
  conventions: TimeConventions,
  findings: LineFindings,
): { readonly line: Line; readonly instant: Date } | undefined {
  const line = remaining.at(-1);
  if (line === undefined || !looksUpdated(line)) return undefined;
  remaining.pop();
  const instant = readTime(line, conventions, findings);
  return instant === undefined ? undefined : { line, instant };
}

/** Whether a line is meant as a time: after "Updated" it has a clock's time or a date, or a digit and no sentence's end. */
function looksUpdated(line: Line): boolean {
  if (line.text.length > MAX_TIME_LINE_CHARACTERS) return false;
  const text = UPDATED.exec(line.text)?.groups?.rest;
  if (text === undefined) return false;
  return /^(?:\p{Nd}{1,2}:\p{Nd}|\d{4}-\d)/u.test(text) || (/\p{Nd}/u.test(text) && !endsLikeSentence(text));
}

function readTime(line: Line, conventions: TimeConventions, findings: LineFindings): Date | undefined {
  const label = TIME_LABEL.exec(line.text)?.[0].length ?? 0;
  const reading = parseTime(line.text.slice(label), conventions);
  if ("faults" in reading) {
    for (const { code, at, message, hint } of reading.faults) findings.error(line, label + at, code, message, hint);
    return undefined;
  }
  for (const { code, at, message, hint } of reading.warnings) findings.warning(line, label + at, code, message, hint);
  return reading.instant;
}

function takeHeadline(remaining: Line[], lines: readonly Line[], findings: LineFindings): string | undefined {
  const [line] = remaining;
  const headline = tidyLine(line?.text ?? "");
  if (line === undefined || headline === "" || isPlainLabel(line) || /^Image:\s*http/i.test(line.text)) {
    const hint = "Write the headline on the line after the time of publication.";
    findings.error(line?.number ?? nextNumber(lines), 0, "no-headline", "there is no headline", hint);
    return undefined;
  }
  remaining.shift();
  warnIfAmbiguous(line, "headline", findings);
  return headline;
}

/** The number of the line after the last one that is not blank. */
function nextNumber(lines: readonly Line[]): number {
  return (lines.at(-1)?.number ?? 0) + 1;
}

function reportMissingBody(head: Head, lines: readonly Line[], findings: LineFindings): void {
  const hint =
    head.standfirst === null || hasLabels(head)
      ? "Write the text below the labels, a paragraph a line."
      : "The line after the headline is the standfirst; write the text below it, a paragraph a line.";
  findings.error(nextNumber(lines), 0, "no-body", "the article has no body", hint);
}

function hasLabels({ categories, readingMinutes }: Head): boolean {
  return categories.length > 0 || readingMinutes !== null;
}

function warnAboutStrayUpdates(lines: readonly Line[], conventions: TimeConventions, findings: LineFindings): void {
  for (const line of lines) {
    if (!looksUpdated(line) || !("instant" in parseTime(line.text.replace(TIME_LABEL, ""), conventions))) continue;
    const message = "this line counts as text, because it is not the last one";
    findings.warning(line, 0, "updated-not-last", message, "Move the line to the end of the file.");
  }
}

/** Any other line, such as a second summary, ends the head: labels after it are read as a list of the body. */
function warnAboutStrayLabels(
  head: Head,
  body: readonly Line[],
  conventions: Conventions,
  findings: LineFindings,
): void {
  if (hasLabels(head)) return;
  const first = body.findIndex(isLabel);
  const after = body.findIndex((line, index) => index > first && !isLabel(line));
  const run = first === -1 ? [] : body.slice(first, after === -1 ? undefined : after);
  const stray = run.find((line) => {
    const label = labelText(line);
    return /^\d+ min(?:ute)?s? read$/i.test(label) || conventions.findCategory(slugOf(label)) !== undefined;
  });
  if (stray === undefined) return;
  const message = `this looks like a label, but it stands in the body and counts as ${isPlainLabel(stray) ? "a list item" : "text"}`;
  const hint =
    "Between headline and labels there may be one standfirst, one byline and one picture: look at the lines above.";
  findings.warning(stray, 0, "labels-in-body", message, hint);
}
