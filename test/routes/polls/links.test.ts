import { expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS } from "../../../src/lib/feed-format.ts";
import { contentOf, siteOf } from "../../support/fixtures/content.ts";
import { type Desk, deskOf, headerOf, textsOf } from "../../support/services/app.ts";

const HUBS = ["https://hub.example/a?x=1,2;y", "https://hub.example/b"];

const DRAFTS = {
  a: { published: "2026-10-01T00:00:00Z", categories: ["खेल"], byline: "Asha Rao" },
  b: { published: "2026-10-02T00:00:00Z", categories: ["खेल"], byline: "Asha Rao" },
};

async function client(hubs: readonly string[] = HUBS, address = "https://news.example"): Promise<Desk> {
  const site = await siteOf({ hubs, address });
  return deskOf(await contentOf(textsOf({ a: DRAFTS.a }), site));
}

for (const scope of ["", `/categories/${encodeURIComponent("खेल")}`, "/authors/asha-rao"]) {
  for (const format of FORMATS) {
    const target = `${scope}/${DOCUMENT_NAMES[format]}`;
    it(`${target} names itself, its page for people and every hub in 200, 304, 226 and HEAD`, async () => {
      const service = await client();
      const full = await service.ask(target);
      const etag = headerOf(full, "etag");
      const link = [
        `<https://news.example${target}>; rel="self"`,
        `<https://news.example${scope}/subscribe>; rel="alternate"; type="text/html"`,
        ...HUBS.map((hub) => `<${hub}>; rel="hub"`),
      ].join(", ");
      expect(headerOf(full, "link")).toBe(link);
      const unchanged = await service.ask(target, { "if-none-match": etag });
      expect([unchanged.status, headerOf(unchanged, "link")]).toEqual([304, link]);
      const head = await service.ask(target, {}, "HEAD");
      expect([head.status, headerOf(head, "link")]).toEqual([200, link]);
      service.content = await contentOf(textsOf(DRAFTS), service.content.site);
      for (const method of ["GET", "HEAD"]) {
        const delta = await service.ask(target, { "if-none-match": etag, "a-im": "feed" }, method);
        expect([delta.status, headerOf(delta, "link")]).toEqual([226, link]);
      }
    });
  }
}

it("without a hub, only the feed itself is named, with the number of entries that was asked for, and its page", async () => {
  const service = await client([], "https://news.example/desk");
  const links = [];
  for (const query of ["", "?limit=50", "?limit=7", "?limit=07", "?x=1"])
    links.push(headerOf(await service.ask(`/desk/rss.xml${query}`), "link"));
  const page = '<https://news.example/desk/subscribe>; rel="alternate"; type="text/html"';
  const own = `<https://news.example/desk/rss.xml>; rel="self", ${page}`;
  const seven = `<https://news.example/desk/rss.xml?limit=7>; rel="self", ${page}`;
  expect(links).toEqual([own, own, seven, seven, own]);
});

it("pages have no Link to a feed's hub", async () => {
  const service = await client();
  for (const target of ["/", "/articles/a", "/authors/asha-rao"])
    expect((await service.ask(target)).headers.get("link")).toBeNull();
});

it.each([
  [0, null],
  [1, 1],
  [59, 1],
  [60, 1],
  [61, 2],
  [300, 5],
  [3_600, 60],
  [31_536_000, 525_600],
])("with a max-age of %i seconds, RSS says a ttl of %s minutes", async (maxAge, ttl) => {
  const service = deskOf(await contentOf(textsOf(DRAFTS), await siteOf({ cache: { maxAge } })));
  const response = await service.ask("/rss.xml");
  expect(headerOf(response, "cache-control")).toContain(`max-age=${maxAge},`);
  const found = /<ttl>(\d+)<\/ttl>/.exec(await response.text())?.[1];
  expect(found === undefined ? null : Number(found)).toBe(ttl);
});
