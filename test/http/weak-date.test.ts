import fc from "fast-check";
import { expect, it } from "vitest";
import { contentOf, NOW, siteOf } from "../support/fixtures/content.ts";
import { deskOf, headerOf, textOf } from "../support/services/app.ts";

/*
 * `Last-Modified` counts seconds. A client that knows no entity tags must get every state in the end, however many there
 * were within a second (RFC 9110, section 8.8.2.2).
 */

const SECOND = 1_000;

async function stateOf(body: string, modified: Date) {
  return contentOf({ a: textOf({ published: "2026-11-01T00:00:00Z", body }) }, await siteOf(), modified);
}

it("two edits within a second both reach a client that has only dates", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 998 }),
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 0, max: 800 }),
      async (start, gap, lag) => {
        const first = new Date(NOW.getTime() + start);
        const second = new Date(Math.min(NOW.getTime() + 999, first.getTime() + gap));
        const [before, after] = [await stateOf("First.", first), await stateOf("Second.", second)];
        const ask = async (content: typeof before, now: Date, date?: string) =>
          deskOf(content, { now }).ask("/rss.xml", date === undefined ? {} : { "if-modified-since": date });
        // The store shows the second edit a moment after it was made: until then, clients get the first.
        const seen = new Date(second.getTime() + lag);
        const held = await ask(before, new Date(Math.max(first.getTime(), seen.getTime() - 1)));
        const next = await ask(after, seen, headerOf(held, "last-modified"));
        const later = await ask(after, new Date(seen.getTime() + 10 * SECOND), headerOf(held, "last-modified"));
        expect([next.status, later.status]).toEqual([200, 200]);
      },
    ),
    { seed: 11, numRuns: 100 },
  );
});

it("once it is settled, a date costs nothing", async () => {
  const content = await stateOf("First.", NOW);
  const ask = (after: number, date?: string) =>
    deskOf(content, { now: new Date(NOW.getTime() + after) }).ask(
      "/rss.xml",
      date === undefined ? {} : { "if-modified-since": date },
    );
  const early = await ask(0);
  expect(Date.parse(headerOf(early, "last-modified"))).toBe(NOW.getTime() - SECOND);
  expect((await ask(4 * SECOND, headerOf(early, "last-modified"))).status).toBe(200);
  const settled = await ask(5 * SECOND, headerOf(early, "last-modified"));
  expect(settled.status).toBe(200);
  expect(Date.parse(headerOf(settled, "last-modified"))).toBe(NOW.getTime());
  expect((await ask(5 * SECOND, headerOf(settled, "last-modified"))).status).toBe(304);
});

it("headers that were kept while the date was weak are not sent when it is strong", async () => {
  const client = deskOf(await stateOf("First.", NOW), { now: NOW });
  const weak = headerOf(await client.ask("/rss.xml"), "last-modified");
  client.now = new Date(NOW.getTime() + 5 * SECOND);
  expect(Date.parse(headerOf(await client.ask("/rss.xml"), "last-modified")) - Date.parse(weak)).toBe(SECOND);
});
