import { countCharacters, stripXmlForbidden } from "../../lib/text.ts";
import { MAX_LINE_CHARACTERS } from "../wire/lines.ts";
import type { Findings, LocatedValue, MatchedField } from "./located-value.ts";

/** A text on one line, trimmed, without the characters that XML forbids. */
export interface SingleLine {
  readonly text: string;
  /** Where its value begins in the source, in UTF-16 code units. */
  readonly at: number;
  /** Where the text itself begins; undefined if it is written with escapes. */
  readonly from: number | undefined;
}

/** Reads a value as a text on one line; undefined if it is blank, or no text, which is a fault. */
export function singleLineOf(
  value: LocatedValue,
  name: string,
  findings: Pick<Findings, "error">,
): SingleLine | undefined {
  if (value.kind === "nothing") return undefined;
  if (value.kind !== "text") {
    findings.error(value.at, "bad-value", `${name}: this is not a text`, "Put the text in quotation marks.");
    return undefined;
  }
  const text = stripXmlForbidden(value.text)
    .replace(/\r\n|[\n\r]/g, " ")
    .trim();
  if (text.length > MAX_LINE_CHARACTERS && countCharacters(text) > MAX_LINE_CHARACTERS) {
    findings.error(
      value.at,
      "line-too-long",
      `${name} has ${countCharacters(text)} characters; it may have ${MAX_LINE_CHARACTERS}`,
      "Shorten it: what is long belongs into the body.",
    );
    return undefined;
  }
  const within = value.text.indexOf(text);
  const from = value.from === undefined || within < 0 ? undefined : value.from + within;
  return text === "" ? undefined : { at: value.at, text, from };
}

/**
 * The items of a list.
 * @param typed false if a value may stand for a list of one
 */
export function itemsOf(
  value: LocatedValue,
  name: string,
  typed: boolean,
  findings: Pick<Findings, "error">,
): readonly LocatedValue[] {
  if (value.kind === "list") return value.items;
  if (!typed) return [value];
  if (value.kind !== "nothing") findings.error(value.at, "bad-value", `${name} is not a list`, 'Write it as ["…"].');
  return [];
}

/** The texts of a list. */
export function singleLinesOf(
  { value, written }: MatchedField,
  typed: boolean,
  findings: Findings,
): readonly SingleLine[] {
  return itemsOf(value, written, typed, findings)
    .map((item) => singleLineOf(item, written, findings))
    .filter((line) => line !== undefined);
}
