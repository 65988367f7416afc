import { describe, expect, it } from "vitest";
import { bodyOf } from "../reading.ts";

/** The addresses and texts of the links in a paragraph. */
function linksOf(paragraph: string): (readonly [string, string])[] {
  return [...bodyOf("First.", paragraph).matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)].map(
    ([, href = "", text = ""]) => [href, text] as const,
  );
}

/** The paragraph as a reader sees it. */
function textOf(paragraph: string): string {
  return bodyOf("First.", paragraph)
    .replace("<p>First.</p>\n", "")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

describe("a bare address becomes a link", () => {
  it.each([
    "http://a.example/",
    "https://a.example/b/c",
    "https://a.example/b?c=d#e",
    "https://a.example:8443/b",
    "https://a.example/b-c_d~e/",
    "https://[2001:db8::1]/b",
    "https://xn--80ak6aa92e.example/",
  ])("%s", (address) => {
    expect(linksOf(`See ${address} for more.`)).toEqual([[address, address]]);
    expect(linksOf(`${address} says more.`)).toEqual([[address, address]]);
    expect(linksOf(`More is at ${address}`)).toEqual([[address, address]]);
  });

  it("in capitals, too, and is shown as it is written", () => {
    expect(linksOf("See HTTPS://A.Example/B now.")).toEqual([["https://a.example/B", "HTTPS://A.Example/B"]]);
  });

  it("with its ampersands escaped, in the address and in the text", () => {
    expect(linksOf("See https://a.example/?b=1&copy=2 now.")).toEqual([
      ["https://a.example/?b=1&amp;copy=2", "https://a.example/?b=1&amp;copy=2"],
    ]);
  });

  it("with its other letters as an address writes them, while people read them as they are", () => {
    expect(linksOf("See https://a.example/पानी now.")).toEqual([
      ["https://a.example/%E0%A4%AA%E0%A4%BE%E0%A4%A8%E0%A5%80", "https://a.example/पानी"],
    ]);
  });

  it("each of several", () => {
    const links = linksOf("https://a.example/1, https://a.example/2 and http://a.example/3.");
    expect(links.map(([href]) => href)).toEqual(["https://a.example/1", "https://a.example/2", "http://a.example/3"]);
  });

  it("in a quotation and a list item as well", () => {
    const html = bodyOf("First.", "> https://a.example/q.", "- https://a.example/i.");
    expect(html).toContain('<p><a href="https://a.example/q">https://a.example/q</a>.</p>');
    expect(html).toContain('<li><a href="https://a.example/i">https://a.example/i</a>.</li>');
  });
});

describe("punctuation behind it is not part of it", () => {
  it.each([".", ",", ";", ":", "!", "?", "…", "...", "'", "’", "”", '"', ")", "]", ").", ".)", "”.", "।", "!?"])(
    "%s",
    (trail) => {
      const paragraph = `See https://a.example/b${trail}`;
      expect(linksOf(`${paragraph} And so on.`).map(([href]) => href)).toEqual(["https://a.example/b"]);
      expect(textOf(`${paragraph} And so on.`)).toBe(`${paragraph} And so on.`);
    },
  );

  it.each([
    ["(https://a.example/b)", "https://a.example/b"],
    ["[https://a.example/b]", "https://a.example/b"],
    ["“https://a.example/b”", "https://a.example/b"],
    ["‘https://a.example/b’", "https://a.example/b"],
    ['"https://a.example/b"', "https://a.example/b"],
    ["<https://a.example/b>", "https://a.example/b"],
    ["«https://a.example/b»", "https://a.example/b"],
    ["(see https://a.example/b.)", "https://a.example/b"],
  ])("nor what stands around it: %s", (written, address) => {
    expect(linksOf(`More: ${written}, they say.`).map(([href]) => href)).toEqual([address]);
    expect(textOf(`More: ${written}, they say.`)).toBe(`More: ${written}, they say.`);
  });

  it.each([
    ["https://a.example/b_(c)", "https://a.example/b_(c)"],
    ["https://a.example/b_(c).", "https://a.example/b_(c)"],
    ["(https://a.example/b_(c))", "https://a.example/b_(c)"],
    ["(https://a.example/b_(c)).", "https://a.example/b_(c)"],
    ["https://a.example/b_(c(d))", "https://a.example/b_(c(d))"],
    ["https://a.example/b[1]", "https://a.example/b[1]"],
    ["https://a.example/(b)/c)", "https://a.example/(b)/c"],
    ["https://a.example/b.c,d", "https://a.example/b.c,d"],
  ])("but a bracket that it opened itself is: %s", (written, address) => {
    expect(linksOf(`More at ${written} they say.`).map(([href]) => href)).toEqual([address]);
    expect(textOf(`More at ${written} they say.`)).toBe(`More at ${written} they say.`);
  });
});

describe("these are no addresses", () => {
  it.each([
    "http://",
    "https://.",
    "https://a.example:99999/",
    "ftp://a.example/",
    "www.a.example",
    "xhttps://a.example/",
    "https:a.example",
    "mailto:a@a.example",
    "https//a.example",
  ])("%s", (text) => {
    expect(linksOf(`See ${text} now.`)).toEqual([]);
    expect(textOf(`See ${text} now.`)).toBe(`See ${text} now.`);
  });
});

it("an address cannot leave its attribute", () => {
  const html = bodyOf("First.", `https://a.example/"onmouseover="alert(1) https://a.example/'><script>x</script>.`);
  expect(html).not.toContain("<script");
  expect(html.match(/<a [^>]*>/g)).toEqual(['<a href="https://a.example/">', '<a href="https://a.example/">']);
});
