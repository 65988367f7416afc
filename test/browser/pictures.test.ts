import { beforeAll, expect, it } from "vitest";
import { browse, type OpenSite, openSite } from "../support/browsers/browser-test.ts";
import { figuresOf } from "../support/browsers/figures.ts";

const PICTURE = "https://pictures.example";
const TALL = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="4000"/>';
const LONG = "a line of code that is longer than a sheet of paper is wide, ".repeat(5);
const ADDRESS = "https://news.example/report";

const TEXTS = {
  "pictures.json": JSON.stringify({
    headline: "Pictures",
    published: "2026-10-01T00:00:00Z",
    categories: ["India"],
    picture: { address: `${PICTURE}/lead.png`, alternative: "A portrait" },
    html: `<p>A smile <img src="${PICTURE}/smile.png" alt="smile"> in a sentence.</p>
<p><img src="${PICTURE}/alone.png" alt="A photograph"></p>
<p><img src="${PICTURE}/tall.png" width="600" height="4000" alt="A tall one"></p>
<pre><code>${LONG}</code></pre>
<p>See <a href="${ADDRESS}">${ADDRESS}</a> and <a href="${ADDRESS}?b">this</a>.</p>`,
  }),
  "leftward.json": JSON.stringify({
    headline: "كتاب عن البحر",
    language: "ar",
    published: "2026-10-01T00:00:00Z",
    authors: ["Anna Beck"],
    categories: ["India"],
    html: "<p>نص المقال هنا.</p>",
  }),
};

let site: OpenSite;
beforeAll(async () => {
  site = await openSite({ texts: TEXTS });
});

const pictures = ["pictures.example"];
const PHONE = { viewport: { width: 390, height: 844 } };
const PAPER = { viewport: { width: 720, height: 1000 }, pictures };

it("a picture in a sentence is as high as its line, one alone has a box, and the first is seen whole", async () => {
  const visit = await browse(site, { ...PHONE, pictures, pictureDelay: 250 });
  // The picture in the sentence is not square: the rest of its line makes room for it, and nothing else moves.
  expect((await figuresOf(visit, "/articles/pictures")).shift).toBeLessThan(0.001);
  const look = (selector: string) =>
    visit.page.evaluate<{ width: number; height: number; line: number; text: number; fit: string }>(`(() => {
      const image = document.querySelector(${JSON.stringify(selector)});
      const { width, height } = image.getBoundingClientRect();
      const { objectFit } = getComputedStyle(image);
      const body = document.querySelector(".body");
      return { width, height, line: parseFloat(getComputedStyle(body).fontSize), text: body.clientWidth, fit: objectFit };
    })()`);
  const smile = await look('[alt="smile"]');
  expect(smile.height).toBeCloseTo(1.5 * smile.line, 0);
  const alone = await look('[alt="A photograph"]');
  expect(alone.width).toBeCloseTo(alone.text, 0);
  expect(alone.height).toBeCloseTo((alone.width * 2) / 3, 0);
  expect(alone.fit).toBe("scale-down");
  expect((await look(".lead img")).fit).toBe("contain");
});

it("on paper, code is broken, pictures fit on a sheet, and no address stands there twice", async () => {
  const { page, goto } = await browse(site, PAPER);
  await page.route(`${PICTURE}/tall.png`, (route) => route.fulfill({ contentType: "image/svg+xml", body: TALL }));
  await page.emulateMedia({ media: "print" });
  await goto("/articles/pictures");
  await page.locator('[alt="A tall one"]').scrollIntoViewIfNeeded();
  await page.waitForFunction("document.querySelector('[alt=\"A tall one\"]').naturalHeight === 4000");
  const code = await page.evaluate<boolean>(
    "(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector('.body pre'))",
  );
  expect(code).toBe(true);
  const tall = await page.locator('[alt="A tall one"]').boundingBox();
  expect(tall?.height).toBeGreaterThan(500);
  // 18 cm at 96 pixels an inch.
  expect(tall?.height).toBeLessThanOrEqual(681);
  const behind = await page.evaluate<string[]>(
    "[...document.querySelectorAll('.body a')].map((link) => getComputedStyle(link, '::after').content)",
  );
  expect(behind[0]).toBe("none");
  expect(behind[1]).toContain(`${ADDRESS}?b`);
});

it("on paper, the pages about feeds have the addresses, and nothing that only a screen can do", async () => {
  const { page, goto } = await browse(site, PAPER);
  await page.emulateMedia({ media: "print" });
  for (const path of ["/subscribe", "/categories/india/subscribe"]) {
    await goto(path);
    expect(await page.locator(".addresses a").filter({ visible: true }).count(), path).toBe(3);
    expect(await page.locator(".readers, button").filter({ visible: true }).count(), path).toBe(0);
  }
  await goto("/feeds");
  const printed = await page.evaluate<string[]>(
    "[...document.querySelectorAll('.feeds .addresses a')].map((link) => getComputedStyle(link, '::after').content)",
  );
  expect(printed.length).toBe(9);
  expect(printed[0]).toContain(`${site.origin}/rss.xml`);
  expect(await page.locator("details").filter({ visible: true }).count()).toBe(0);
  for (const path of ["/", "/categories/india"]) {
    await goto(path);
    expect(await page.locator(".subscribe").filter({ visible: true }).count(), path).toBe(0);
  }
});

it.each([320, 1280])("addresses break behind slashes and nowhere in a word, %s px wide", async (width) => {
  const { page, goto } = await browse(site, { viewport: { width, height: 800 } });
  await goto("/authors/anna-beck");
  const lines = await page.evaluate<
    string[]
  >(`[...document.querySelectorAll(".subscribe .addresses a")].flatMap((link) => {
    const [lines, range] = [new Map(), document.createRange()];
    for (const node of link.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      for (let index = 0; index < node.length; index += 1) {
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        const { top } = range.getBoundingClientRect();
        lines.set(Math.round(top), (lines.get(Math.round(top)) ?? "") + node.data[index]);
      }
    }
    return [...lines.values()];
  })`);
  expect(lines.join("")).toBe(
    ["rss.xml", "atom.xml", "feed.json"].map((name) => `${site.origin}/authors/anna-beck/${name}`).join(""),
  );
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line).toMatch(/(?:[/-]|\.xml|\.json)$/);
});

it("what a page says of an article from right to left stands on its side", async () => {
  const { page, goto } = await browse(site, PHONE);
  const sides = (selectors: readonly string[]) =>
    page.evaluate<string[]>(`${JSON.stringify(selectors)}.map((selector) => {
      const element = document.querySelector(selector);
      const range = document.createRange();
      range.selectNodeContents(element);
      const [text, box] = [range.getBoundingClientRect(), element.parentElement.getBoundingClientRect()];
      return Math.abs(box.right - text.right) < 2 ? "right" : Math.abs(box.left - text.left) < 2 ? "left" : "neither";
    })`);
  await goto("/articles/leftward");
  expect(await sides(["h1", ".story footer .meta"])).toEqual(["right", "right"]);
  const align = await page.evaluate<string[]>(
    "['.story header .meta', '.story footer'].map((s) => getComputedStyle(document.querySelector(s)).textAlign)",
  );
  expect(align).toEqual(["end", "end"]);
  await goto("/authors/anna-beck");
  expect(await sides([".entries h2", ".entries .meta"])).toEqual(["right", "right"]);
});
