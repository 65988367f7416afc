import { expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS } from "../../../src/lib/feed-format.ts";
import { contentOf, NOW, siteOf } from "../../support/fixtures/content.ts";
import { send, wireOf } from "../../support/readers/poll-client.ts";
import { deskOf, headerOf, textsOf } from "../../support/services/app.ts";

/** What only the article to come says; no answer may have any of it before its time. */
const SECRETS = ["Xylophone", "xylophone", "Zebra", "zebra"];

const AT = new Date(NOW.getTime() + 3_600_000);

const DRAFTS = {
  now: { published: "2026-10-01T00:00:00Z", categories: ["India"], byline: "Asha Rao" },
  "xylophone-news": {
    published: AT.toISOString(),
    headline: "Xylophone",
    standfirst: "Xylophone.",
    body: "Xylophone.",
    image: "https://i.example/xylophone.png | Xylophone",
    // One more category and author that nobody has heard of yet.
    categories: ["India", "Zebra"],
    byline: "Asha Rao and Zebra",
  },
};

function targetsOf(path: string): string[] {
  return [
    path || "/",
    ...FORMATS.flatMap((format) => ["", "?limit=1"].map((query) => `${path}/${DOCUMENT_NAMES[format]}${query}`)),
  ];
}

const SHARED = ["", "/categories/india", "/authors/asha-rao"].flatMap(targetsOf);
const NEW = ["/articles/xylophone-news", ...["/categories/zebra", "/authors/zebra"].flatMap(targetsOf)];

it("an article with a future time is invisible at every address until its second, and then it is there", async () => {
  const client = deskOf(await contentOf(textsOf(DRAFTS), await siteOf()));
  const wire = await wireOf(client, true);
  try {
    const etags = new Map<string, string>();
    for (const before of [-3_600_000, -1_000, -1]) {
      client.now = new Date(AT.getTime() + before);
      for (const target of [...SHARED, ...NEW]) {
        // The second time, what is ready answers on the fast path.
        for (let time = 0; time < 2; time += 1) {
          const { status, headers, body } = await send(wire.port, "GET", target);
          expect(status, target).toBe(NEW.includes(target) ? 404 : 200);
          const all = JSON.stringify(headers) + body.toString();
          for (const secret of SECRETS) expect(all, target).not.toContain(secret);
          if (status === 200) {
            expect(etags.get(target) ?? headers.etag).toBe(headers.etag);
            etags.set(target, headers.etag ?? "");
          }
        }
      }
    }
    client.now = AT;
    for (const target of [...SHARED, ...NEW]) {
      const etag = etags.get(target);
      const poll = etag === undefined ? [] : [["if-none-match", etag] as const];
      const { status, headers, body } = await send(wire.port, "GET", target, poll);
      expect(status, target).toBe(200);
      expect(body.toString(), target).toMatch(/xylophone|zebra/i);
      // Something else may appear in the same second.
      expect(headers["last-modified"]).toBe(new Date(AT.getTime() - 1_000).toUTCString());
      expect(headers["cache-control"]).toContain("max-age=300,");
    }
  } finally {
    await wire.close();
  }
});

it("a client that knows no entity tags gets it as well, and one that merges deltas gets only it", async () => {
  const client = deskOf(await contentOf(textsOf(DRAFTS), await siteOf()));
  const before = await client.ask("/feed.json");
  const dated = { "if-modified-since": headerOf(before, "last-modified") };
  expect((await client.ask("/feed.json", dated)).status).toBe(304);
  client.now = AT;
  expect((await client.ask("/feed.json", dated)).status).toBe(200);
  const delta = await client.ask("/feed.json", { "if-none-match": headerOf(before, "etag"), "a-im": "feed" });
  expect(delta.status).toBe(226);
  expect(((await delta.json()) as { items: { title: string }[] }).items.map(({ title }) => title)).toEqual([
    "Xylophone",
  ]);
});

it("several appear one after the other, each at its own second", async () => {
  const times = [1, 2, 2.5, 60].map((seconds) => new Date(NOW.getTime() + seconds * 1000));
  const drafts = Object.fromEntries(times.map((time, index) => [`soon-${index}`, { published: time.toISOString() }]));
  const client = deskOf(await contentOf(textsOf(drafts), await siteOf()));
  for (const [index, time] of times.entries()) {
    for (const [instant, count] of [
      [time.getTime() - 1, index],
      [time.getTime(), index + 1],
    ] as const) {
      client.now = new Date(instant);
      const { items } = (await (await client.ask("/feed.json")).json()) as { items: unknown[] };
      expect(items).toHaveLength(count);
    }
  }
});

it("what a category is called does not follow the label of an article to come", async () => {
  const drafts = {
    now: { published: "2026-10-01T00:00:00Z", categories: ["Town Hall"], byline: "Asha Rao" },
    soon: { published: AT.toISOString(), categories: ["TOWN-HALL"], byline: "ASHA RAO" },
  };
  const client = deskOf(await contentOf(textsOf(drafts), await siteOf()));
  for (const target of ["/categories/town-hall", "/categories/town-hall/rss.xml", "/authors/asha-rao/atom.xml", "/"]) {
    const body = await (await client.ask(target)).text();
    expect(body, target).toMatch(/Town Hall|Asha Rao/);
    expect(body, target).not.toMatch(/TOWN-HALL|ASHA RAO/);
  }
});
