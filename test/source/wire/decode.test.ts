import { describe, expect, it } from "vitest";
import { MAX_ARTICLE_BYTES } from "../../../src/source/source.ts";
import { decodeUtf8 } from "../../../src/source/wire/lines.ts";
import { parseWireArticle } from "../../../src/source/wire/parse-wire.ts";
import { BODY, CONVENTIONS, PUBLISHED } from "../reading.ts";

const encoder = new TextEncoder();

function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...encoder.encode(part)] : part)));
}

/** Sequences that are not UTF-8 (RFC 3629, Unicode 16 table 3-7), and the byte that shows it. */
const BROKEN: readonly (readonly [string, readonly number[], string])[] = [
  ["a lone continuation byte", [0x80], "0x80"],
  ["another lone continuation byte", [0xbf], "0xbf"],
  ["two bytes, truncated", [0xc3], "0xc3"],
  ["three bytes, truncated after one", [0xe0], "0xe0"],
  ["three bytes, truncated after two", [0xe0, 0xa4], "0xe0"],
  ["four bytes, truncated after one", [0xf0], "0xf0"],
  ["four bytes, truncated after two", [0xf0, 0x9f], "0xf0"],
  ["four bytes, truncated after three", [0xf0, 0x9f, 0x98], "0xf0"],
  ["U+FFFD, truncated", [0xef, 0xbf], "0xef"],
  ["an overlong slash in two bytes", [0xc0, 0xaf], "0xc0"],
  ["an overlong U+007F in two bytes", [0xc1, 0xbf], "0xc1"],
  ["an overlong slash in three bytes", [0xe0, 0x80, 0xaf], "0xe0"],
  ["an overlong U+07FF in three bytes", [0xe0, 0x9f, 0xbf], "0xe0"],
  ["an overlong U+FFFF in four bytes", [0xf0, 0x8f, 0xbf, 0xbf], "0xf0"],
  ["a high surrogate", [0xed, 0xa0, 0x80], "0xed"],
  ["a low surrogate", [0xed, 0xbf, 0xbf], "0xed"],
  ["a pair of surrogates (CESU-8)", [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], "0xed"],
  ["U+110000", [0xf4, 0x90, 0x80, 0x80], "0xf4"],
  ["five bytes", [0xf8, 0x88, 0x80, 0x80, 0x80], "0xf8"],
  ["six bytes", [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80], "0xfc"],
  ["0xF5", [0xf5], "0xf5"],
  ["0xFE", [0xfe], "0xfe"],
  ["0xFF", [0xff], "0xff"],
  ["Latin-1", [0xe9], "0xe9"],
  ["UTF-16, little-endian", [0xff, 0xfe, 0x50, 0x00], "0xff"],
];

/** What may stand in front, and the line and column at which it ends. */
const BEFORE: readonly (readonly [string, string, number, number])[] = [
  ["nothing", "", 1, 1],
  ["letters", "abc", 1, 4],
  ["a line ended by LF", "abc\nde", 2, 3],
  ["a line ended by CRLF", "abc\r\nde", 2, 3],
  ["a line ended by CR", "abc\rde", 2, 3],
  ["lines ended by all three", "a\nb\r\nc\rd\n\n\r\r\r\n", 9, 1],
  ["characters of two and three bytes", "é\nनदी", 2, 4],
  ["characters of four bytes", "\u{1f600}\n\u{1f600}\u{1f600}", 2, 3],
  ["a combining accent", "e\u0301", 1, 3],
  ["U+FFFD, well written", "\ufffd\ufffd", 1, 3],
  ["a byte order mark, which is no character", "\ufeffab", 1, 3],
  ["control characters", "\u0000\u0001\n\u007f", 2, 2],
];

/** What may stand behind: none of it completes what is broken. */
const BEHIND = ["", "abc", "\n", "é", "\u{1f600}"];

describe("what is not UTF-8 is named by line, column and byte", () => {
  describe.each(BROKEN)("%s", (_, bytes, named) => {
    it.each(BEFORE)("behind %s", (_, before, line, column) => {
      for (const behind of BEHIND) {
        const reading = decodeUtf8(bytesOf(before, bytes, behind));
        expect(reading).toMatchObject({
          finding: { line, column, code: "not-utf-8", severity: "error" },
        });
        expect("finding" in reading && reading.finding.message).toContain(named);
      }
    });
  });
});

it("of several broken places the first is named", () => {
  expect(decodeUtf8(bytesOf("ab\ncd", [0xc3], "ef", [0xff]))).toMatchObject({
    finding: { line: 2, column: 3, message: expect.stringContaining("0xc3") },
  });
});

it("a broken byte between CR and LF ends one line, not two", () => {
  expect(decodeUtf8(bytesOf("ab\r", [0xff], "\n"))).toMatchObject({ finding: { line: 2, column: 1 } });
});

describe("well written text is decoded as it is", () => {
  it.each([
    "",
    "abc\r\ndef\n",
    "é नदी \u{1f600}",
    "\u0000\u0001\u007f\u0080",
    "\ufffd\ufffe\uffff",
    "\u{10ffff}\ud7ff\ue000\u07ff\u0800",
  ])("%j", (text) => {
    expect(decodeUtf8(encoder.encode(text))).toEqual({ text });
  });

  it("whether it begins with a byte order mark or not", () => {
    const text = [PUBLISHED, "Rain", "- India", BODY].join("\n");
    const read = (bytes: Uint8Array) => {
      const decoded = decodeUtf8(bytes);
      return "text" in decoded ? parseWireArticle(decoded.text, "a-slug", CONVENTIONS) : decoded;
    };
    expect(read(bytesOf([0xef, 0xbb, 0xbf], text))).toEqual(parseWireArticle(text, "a-slug", CONVENTIONS));
  });
});

describe("the size of an article", () => {
  it("may be the cap", () => {
    const text = "x".repeat(MAX_ARTICLE_BYTES);
    expect(decodeUtf8(encoder.encode(text))).toEqual({ text });
  });

  it.each([1, 1_000_000])("may not be %i more, counted in bytes", (more) => {
    const reading = decodeUtf8(new Uint8Array(MAX_ARTICLE_BYTES + more).fill(0x20));
    expect(reading).toMatchObject({ finding: { line: 1, column: 1, code: "too-large", severity: "error" } });
    expect("finding" in reading && reading.finding.message).toContain(String(MAX_ARTICLE_BYTES + more));
  });

  it("is told before what it holds", () => {
    expect(decodeUtf8(new Uint8Array(MAX_ARTICLE_BYTES + 1).fill(0xff))).toMatchObject({
      finding: { code: "too-large" },
    });
  });
});
