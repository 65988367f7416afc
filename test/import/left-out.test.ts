import { describe, expect, it } from "vitest";
import { importArticles } from "../../src/import/import-articles.ts";
import { openSource } from "../../src/import/open-source.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { bring, hastyNet, memoryTarget, NO_NET, stubServer } from "../support/services/import.ts";
import { put, temporaryFolder } from "../support/stores/folder.ts";

const KIND = "http://schemas.google.com/g/2005#kind";
const blogger = (kind: string) =>
  `<category scheme="${KIND}" term="http://schemas.google.com/blogger/2008/kind#${kind}"/>`;
const DRAFT = '<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft></app:control>';
const ANSWER =
  '<thr:in-reply-to xmlns:thr="http://purl.org/syndication/thread/1.0" ref="urn:x:1" href="https://a.example/x"/>';

const entry = (id: number, inside = "") =>
  `<entry><id>urn:x:${id}</id><title>Post ${id}</title><published>2020-01-0${id}T00:00:00Z</published><link rel="alternate" href="https://a.example/post-${id}"/>${inside}<content type="html">&lt;p&gt;Text.&lt;/p&gt;</content></entry>`;
const atom = (entries: string, links = "") =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>T</title>${links}${entries}</feed>`;

const REASON = "only published articles come along";

describe("an Atom feed", () => {
  it("with drafts, comments, settings and templates gives the posts, and counts the rest by kind", async () => {
    const label = '<category scheme="http://www.blogger.com/atom/ns#" term="Travel"/>';
    const entries = [
      entry(1, blogger("template")),
      entry(2, blogger("settings")),
      entry(3, blogger("settings")),
      entry(4, blogger("post") + label),
      entry(5, DRAFT + blogger("post")),
      entry(6, blogger("comment") + ANSWER),
      entry(7, ANSWER),
      entry(8, DRAFT.replace("yes", "no")),
    ];
    const path = await put(await temporaryFolder(), "feed", atom(entries.join("")));
    const { articles, leftOut } = await bring(path);
    expect(Object.keys(articles)).toEqual(["post-4", "post-8"]);
    expect(articles["post-4"]).toMatchObject({ categories: ["Travel"] });
    expect(leftOut).toEqual({
      "1 × template": REASON,
      "2 × settings": REASON,
      "1 × draft": REASON,
      "2 × comment": REASON,
    });
  });

  it("has an entry counted once that stands in several documents, as the newest has it", async () => {
    const pages: Record<string, string> = {
      "/feed": atom(entry(1, DRAFT) + entry(2), '<link rel="next" href="/2"/>'),
      "/2": atom(entry(1) + entry(2, DRAFT) + entry(3, DRAFT)),
    };
    const { address } = await stubServer(({ path }) => ({ body: pages[path] ?? "" }));
    const { articles, leftOut } = await bring(`${address}/feed`, hastyNet());
    expect(Object.keys(articles)).toEqual(["post-2"]);
    expect(leftOut).toEqual({ "2 × draft": REASON });
  });

  it("has each of them in the count of what was left out and in the total", async () => {
    const site = await siteOf();
    const path = await put(await temporaryFolder(), "feed", atom(entry(1) + entry(2, DRAFT) + entry(3, DRAFT)));
    const opened = await openSource(path, { site, net: NO_NET, onNote: () => undefined });
    expect(opened.total).toBe(3);
    const tally = await importArticles(opened.entries, memoryTarget(site), {
      onOmission: () => undefined,
      onProgress: () => undefined,
    });
    expect(tally).toMatchObject({ created: 1, leftOut: 2 });
  });
});

describe("a WordPress export", () => {
  const post = (id: number, status: string, inside = "") =>
    `<item><title>Post ${id}</title><wp:post_id>${id}</wp:post_id><wp:post_name>post-${id}</wp:post_name><wp:post_date_gmt>2031-01-0${id} 00:00:00</wp:post_date_gmt><wp:status>${status}</wp:status><wp:post_type>post</wp:post_type>${inside}<content:encoded><![CDATA[<p>Text.</p>]]></content:encoded></item>`;

  it("gives scheduled posts with their time to come, and counts what nobody may read", async () => {
    const items = [
      post(1, "future"),
      post(2, "draft"),
      post(3, "draft"),
      post(4, "pending"),
      post(5, "private"),
      post(6, "trash"),
      post(7, "embargoed"),
      post(8, "publish", "<wp:post_password>x</wp:post_password>"),
      post(9, "draft").replace(">post<", ">page<"),
    ];
    const text = `<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><wp:wxr_version>1.2</wp:wxr_version>${items.join("")}</channel></rss>`;
    const { articles, leftOut } = await bring(await put(await temporaryFolder(), "export", text));
    expect(articles).toEqual({
      "post-1": expect.objectContaining({ published: "2031-01-01T00:00:00.000Z", html: "<p>Text.</p>" }),
    });
    const reason = "only published and scheduled posts come along";
    expect(leftOut).toEqual({
      "2 × draft": reason,
      "1 × post that waits for review": reason,
      "1 × private post": reason,
      "1 × post in the trash": reason,
      "1 × post of the status “embargoed”": reason,
      "1 × post behind a password": reason,
    });
  });
});
