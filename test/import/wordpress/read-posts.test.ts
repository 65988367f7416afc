import { createReadStream, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeChunks } from "../../../src/import/charset.ts";
import { autop } from "../../../src/import/wordpress/autop.ts";
import { indexWxr, readPosts } from "../../../src/import/wordpress/read-posts.ts";
import { MAX_ARTICLE_BYTES } from "../../../src/source/source.ts";
import { createZones } from "../../../src/source/time/zone.ts";
import { all, bring, fixture } from "../../support/services/import.ts";
import { put, temporaryFolder } from "../../support/stores/folder.ts";

const ZONES = createZones();

const EXPORT = readFileSync(fixture("wordpress.xml"), "utf8");
const INDEX = { authors: new Map(), pictures: new Map() };

async function* chunksOf(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

describe("a WordPress export", () => {
  it("gives its published and scheduled posts with every field, and names what it leaves out", async () => {
    const { articles, leftOut } = await bring(fixture("wordpress.xml"));
    const slugs = Object.keys(articles);
    expect(slugs.slice(0, 5)).toEqual(["ports-clear-decks", "classic", "no-utc", "बारिश", "to-come"]);
    expect(slugs[5]).toMatch(/^ports-clear-decks-[0-9a-f]{8}$/);
    expect(slugs).toHaveLength(6);
    expect(Object.values(articles)).toEqual([
      {
        headline: "Ports & ships clear decks",
        published: "2025-03-31T17:35:00.000Z",
        updated: "2025-03-31T18:40:00.000Z",
        standfirst: "Two days & a night early.",
        authors: ["Anita Rao"],
        picture: { address: "https://wp.example/wp-content/deck.jpg", alternative: "A deck" },
        categories: ["News & India", "Weather"],
        base: "https://wp.example/2025/03/ports-clear-decks/",
        html: '<!-- wp:paragraph --><p>Harbour masters <a href="/kochi">moved</a> cargo.</p><!-- /wp:paragraph --><p>Twice: ]]>.</p>',
      },
      {
        headline: "Written in the older editor",
        published: "2010-01-05T03:30:00.000Z",
        authors: ["desk"],
        base: "https://wp.example/2010/01/classic/",
        html: expect.stringMatching(/^<p>First paragraph,<br>\nwith a line break.<\/p>\n<h2>/),
      },
      {
        headline: "No time in UTC",
        published: "2011-01-05T03:30:00.000Z",
        authors: ["gone"],
        base: "https://wp.example/2011/01/no-utc/",
        html: "<p>Text.</p>",
      },
      {
        headline: "बारिश जल्दी आई",
        published: "2025-03-31T20:00:00.000Z",
        authors: ["Anita Rao"],
        base: "https://wp.example/2025/03/%e0%a4%ac%e0%a4%be%e0%a4%b0%e0%a4%bf%e0%a4%b6/",
        html: "<p>गुरुवार को बारिश होगी।</p>",
      },
      {
        headline: "To come",
        published: "2031-01-01T00:00:00.000Z",
        base: "https://wp.example/?p=15",
        html: "<p>x</p>",
      },
      {
        headline: "Same name, other post",
        published: "2025-04-01T00:00:00.000Z",
        authors: ["Anita Rao"],
        base: "https://wp.example/2025/04/ports-clear-decks/",
        html: "<p>Another text.</p>",
      },
    ]);
    expect(leftOut).toEqual({
      "line 107 (https://wp.example/2025/04/untitled/)": "it has no headline",
      "line 118 (https://wp.example/2025/04/empty/)": "it has no text",
      "1 × draft": "only published and scheduled posts come along",
      "1 × private post": "only published and scheduled posts come along",
      "1 × post behind a password": "only published and scheduled posts come along",
    });
  });

  it("is the same however its bytes come", async () => {
    const whole = await all(readPosts(chunksOf(EXPORT, 1e9), INDEX, ZONES));
    for (const highWaterMark of [1, 7, 1000]) {
      const chunks = decodeChunks(createReadStream(fixture("wordpress.xml"), { highWaterMark }));
      expect(await all(readPosts(chunks, INDEX, ZONES))).toEqual(whole);
    }
  });

  it("with control characters is read as if they were not there", async () => {
    const soiled = EXPORT.replace("Two days", "Two\u0008 \u000bdays\u001f").replace("Harbour", "\u0000Harbour");
    const clean = await all(readPosts(chunksOf(EXPORT, 100), INDEX, ZONES));
    expect(await all(readPosts(chunksOf(soiled, 100), INDEX, ZONES))).toEqual(clean);
  });

  it("of 5,000 posts gives each before the ones behind it are read", async () => {
    let [written, read] = [0, 0];
    async function* growing() {
      yield EXPORT.slice(0, EXPORT.indexOf("<item>"));
      for (; written < 5_000; written += 1) yield postOf(written);
      yield "</channel></rss>";
    }
    for await (const { slug } of readPosts(growing(), INDEX, ZONES)) {
      expect(slug).toBe(`post-${read}`);
      // What was written is hardly ahead of what was read.
      expect(written).toBeLessThanOrEqual(read + 1);
      read += 1;
    }
    expect(read).toBe(5_000);
  });

  it("has a post that is too long for an article left out, with both sizes", async () => {
    const long = EXPORT.replace("First paragraph,", "x".repeat(MAX_ARTICLE_BYTES + 1));
    const { articles, leftOut } = await bring(await put(await temporaryFolder(), "long", long));
    expect(Object.keys(articles)).not.toContain("classic");
    expect(Object.entries(leftOut)[0]).toEqual([
      expect.stringMatching(/^line \d+ \(https:\/\/wp\.example\/2010\/01\/classic\/\)$/),
      expect.stringMatching(new RegExp(`^it has \\d+ bytes; an article has at most ${MAX_ARTICLE_BYTES}$`)),
    ]);
  });

  it("that is cut off gives what is whole, and says where it ends", async () => {
    const cut = EXPORT.slice(0, EXPORT.indexOf("A heading"));
    const path = await put(await temporaryFolder(), "cut", cut);
    const { articles, leftOut } = await bring(path);
    expect(Object.keys(articles)).toEqual(["ports-clear-decks"]);
    const lines = cut.split("\n").length;
    expect(leftOut).toEqual({
      [path]: expect.stringMatching(new RegExp(`^line ${lines}: .+; what stands behind it was not read$`)),
    });
  });

  it("whose elements do not fit together gives what stands before", async () => {
    const broken = EXPORT.replace("<wp:post_name>classic</wp:post_name>", "<wp:post_name>classic</wp:name>");
    const path = await put(await temporaryFolder(), "broken", broken);
    const { articles, leftOut } = await bring(path);
    expect(Object.keys(articles)).toEqual(["ports-clear-decks"]);
    expect(Object.values(leftOut)).toEqual(["line 60: unexpected close tag; what stands behind it was not read"]);
  });

  it("tells how many posts there will be, and of pictures only those that they show", async () => {
    const index = await indexWxr(chunksOf(EXPORT, 512));
    expect(index.posts).toBe(8);
    expect([...index.others]).toEqual([["page", 1]]);
    expect([...index.authors]).toEqual([
      ["anita", "Anita Rao"],
      ["desk", "desk"],
    ]);
    expect([...index.pictures.keys()]).toEqual(["99"]);
  });
});

describe("the content of a post", () => {
  it.each([
    ["<p>One</p>\n\ntwo", "<p>One</p>\n\ntwo"],
    ["One\n\nTwo", "<p>One</p>\n<p>Two</p>"],
    ["One\r\n\r\n\r\nTwo\r\nthree", "<p>One</p>\n<p>Two<br>\nthree</p>"],
    ["One<br />\nTwo", "<p>One<br />\nTwo</p>"],
    ["<h2>A</h2>B", "<h2>A</h2>\n<p>B</p>"],
    ["A<ul><li>1</li><li>2</li></ul>B", "<p>A</p>\n<ul>\n<li>1</li>\n<li>2</li>\n</ul>\n<p>B</p>"],
    ["<pre>a\n\n  b</pre>", "<pre>a\n\n  b</pre>"],
    ["A<!--more-->\n\nB", "<p>A</p>\n<p>B</p>"],
    ["[embed]https://v.example/1[/embed]", '<p><a href="https://v.example/1">https://v.example/1</a></p>'],
    ["[caption id=1]<img src=a> B[/caption]", "<figure><img src=a>\n<figcaption>B</figcaption>\n</figure>"],
    ["An [odd] bracket", "<p>An [odd] bracket</p>"],
    ["", ""],
  ])("%j becomes %j", (content, html) => {
    expect(autop(content)).toBe(html);
  });
});

function postOf(number: number): string {
  return `<item><title>Post ${number}</title><link>https://wp.example/post-${number}/</link>
    <content:encoded><![CDATA[<p>${"Text. ".repeat(50)}</p>]]></content:encoded><wp:post_id>${number}</wp:post_id>
    <wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:post_name>post-${number}</wp:post_name>
    <wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>\n`;
}
