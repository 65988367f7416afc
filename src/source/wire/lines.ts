import type { Finding } from "../../lib/fault.ts";
import { countCharacters, isBlank, stripXmlForbidden, trimLine } from "../../lib/text.ts";
import { MAX_ARTICLE_BYTES } from "../source.ts";

/** Characters of one line of an article. A block is one line; nobody prints a paragraph of forty pages. @limit characters */
export const MAX_LINE_CHARACTERS = 65_536;

/** A line of an article that is not blank. */
export interface Line {
  /** From 1, blank lines included. */
  readonly number: number;
  /** Trimmed, without the characters that XML forbids. */
  readonly text: string;
  /** As it is stored. */
  readonly raw: string;
}

/**
 * Decodes an article's bytes.
 * @returns the text, or a finding if there are too many or they are not UTF-8 (RFC 3629)
 */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string } | { readonly finding: Finding } {
  if (bytes.length > MAX_ARTICLE_BYTES) return { finding: tooLarge(bytes.length) };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { finding: notUtf8(bytes) };
  }
}

/** The finding for an article of more than `MAX_ARTICLE_BYTES`. */
export function tooLarge(bytes: number): Finding {
  return {
    line: 1,
    column: 1,
    code: "too-large",
    message: `the file has ${bytes} bytes; an article has at most ${MAX_ARTICLE_BYTES}`,
    hint: "Split the article, or check that this is one: pictures are linked, not stored.",
    severity: "error",
  };
}

function notUtf8(bytes: Uint8Array): Finding {
  const lenient = new TextDecoder("utf-8").decode(bytes);
  const encoder = new TextEncoder();
  let offset = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let [line, column] = [1, 1];
  for (const character of lenient) {
    // Invalid bytes are decoded to U+FFFD, whose own bytes differ.
    const encoded = encoder.encode(character);
    if (encoded.some((byte, index) => bytes[offset + index] !== byte)) break;
    offset += encoded.length;
    const crlf = character === "\r" && bytes[offset] === 0x0a;
    if (character === "\n" || (character === "\r" && !crlf)) [line, column] = [line + 1, 1];
    else column += 1;
  }
  return {
    line,
    column,
    code: "not-utf-8",
    message: `the byte 0x${(bytes[offset] ?? 0).toString(16).padStart(2, "0")} here is not UTF-8`,
    hint: "Save the file as UTF-8 text.",
    severity: "error",
  };
}

/** Splits a text at LF, CRLF and CR. Lines are cleaned; blank ones are dropped. */
export function splitLines(text: string): {
  readonly lines: readonly Line[];
  readonly findings: readonly Finding[];
} {
  const lines: Line[] = [];
  const findings: Finding[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .entries()) {
    // There are at most as many characters as code units, so few lines need to be counted.
    const characters = raw.length > MAX_LINE_CHARACTERS ? countCharacters(raw) : raw.length;
    if (characters > MAX_LINE_CHARACTERS) {
      findings.push({
        line: index + 1,
        column: MAX_LINE_CHARACTERS + 1,
        code: "line-too-long",
        message: `the line has ${characters} characters; a line has at most ${MAX_LINE_CHARACTERS}`,
        hint: "A line is one paragraph: break it where a new paragraph begins.",
        severity: "error",
      });
    }
    const cleaned = trimLine(stripXmlForbidden(raw));
    if (cleaned !== "") lines.push({ number: index + 1, text: cleaned, raw });
  }
  return { lines, findings };
}

/**
 * The column, counted in characters from 1, of a place in a line's text.
 * @param offset in UTF-16 code units of `line.text`
 */
export function columnAt(line: Line, offset: number): number {
  let column = 1;
  let remaining = offset;
  let started = false;
  for (const character of line.raw) {
    const visible = stripXmlForbidden(character) !== "" && (started || !isBlank(character));
    if (visible) {
      if (remaining <= 0) return column;
      started = true;
      remaining -= character.length;
    }
    column += 1;
  }
  return column;
}
