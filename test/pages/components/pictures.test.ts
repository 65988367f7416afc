import { parseFragment, type DefaultTreeAdapterTypes as Tree } from "parse5";
import { expect, it } from "vitest";
import { withLazyPictures } from "../../../src/pages/components/pictures.ts";
import { conventionsOf } from "../../../src/site/site.ts";
import { parseSource } from "../../../src/source/parse-source.ts";
import { PAYLOADS } from "../../source/html/payloads.ts";
import { siteOf } from "../../support/fixtures/content.ts";

/** Bodies that try to have a picture taken for something else, or something else for a picture. */
const BODIES = [
  '<p><img src="https://images.example/a.jpg" alt="A"></p>',
  '<p><img src="https://images.example/a.jpg" alt="1 > 0" width="3" height="2"> and <img src="/b.png" alt=""></p>',
  '<p><a href="/x" title="<img onclick=alert(1) x=">link</a></p>',
  `<p><a href="/x" title='"><img src=x onerror=alert(1)>'>link</a></p>`,
  '<p><img src="/a.jpg" alt="<img src=x onerror=alert(1)>"></p>',
  `<p><img src="/a.jpg" alt='" onerror="alert(1)'></p>`,
  "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
  "<pre><code>&lt;img &lt;img </code></pre>",
  '<blockquote cite="https://example.org/?<img "><p>A quotation</p></blockquote>',
  '<table><tr><td title="</table>">A<table><tr><td>B</td></tr></table></td></tr></table>',
  '<p><abbr title="<table> </table> <pre>">A</abbr></p><pre lang="en">B</pre>',
  `<p><abbr title="it's <img ">A</abbr><img src="/b.jpg" alt="'"></p>`,
  ...PAYLOADS,
  ...PAYLOADS.map((payload) => `<img src="/a.jpg" alt="${payload.replaceAll('"', "&quot;")}">`),
];

/** What the page says of each picture besides what the article says. */
const CALM = [
  { name: "loading", value: "lazy" },
  { name: "decoding", value: "async" },
  { name: "referrerpolicy", value: "no-referrer" },
];

/** What it says of links and pictures for the style sheet. */
const KINDS = ["alone", "within", "bare"];

/** A tree without the attributes above on its pictures and without boxes that scroll, and how many of each it has. */
function plain(html: string): {
  readonly tree: unknown;
  readonly pictures: number;
  readonly calm: number;
  readonly broad: number;
  readonly boxes: number;
} {
  let [pictures, calm, broad, boxes] = [0, 0, 0, 0];
  const isBox = ({ attrs }: Tree.Element) => attrs.some(({ name, value }) => name === "tabindex" && value === "0");
  const walk = (node: Tree.Node): unknown => {
    if ("value" in node) return node.value;
    if (!("childNodes" in node)) return node.nodeName;
    let attributes = "attrs" in node ? node.attrs : [];
    if ("attrs" in node && isBox(node)) {
      boxes += 1;
      const [table] = node.childNodes;
      if (node.nodeName === "div" && table?.nodeName === "table") return walk(table);
      attributes = attributes.filter(({ name }) => node.nodeName !== "pre" || name !== "tabindex");
    }
    if (node.nodeName === "table" || node.nodeName === "pre") broad += 1;
    const image = node.nodeName === "img";
    if (image) pictures += 1;
    attributes = attributes.filter(({ name, value }) => name !== "class" || !KINDS.includes(value));
    const own = attributes.filter(
      ({ name, value }) => !(image && CALM.some((other) => other.name === name && other.value === value)),
    );
    if (image && attributes.length - own.length === CALM.length) calm += 1;
    return [node.nodeName, own.map(({ name, value }) => `${name}=${value}`), node.childNodes.map(walk)];
  };
  return { tree: walk(parseFragment(html)), pictures, calm, broad, boxes };
}

