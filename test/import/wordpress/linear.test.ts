import { describe, expect, it } from "vitest";
import { plainTextOf } from "../../../src/import/plain-text.ts";
import { autop } from "../../../src/import/wordpress/autop.ts";
import { indexWxr, readPosts } from "../../../src/import/wordpress/read-posts.ts";
import { MAX_ARTICLE_BYTES } from "../../../src/source/source.ts";
import { createZones } from "../../../src/source/time/zone.ts";
import { all } from "../../support/services/import.ts";

/** A text of many pieces; work that grew with its square would take minutes. */
const many = (piece: string) => piece.repeat(Math.floor(MAX_ARTICLE_BYTES / piece.length));

const LIMIT_MS = 5_000;

describe("the content of a post", () => {
  it.each(["[caption]", "<!--", "<pre>", "<script>", "<div ", "[embed]", "<div>http://a", "<textarea>\n\n"])(
    "in which %j is opened again and again is read in time that grows with its length",
    async (piece) => {
      expect(autop(many(piece)).length).toBeGreaterThan(0);
      const [item] = await all(readPosts(exportOf(many(piece).replace("]]>", "")), INDEX, createZones()));
      expect(item?.slug).toBe("post");
    },
    LIMIT_MS,
  );

  it("keeps what stands open as it is written", () => {
    expect(autop("A [caption id=1]<img src=a>\n\nB")).toBe("<p>A [caption id=1]<img src=a></p>\n<p>B</p>");
    expect(autop("<pre>a</pre>\n\n<pre>b\n\nc")).toBe("<pre>a</pre>\n<pre>b\n<p>c</p>");
  });
});

describe("plain text of HTML", () => {
  it("that stands too deep inside itself is its text all the same", () => {
    expect(plainTextOf(`${"<div>".repeat(200_000)}Rain &amp; wind`)).toMatch(/^Rain (?:&|&amp;) wind$/);
  });

  it("is read in order, without what nobody sees", () => {
    expect(plainTextOf("<p>One <b>t</b>wo</p><script>x</script><p>three &amp; four</p>")).toBe("One two three & four");
  });
});

describe("what the newer editor embeds", () => {
  const embed = (inside: string) =>
    `<!-- wp:embed --><figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">\n${inside}\n</div><figcaption>See</figcaption></figure><!-- /wp:embed --><p>Text.</p>`;
  const htmlOf = async (content: string) => (await all(readPosts(exportOf(content), INDEX, createZones())))[0]?.html;

  it("becomes a link, and its caption stays", async () => {
    const address = "https://v.example/watch?v=1&amp;t=2";
    expect(await htmlOf(embed(address))).toContain(
      `<figure class="wp-block-embed is-type-video"><p><a href="${address}">${address}</a></p><figcaption>See</figcaption></figure>`,
    );
  });

  it.each(["javascript:alert(1)", "See https://v.example/1", ""])("stays as it is where it is %j", async (inside) => {
    expect(await htmlOf(embed(inside))).toBe(embed(inside));
  });

  it("is no div of any other class", async () => {
    const other = "<p>A</p><div class='x'>https://v.example/1</div>";
    expect(await htmlOf(other)).toBe(other);
  });

  it("is counted among the posts", async () => {
    expect((await indexWxr(exportOf(embed("https://v.example/1")))).posts).toBe(1);
  });
});

const INDEX = { authors: new Map(), pictures: new Map() };

async function* exportOf(content: string) {
  yield `<rss><channel><item><title>Post</title><wp:post_name>post</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[${content}]]></content:encoded></item></channel></rss>`;
}
