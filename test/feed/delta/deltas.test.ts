import { parseFeed } from "feedsmith";
import { SaxesParser } from "saxes";
import { beforeEach, expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS, type Format } from "../../../src/lib/feed-format.ts";
import { contentOf, siteOf } from "../../support/fixtures/content.ts";
import { send, wireOf } from "../../support/readers/poll-client.ts";
import { askUntilCoded, type Desk, type Draft, deskOf, headerOf, textsOf } from "../../support/services/app.ts";

const BEFORE: Readonly<Record<string, Draft>> = {
  a: { published: "2026-10-01T00:00:00Z", headline: "A", categories: ["India"] },
  b: { published: "2026-10-02T00:00:00Z", headline: "B & <b>", categories: ["India"] },
  c: { published: "2026-10-03T00:00:00Z", headline: "C" },
};
const D: Draft = { published: "2026-10-04T00:00:00Z", headline: "D", categories: ["Weather"] };

let client: Desk;

beforeEach(async () => {
  client = deskOf(await contentOf(textsOf(BEFORE), await siteOf({ pageSize: 3 })));
});

async function publish(drafts: Readonly<Record<string, Draft>>, settings = {}): Promise<void> {
  client.content = await contentOf(textsOf(drafts), await siteOf({ pageSize: 3, ...settings }));
}

async function tag(target = "/feed.json", headers = {}): Promise<string> {
  return headerOf(await client.ask(target, headers), "etag");
}

/** What is asked for, given what is held. */
type Want = (held: string) => Readonly<Record<string, string>>;

const feed: Want = (held) => ({ "if-none-match": held, "a-im": "feed" });
const aim =
  (value: string): Want =>
  (held) => ({ "if-none-match": held, "a-im": value });
const match =
  (value: (held: string) => string): Want =>
  (held) => ({ "if-none-match": value(held), "a-im": "feed" });

const { a: _a, ...WITHOUT_A } = BEFORE;
const { b: _b, ...WITHOUT_B } = BEFORE;
const ADDED = { ...BEFORE, d: D };