it("pictures in an article's text come when they are needed, tables and code get boxes, and nothing else changes", async () => {
  const conventions = conventionsOf(await siteOf());
  let [pictures, boxes] = [0, 0];
  for (const body of BODIES) {
    const text = JSON.stringify({
      headline: "A",
      published: "2026-05-01T10:00:00Z",
      html: `<p>A</p>${body}`,
    });
    const { article } = await parseSource({ slug: "a", format: "json", text }, conventions);
    if (article === null) continue;
    const [before, after] = [plain(article.html), plain(withLazyPictures(article.html))];
    expect(after.tree, body).toEqual(before.tree);
    expect(after.pictures, body).toBe(before.pictures);
    expect(after.calm, body).toBe(before.pictures);
    expect(before.boxes, body).toBe(0);
    expect(after.boxes, body).toBe(before.broad);
    pictures += before.pictures;
    boxes += after.boxes;
  }
  expect(boxes).toBeGreaterThan(3);
  expect(pictures).toBeGreaterThan(BODIES.length / 4);
});

it("are found in a text of a megabyte as well", () => {
  const address = `https://images.example/${"a".repeat(200)}.jpg`;
  const html = `<p>${`<img src="${address}" alt="${"&#x3C;".repeat(20)}">`.repeat(3_000)}</p>`;
  expect(plain(withLazyPictures(html))).toEqual({ ...plain(html), calm: 3_000 });
  const title = "a".repeat(1_000_000);
  const long = `<p><abbr title="${title}">A</abbr><img src="${address}" alt=""></p>`;
  expect(plain(withLazyPictures(long))).toEqual({ ...plain(long), calm: 1 });
});

/** The `kind` of each picture or link of a body, in their order. */
function kinds(html: string): string[] {
  return [...withLazyPictures(html).matchAll(/<(?:img|a)(?: class="(\w+)")?/g)].map(([, kind = ""]) => kind);
}

const IMG = '<img src="https://images.example/a.png" alt="A">';

it.each([
  [`<p>${IMG}</p>`, ["alone"]],
  [`<figure>${IMG}<figcaption>A caption</figcaption></figure>`, ["alone"]],
  [`<p>A smile ${IMG} in a sentence</p>`, ["within"]],
  [`<p>At the end ${IMG}</p><p>${IMG}</p>`, ["within", "alone"]],
  [`<p><em>${IMG}</em> begins it</p>`, ["within"]],
  [`<p>${IMG}\nA caption in the next line</p>`, ["alone"]],
  [`<p>Words<br>${IMG}<br>words</p>`, ["alone"]],
  [`<p>${IMG} ${IMG}</p>`, ["alone", "alone"]],
  [`<p><a href="https://news.example/">${IMG}</a></p>`, ["", "alone"]],
  [`<ul><li>${IMG}</li><li>${IMG} an item</li></ul>`, ["alone", "within"]],
  ['<p>Its size is <img src="/a.png" alt="" width="3" height="2"> said</p>', [""]],
  ['<p><img src="/a.png" alt="" width="3"></p>', ["alone"]],
  ['<p>Words <img src="/a.png" alt="the width=" title="and height="></p>', ["within"]],
  [`Words ${IMG}`, ["within"]],
])("a picture of unknown size stands alone or within a line: %s", (html, expected) => {
  expect(kinds(html)).toEqual(expected);
});

it.each([
  ['<a href="https://news.example/a?b=1&#x26;c">https://news.example/a?b=1&#x26;c</a>', "bare"],
  ['<a href="https://news.example/">news.example</a>', "bare"],
  ['<a href="https://news.example/">The news</a>', ""],
  ['<a href="https://news.example/">https://news.example/other</a>', ""],
  ['<a href="https://news.example/"><b>https://news.example/</b></a>', ""],
  ['<a href="mailto:a@news.example">a@news.example</a>', ""],
])("a link of which the address is read already is told from others: %s", (html, expected) => {
  expect(kinds(`<p>See ${html}.</p>`)).toEqual([expected]);
});
