import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeWhole } from "../../src/import/charset.ts";
import { detectSource } from "../../src/import/detect-source.ts";
import { fixture } from "../support/services/import.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("the kind of a source", () => {
  it.each([
    ["rss-091.xml", "feed"],
    ["rss-10.rdf", "feed"],
    ["rss-20.xml", "feed"],
    ["atom.xml", "feed"],
    ["json-feed.json", "feed"],
    ["wordpress.xml", "wordpress"],
    ["page-data.html", "page"],
    ["page-printed.html", "page"],
    ["page-hindi.html", "page"],
  ])("of %s is %s", (name, kind) => {
    expect(detectSource(readFileSync(fixture(name)))).toBe(kind);
  });

  it.each([
    ["\ufeff\n <rss version='2.0'>", "feed"],
    ["<?xml version='1.0'?><!-- <html> --><feed xmlns='http://www.w3.org/2005/Atom'>", "feed"],
    ["<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html xmlns='http://www.w3.org/1999/xhtml'>", "page"],
    ["<!DOCTYPE rss [<!ENTITY a 'b>c'>]><rss>", "feed"],
    ["<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", "feed"],
    ["<body><p>x", "page"],
  ])("of %j is %s", (text, kind) => {
    expect(detectSource(bytes(text))).toBe(kind);
  });

  it.each([
    ["", "it is empty"],
    ["PK\u0003\u0004", "ZIP"],
    ['{"headline": "A"}', "one article"],
    ["Published 23:05 IST, March 31st 2025", "neither"],
    ["<svg xmlns='http://www.w3.org/2000/svg'/>", "neither"],
    ["{}", "neither"],
  ])("of %j is none, and it says why", (text, reason) => {
    expect(detectSource(bytes(text))).toEqual({ reason: expect.stringContaining(reason) });
  });

  it("of UTF-16 is seen as well", () => {
    const utf16 = Buffer.from("\ufeff<?xml version='1.0'?><rss version='2.0'/>", "utf16le");
    expect(detectSource(utf16)).toBe("feed");
  });
});

describe("a source's text", () => {
  const latin = Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a>\u0093caf\u00e9\u0094</a>', "latin1");

  it.each([
    ["what its declaration says", latin, undefined, "“café”"],
    [
      "what its server says first",
      Buffer.from('<?xml version="1.0" encoding="utf-8"?><a>caf\u00e9</a>', "latin1"),
      "latin1",
      "café",
    ],
    [
      "what its page says",
      Buffer.from('<meta http-equiv="content-type" content="text/html; charset=iso-8859-1">caf\u00e9', "latin1"),
      undefined,
      "café",
    ],
    ["UTF-8 where nobody says anything", Buffer.from("café"), undefined, "café"],
    [
      "UTF-8 where what is said is unknown",
      Buffer.from('<?xml version="1.0" encoding="klingon"?>café'),
      "dothraki",
      "café",
    ],
    ["its byte order mark before all", Buffer.from("\ufeffcafé"), "latin1", "café"],
  ])("is decoded by %s", (_, text, declared, expected) => {
    expect(decodeWhole(text, declared)).toContain(expected);
  });
});
