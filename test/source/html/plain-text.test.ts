import { describe, expect, it } from "vitest";
import { plainText } from "../../../src/source/html/plain-text.ts";
import { sanitise } from "../../../src/source/html/sanitise.ts";

const BASE = "https://news.example/2025/";

const created = (html: string) => {
  const result = sanitise(html, BASE);
  return "fault" in result ? result.fault.code : result.html;
};

describe("what comes out", () => {
  it.each([
    ["text becomes a paragraph", "It <em>rained</em>.", "<p>It <em>rained</em>.</p>"],
    ["containers become paragraphs", "<div>a<section>b</section>c</div>", "<p>a</p><p>b</p><p>c</p>"],
    ["an empty paragraph goes", "<p> <b></b></p><p>a</p>", "<p>a</p>"],
    ["no heading is above the second rank", "<h1>a</h1><h2>b</h2><h6>c</h6>", "<h2>a</h2><h3>b</h3><h6>c</h6>"],
    ["headings below the first keep theirs", "<h3>a</h3><h4>b</h4>", "<h3>a</h3><h4>b</h4>"],
    ["a list", '<ol start="3"><li>a<li>b</ol>', '<ol start="3"><li>a</li><li>b</li></ol>'],
    ["an item outside a list", "<li>a<li>b", "<p>a</p><p>b</p>"],
    ["a definition list", "<dl><dt>a<dd>b</dl>", "<dl><dt>a</dt><dd>b</dd></dl>"],
    [
      "a quotation",
      "<blockquote cite=/x><p>a</blockquote>",
      '<blockquote cite="https://news.example/x"><p>a</p></blockquote>',
    ],
    [
      "a figure",
      "<figure><img src=a.png alt=b width=5 height=6 srcset=x loading=lazy><figcaption>c</figure>",
      '<figure><img src="https://news.example/2025/a.png" alt="b" width="5" height="6"><figcaption>c</figcaption></figure>',
    ],
    [
      "a table",
      "<table><tr><td colspan=2 align=left>a<th rowspan=3>b</table>",
      '<table><tbody><tr><td colspan="2">a</td><th rowspan="3">b</th></tr></tbody></table>',
    ],
    ["a cell outside a table", "<td>a</td>", "<p>a</p>"],
    [
      "an address from the base",
      "<a href=../b?c=1&amp;d=2>x</a>",
      '<p><a href="https://news.example/b?c=1&#x26;d=2">x</a></p>',
    ],
    ["an address from the scheme", "<a href=//b.example>x</a>", '<p><a href="https://b.example/">x</a></p>'],
    ["an e-mail address", "<a href=mailto:a@b.example>x</a>", '<p><a href="mailto:a@b.example">x</a></p>'],
    ["a link that leads nowhere", "<a href='http://['>x</a> <a name=y>z</a>", "<p>x z</p>"],
    ["a picture without an address", "<p>a<img alt=b></p>", "<p>a</p>"],
    [
      "the picture of those without scripts",
      "<img src='data:,'><noscript><img src=/a.png></noscript>",
      '<p><img src="https://news.example/a.png"></p>',
    ],
    [
      "the language and the direction of a text",
      "<p lang=ur dir=rtl class=x id=y>a</p>",
      '<p lang="ur" dir="rtl">a</p>',
    ],
    ["a language that is none", "<p lang='u r' dir=up>a</p>", "<p>a</p>"],
    ["a time", "<time datetime=2025-03-31T10:00Z>a</time>", '<p><time datetime="2025-03-31T10:00Z">a</time></p>'],
    ["old names of elements", "<strike>a</strike><kbd>b</kbd>", "<p><s>a</s><code>b</code></p>"],
    ["blanks in what is preformatted", "<pre>\n\n a\n  b</pre>", "<pre> a\n  b</pre>"],
    ["references", "&eacute;&nbsp;&amp;lt;&#x80;&#1;", "<p>é\u00a0&#x26;lt;€</p>"],
    ["the end of a CDATA section", "a]]>b", "<p>a]]&#x3E;b</p>"],
    [
      "angles in a value",
      "<img src=a alt='<b>]]>'>",
      '<p><img src="https://news.example/2025/a" alt="&#x3C;b&#x3E;]]&#x3E;"></p>',
    ],
    ["nothing", "", ""],
    ["what is not shown", "<!-- a --><script>b</script><style>c</style><title>d</title>", ""],
  ])("%s", (_, html, expected) => {
    expect(created(html)).toBe(expected);
    expect(created(expected)).toBe(expected);
  });
});

describe("what would cost too much is refused within a second or two", () => {
  const different = (count: number) => Array.from({ length: count }, (_, index) => `<b a=${index}><p>`).join("");
  it.each([
    ["10,000 containers", "<div>".repeat(10_000), "html-too-deep"],
    ["10,000 bold texts", "<b>".repeat(10_000), "html-too-deep"],
    ["bold texts that are opened anew by each paragraph", different(80_000), "html-too-deep"],
    ["foreign elements", "<svg><g>".repeat(20_000), "html-too-deep"],
    ["tables", "<table><td>".repeat(20_000), "html-too-deep"],
    ["elements", "<br>".repeat(200_000), "html-too-large"],
    ["comments", "<!---->".repeat(140_000), "html-too-large"],
    ["links", "<a href=x>".repeat(100_000), "html-too-large"],
  ])("%s", (_, html, code) => {
    const start = performance.now();
    expect(created(html)).toBe(code);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it.each([
    ["paragraphs", "<p>It rained &amp; poured.</p>".repeat(30_000)],
    ["words", "word ".repeat(200_000)],
    ["signs", "<".repeat(1_000_000)],
    ["attributes", `<p ${Array.from({ length: 150_000 }, (_, index) => `a${index}`).join(" ")}>a`],
    ["depth that is allowed", `${"<blockquote>".repeat(200)}a`],
  ])("a mebibyte of %s is not", (_, html) => {
    const start = performance.now();
    expect(created(html)).toMatch(/^<(?:p|blockquote)>/);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

it.each([
  ["<p>a <em>b</em>c</p>\n<p>d</p>", "a bc\nd"],
  ["<ul>\n<li>a<br>b</li>\n</ul>", "a\nb"],
  ["<p>a &lt;b&gt; &amp;amp; &#x26;lt; &#39;</p>", "a <b> &amp; &lt; '"],
  ['<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table><img src="https://a.example/" alt="c">', "a\nb"],
  ["", ""],
])("the plain text of %j is %j", (html, expected) => {
  expect(plainText(html)).toBe(expected);
});