/** What happened, how a client asks, what it gets, and which entries. */
it.each<[string, Readonly<Record<string, Draft>>, Want, number, readonly string[]]>([
  ["something was added", ADDED, feed, 226, ["d"]],
  ["something was added that pushed the last out", ADDED, feed, 226, ["d"]],
  [
    "something was edited",
    { ...BEFORE, b: { ...BEFORE.b, published: "2026-10-02T00:00:00Z", body: "New." } },
    feed,
    226,
    ["b"],
  ],
  [
    "something was added and something edited",
    { ...ADDED, c: { published: "2026-10-03T00:00:00Z", headline: "C!" } },
    feed,
    226,
    ["d", "c"],
  ],
  [
    "everything is new",
    {
      x: { published: "2026-11-01T00:00:00Z" },
      y: { published: "2026-11-02T00:00:00Z" },
      z: { published: "2026-11-03T00:00:00Z" },
    },
    feed,
    226,
    ["z", "y", "x"],
  ],
  ["nothing happened", BEFORE, feed, 304, []],
  [
    "something older than all was added, so that the archive goes on elsewhere",
    { ...BEFORE, old: { published: "2020-01-01T00:00:00Z" } },
    feed,
    200,
    ["c", "b", "a"],
  ],
  ["the last was removed", WITHOUT_A, feed, 200, ["c", "b"]],
  ["one in the middle was removed", WITHOUT_B, feed, 200, ["c", "a"]],
  ["one was removed and one added", { ...WITHOUT_B, d: D }, feed, 200, ["d", "c", "a"]],
  [
    "a time of publication changed",
    { ...BEFORE, a: { published: "2026-10-01T00:00:01Z", headline: "A" } },
    feed,
    200,
    ["c", "b", "a"],
  ],
  ["all were removed", {}, feed, 200, []],
  ["A-IM names several", ADDED, aim("vcdiff, feed, gzip"), 226, ["d"]],
  ["A-IM has capitals", ADDED, aim("FEED"), 226, ["d"]],
  ["A-IM has no spaces", ADDED, aim("gzip,feed"), 226, ["d"]],
  ["A-IM has a q-value", ADDED, aim("feed;q=0.5"), 226, ["d"]],
  ["A-IM has a q-value of several", ADDED, aim("gzip;q=0.9, feed ; q=1.0, vcdiff;q=0"), 226, ["d"]],
  ["A-IM refuses it", ADDED, aim("feed;q=0"), 200, ["d", "c", "b"]],
  ["A-IM refuses it at length", ADDED, aim("gzip, feed; q=0.000"), 200, ["d", "c", "b"]],
  ["A-IM names another", ADDED, aim("vcdiff"), 200, ["d", "c", "b"]],
  ["A-IM names one that is like it", ADDED, aim("feeds, x-feed, feed2"), 200, ["d", "c", "b"]],
  ["A-IM is empty", ADDED, aim(""), 200, ["d", "c", "b"]],
  ["A-IM is not sent", ADDED, (held) => ({ "if-none-match": held }), 200, ["d", "c", "b"]],
  ["no tag is sent", ADDED, () => ({ "a-im": "feed" }), 200, ["d", "c", "b"]],
  [
    "only a date is sent",
    ADDED,
    () => ({ "a-im": "feed", "if-modified-since": "Thu, 01 Oct 2020 00:00:00 GMT" }),
    200,
    ["d", "c", "b"],
  ],
  ["any tag is sent", ADDED, match(() => "*"), 304, []],
  ["the tag is unknown", ADDED, match(() => '"0123456789abcdefghijkl-json"'), 200, ["d", "c", "b"]],
  ["the tag is garbage", ADDED, match(() => '"-json", "", "x"'), 200, ["d", "c", "b"]],
  ["the tag is weak", ADDED, match((held) => `W/${held}`), 226, ["d"]],
  ["the tag is of another format", ADDED, match((held) => held.replace("-json", "-rss")), 200, ["d", "c", "b"]],
  ["the tag is of another encoding", ADDED, match((held) => held.replace(/"$/, '-gzip"')), 226, ["d"]],
  ["the tag comes twice", ADDED, match((held) => `${held}, ${held.replace(/"$/, '-gzip"')}`), 226, ["d"]],
])("when %s, a client gets what it needs", async (_, after, want, status, slugs) => {
  const held = await tag();
  await publish(after);
  const response = await client.ask("/feed.json", want(held));
  expect(response.status).toBe(status);
  const body = await response.text();
  const urls = status === 304 ? [] : (JSON.parse(body).items as { url: string }[]).map(({ url }) => url);
  expect(urls).toEqual(slugs.map((slug) => `https://news.example/articles/${slug}`));
  expect(headerOf(response, "etag")).toBe(await tag());
  expect(response.headers.get("im")).toBe(status === 226 ? "feed" : null);
});

it.each([
  ["title", { title: "Another" }],
  ["hubs", { hubs: ["https://hub.example/"] }],
  ["page size", { pageSize: 4 }],
])("after another %s, a client gets everything", async (_, settings) => {
  const held = await tag();
  await publish(ADDED, settings);
  expect((await client.ask("/feed.json", feed(held))).status).toBe(200);
});

it("a tag of another feed of the same site is no older copy of this one", async () => {
  const other = await tag("/categories/india/feed.json");
  const fewer = await tag("/feed.json?limit=2");
  await publish(ADDED);
  for (const held of [other, fewer]) expect((await client.ask("/feed.json", feed(held))).status).toBe(200);
});

it("the state is remembered by who asked for it in another format, or sent only a HEAD", async () => {
  const held = headerOf(await client.ask("/rss.xml", {}, "HEAD"), "etag");
  await publish(ADDED);
  expect((await client.ask("/rss.xml", feed(held))).status).toBe(226);
  expect((await client.ask("/feed.json", feed(held.replace("-rss", "-json")))).status).toBe(226);
});

it("to a list of tags of which one is older than something taken away, a client gets everything", async () => {
  // It may hold either state: that of the second tag has an entry that a delta since the first says nothing of.
  const first = await tag();
  await publish({ ...BEFORE, x: { published: "2026-10-03T12:00:00Z" } }, {});
  const second = await tag();
  await publish(ADDED);
  for (const list of [`${first}, ${second}`, `${second}, ${first}`])
    expect((await client.ask("/feed.json", match(() => list)(""))).status, list).toBe(200);
});

it("a list of tags, all of them of states to which something was only added, gets what is new to the oldest", async () => {
  const first = await tag();
  await publish({ ...BEFORE, x: { published: "2026-10-03T12:00:00Z" } });
  const second = await tag();
  await publish({ ...BEFORE, x: { published: "2026-10-03T12:00:00Z" }, d: D });
  for (const list of [`${first}, ${second}`, `${second}, ${first}`]) {
    const response = await client.ask("/feed.json", match(() => list)(""));
    expect([200, 226]).toContain(response.status);
    const urls = (JSON.parse(await response.text()).items as { url: string }[]).map(({ url }) => url);
    const slugs = response.status === 200 ? ["d", "x", "c"] : ["d", "x"];
    expect(urls, list).toEqual(slugs.map((slug) => `https://news.example/articles/${slug}`));
  }
});

it("a feed that went back to a former state has its former tag", async () => {
  const held = await tag();
  await publish(ADDED);
  await tag();
  await publish(BEFORE);
  expect((await client.ask("/feed.json", feed(held))).status).toBe(304);
});

for (const format of FORMATS) {
  const target = `/${DOCUMENT_NAMES[format]}`;
  it(`a 226 of ${target} is a whole, valid document, with the headers that a delta must have`, async () => {
    const held = await tag(target);
    await publish(ADDED);
    const full = await client.ask(target);
    const delta = await client.ask(target, feed(held));
    expect(delta.status).toBe(226);
    expect(headerOf(delta, "im")).toBe("feed");
    for (const name of ["etag", "last-modified", "vary", "content-type", "link", "access-control-allow-origin"])
      expect(headerOf(delta, name), name).toBe(headerOf(full, name));
    const cache = headerOf(delta, "cache-control").split(", ");
    expect(cache).toContain("no-store");
    expect(cache).toContain("im");
    const vary = headerOf(delta, "vary").toLowerCase().split(/,\s*/);
    expect(vary).toEqual(expect.arrayContaining(["accept-encoding", "a-im"]));
    const body = await delta.text();
    expect(headerOf(delta, "content-length")).toBe(String(Buffer.byteLength(body)));
    expect(linksIn(format, body)).toEqual(["https://news.example/articles/d"]);
    // A client that keeps the tag has the full feed by it.
    expect((await client.ask(target, feed(headerOf(delta, "etag")))).status).toBe(304);
  });

  it(`a 226 of ${target} comes in every encoding, for GET and HEAD, through the app and on the fast path`, async () => {
    const held = await tag(target);
    await publish(ADDED);
    await askUntilCoded(client, target, "br");
    const plain = await (await client.ask(target, feed(held))).text();
    const [slow, fast] = [await wireOf(client, false), await wireOf(client, true)];
    try {
      for (const coding of ["identity", "gzip", "br"]) {
        const headers = { ...feed(held), "accept-encoding": coding };
        const expected = await client.ask(target, { "accept-encoding": coding });
        for (const method of ["GET", "HEAD"]) {
          const response = await client.ask(target, headers, method);
          expect(response.status).toBe(226);
          expect(headerOf(response, "etag")).toBe(headerOf(expected, "etag"));
          expect(response.headers.get("content-encoding") ?? "identity").toBe(coding);
          const body = Buffer.from(await response.arrayBuffer());
          for (const { port } of [slow, fast]) {
            const wired = await send(port, method, target, Object.entries(headers));
            expect(wired.status).toBe(226);
            expect(wired.headers).toMatchObject(Object.fromEntries(response.headers));
            expect(wired.body.equals(body)).toBe(true);
          }
        }
      }
      expect(plain.length).toBeGreaterThan(0);
    } finally {
      await slow.close();
      await fast.close();
    }
  });
}

/** Addresses of a document's entries, once it is well-formed and a feed. */
function linksIn(format: Format, document: string): readonly (string | undefined)[] {
  if (format !== "json") {
    const parser = new SaxesParser({ xmlns: true });
    parser.on("error", (error) => {
      throw error;
    });
    parser.write(document).close();
  }
  const parsed = parseFeed(document);
  expect(parsed.format).toBe(format);
  switch (parsed.format) {
    case "rss":
      return parsed.feed.items?.map(({ link }) => link) ?? [];
    case "atom":
      return parsed.feed.entries?.map(({ links }) => links?.[0]?.href) ?? [];
    case "json":
      return parsed.feed.items?.map(({ url }) => url) ?? [];
    default:
      throw new Error("this is not one of ours");
  }
}
