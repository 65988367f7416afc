import * as fc from "fast-check";
import { fromHtml } from "hast-util-from-html";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { plainText } from "../../../src/source/html/plain-text.ts";
import { sanitise } from "../../../src/source/html/sanitise.ts";
import { PAYLOADS } from "./payloads.ts";

const BASE = "https://news.example/2025/";

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu;

/** Safe HTML; fails when there is none. */
function safe(html: string): string {
  const result = sanitise(html, BASE);
  if ("fault" in result) throw new Error(result.fault.code);
  return result.html;
}

/** What may be there, by element, written here once more so that the program's own list is held against it. */
const ALLOWED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    "b br caption cite code dd dl dt em figcaption figure h2 h3 h4 h5 h6 hr i li p pre s strong sub sup table tbody tfoot thead tr u ul"
      .split(" ")
      .map((name) => [name, ""]),
  ),
  a: "href title",
  abbr: "title",
  blockquote: "cite",
  del: "cite datetime",
  img: "alt height src title width",
  ins: "cite datetime",
  ol: "reversed start",
  q: "cite",
  td: "colspan rowspan",
  th: "colspan rowspan",
  time: "datetime",
};

/** An element as a parser understood it. */
interface Seen {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** By the parser of the standard, whose tree is what a browser would have. */
function seenByStandard(html: string): Seen[] {
  const seen: Seen[] = [];
  const walk = (node: ReturnType<typeof fromHtml>["children"][number]) => {
    expect(["element", "text"]).toContain(node.type);
    if (node.type !== "element") return;
    const attributes = Object.entries(node.properties).map(([name, value]) => [name.toLowerCase(), String(value)]);
    seen.push({ name: node.tagName, attributes: Object.fromEntries(attributes) });
    node.children.forEach(walk);
  };
  fromHtml(html, { fragment: true }).children.forEach(walk);
  return seen;
}

/** By another parser, which knows less of the standard. */
function seenByLinkedom(html: string): Seen[] {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  return [...document.body.querySelectorAll("*")].map((element) => ({
    name: element.localName,
    attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
  }));
}

/** Fails when there is anything but what is allowed. */
function expectSafe(html: string): void {
  for (const { name, attributes } of [...seenByStandard(html), ...seenByLinkedom(html)]) {
    expect(Object.keys(ALLOWED)).toContain(name);
    const allowed = `${ALLOWED[name]} dir lang`.split(" ");
    for (const [attribute, value] of Object.entries(attributes)) {
      expect(allowed, `${name} ${attribute}`).toContain(attribute);
      if (attribute === "href") expect(value).toMatch(/^(?:https?:\/\/|mailto:)/);
      if (["src", "cite"].includes(attribute)) expect(value).toMatch(/^https?:\/\//);
    }
  }
  expect(html).not.toContain("]]>");
  // Outside of the tags themselves no angle is left, not even within a value.
  expect(html.replace(/<\/?[a-z][a-z0-9]*(?: [a-z]+(?:="[^"<>]*")?)*>/g, "")).not.toMatch(/[<>]/);
  expect(html).not.toMatch(FORBIDDEN);
}

describe("nothing that could run comes through", () => {
  it("there are at least 300 attempts, each one once", () => {
    expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length);
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(300);
  });

  it.each(PAYLOADS.map((payload) => [payload]))("%j", (payload) => {
    for (const html of [payload, `<p>before ${payload} after</p>`, `<table><td>${payload}`, `${payload}${payload}`]) {
      const result = safe(html);
      expectSafe(result);
      expect(safe(result)).toBe(result);
    }
  });
});

it("any piece of any attempt beside any other is safe, and goes through unchanged the next time", {
  timeout: 120_000,
}, () => {
  const pieces = PAYLOADS.flatMap((payload) => payload.split(/(?=<)|(?<=>)/));
  const structure = fc.constantFrom(
    ..."p b a div table tr td li ul ol pre h1 h3 blockquote span form button dl dt figure figcaption caption"
      .split(" ")
      .flatMap((name) => [`<${name}>`, `</${name}>`, `<${name} href=x src=y>`]),
  );
  const piece = fc.oneof(
    { arbitrary: fc.constantFrom(...pieces), weight: 2 },
    { arbitrary: structure, weight: 4 },
    fc.string({ unit: "grapheme", maxLength: 6 }),
    fc.constantFrom("<", ">", "&", "'", '"', "]]>", "\n", "\r", "\n\n", "&#13;", "&#1;", "x"),
  );
  let kept = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (parts) => {
      const result = safe(parts.join(""));
      expectSafe(result);
      expect(safe(result)).toBe(result);
      kept += Number(result !== "");
    }),
    { seed: 7, numRuns: 4_000 },
  );
  expect(kept).toBeGreaterThan(2_000);
});

it("any text, escaped, reads back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
      const escaped = text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
      const expected = text.replaceAll(FORBIDDEN, "").replace(/\r\n?/g, "\n");
      const plain = plainText(safe(`<p>a${escaped}z</p>`));
      expect(plain.replace(/\s+/g, " ")).toBe(`a${expected}z`.replace(/\s+/g, " "));
    }),
    { seed: 8, numRuns: 2_000 },
  );
});
