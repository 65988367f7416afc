import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Format } from "../../../src/lib/feed-format.ts";
import { type Hub, startHub } from "../../support/fakes/hub.ts";
import { type Subscriber, startSubscriber } from "../../support/fakes/subscriber.ts";
import { eventually } from "../../support/services/eventually.ts";
import { linesOf, NDJSON_TYPE } from "../../support/services/publishing.ts";
import { type Audience, audienceOf } from "./audience.ts";
import { type Make, type Place, type Publisher, publisherAt } from "./place.ts";
import { entriesOf, everIn, feedsOf, poll, slugsOf, textAt, tombstonesOf } from "./reader.ts";
import { EDITED, EDITED_AGAIN, MANY, WRITTEN } from "./written.ts";

const INDIA = "/categories/india";
const FEEDS = [...feedsOf(""), ...feedsOf(INDIA)];
const MINUTE = 60_000;

const [PORTS, HINDI, RIVER] = WRITTEN as [(typeof WRITTEN)[number], (typeof WRITTEN)[number], (typeof WRITTEN)[number]];

/**
 * An article's whole life as publishers, readers and a hub's subscribers see it, over HTTP: published, polled, edited,
 * removed, published again; what is told on the way goes through a hub of the tests to a subscriber.
 */
export function describeWalk(name: string, make: Make): void {
  describe(`publishing on ${name}`, { timeout: 60_000 }, () => {
    let hub: Hub;
    let subscriber: Subscriber;
    let audience: Audience;
    let place: Place;
    let publisher: Publisher;
    let tag: string;

    const at = (path: string) => place.origin + path;
    const slugsAt = async (format: Format, path: string) => slugsOf(format, await textAt(at(path)));

    beforeAll(async () => {
      [hub, subscriber] = await Promise.all([startHub(), startSubscriber("a secret of both")]);
      place = await make(hub.address);
      publisher = publisherAt(place.origin);
      audience = audienceOf(
        place,
        hub,
        subscriber,
        FEEDS.map(([, path]) => path),
      );
    }, 60_000);
    afterAll(async () => {
      await place?.close();
      await Promise.all([hub.stop(), subscriber.stop()]);
    });

    const pushed = (action: () => Promise<unknown>) => audience.after(action);

    it("a subscriber finds the hub in every feed and subscribes to it", async () => {
      for (const [, path] of FEEDS) {
        const { status, headers } = await poll(at(path));
        expect(status).toBe(200);
        const link = headers.get("link") ?? "";
        const [self] = /(?<=<)[^>]+(?=>; rel="self")/.exec(link) ?? [];
        const [found] = /(?<=<)[^>]+(?=>; rel="hub")/.exec(link) ?? [];
        expect([self, found]).toEqual([at(path), hub.address]);
        expect(await subscriber.subscribe(found ?? "", self ?? "")).toBe(202);
      }
      await eventually(() => hub.subscriptions.length === FEEDS.length);
      expect([...hub.subscriptions].sort()).toEqual(
        FEEDS.map(([, path]) => `${subscriber.callback} ${at(path)}`).sort(),
      );
    });

    it.each(WRITTEN)("$source.type: what is published is in every feed as it was written", async (written) => {
      const { slug, source, expected } = written;
      await pushed(() => publisher.put(slug, source, { "if-none-match": "*" }));
      for (const [format, path] of FEEDS) {
        const entries = await entriesOf(format, await textAt(at(path)));
        const entry = entries.find(({ id }) => id === expected.id);
        expect(entry, path).toMatchObject(expected);
        expect(entry?.link).toBe(at(`/articles/${encodeURIComponent(slug)}`));
      }
      const again = await publisher.ask("PUT", `/api/articles/${encodeURIComponent(slug)}`, {
        headers: { "content-type": source.type },
        body: source.text,
      });
      expect([again.status, await again.json()]).toMatchObject([200, { outcome: "same" }]);
      const stored = await publisher.ask("GET", `/api/articles/${encodeURIComponent(slug)}`);
      expect(await stored.text()).toBe(source.text);
    });

    it("whoever holds a feed already gets 304 with nothing in it", async () => {
      for (const [, path] of FEEDS) {
        const { headers, text: held } = await poll(at(path));
        const tagged = await poll(at(path), { "if-none-match": headers.get("etag") ?? "" });
        expect([tagged.status, tagged.text], path).toEqual([304, ""]);
        // For seconds after a publication, its date is weak.
        const dated = await poll(at(path), { "if-modified-since": headers.get("last-modified") ?? "" });
        expect([`304 `, `200 ${held}`], path).toContain(`${dated.status} ${dated.text}`);
      }
    });

    it("an edit reaches those that hold the former feed, and only by whoever knows what is there", async () => {
      const before = await Promise.all(FEEDS.map(([, path]) => poll(at(path))));
      const source = await publisher.ask("GET", `/api/articles/${PORTS.slug}`);
      const held = source.headers.get("etag") ?? "";
      expect((await poll(at("/search/feed.json?q=quokkamaran"))).text).not.toContain(PORTS.slug);
      await pushed(async () => {
        tag = await publisher.put(PORTS.slug, EDITED, { "if-match": held });
      });
      expect(tag).not.toBe(held);
      const stale = await publisher.ask("PUT", `/api/articles/${PORTS.slug}`, {
        headers: { "content-type": "text/plain", "if-match": held },
        body: EDITED_AGAIN.text,
      });
      expect(stale.status).toBe(412);
      for (const [index, [format, path]] of FEEDS.entries()) {
        const { headers, text } = before[index] as (typeof before)[number];
        const validator = { "if-none-match": headers.get("etag") ?? "" };
        const after = await poll(at(path), validator);
        expect(after.status).toBe(200);
        expect(after.headers.get("etag")).not.toBe(headers.get("etag"));
        expect(await slugsOf(format, after.text)).toEqual(await slugsOf(format, text));
        expect(after.text).toContain("Quayside is quiet again");
        const delta = await poll(at(path), { ...validator, "a-im": "feed" });
        const reported = place.deltas ? [226, [PORTS.slug]] : [200, await slugsOf(format, text)];
        expect([delta.status, await slugsOf(format, delta.text)]).toEqual(reported);
      }
      expect(await slugsAt("json", "/categories/weather/feed.json")).toEqual([]);
      const page = await textAt(at(`/articles/${PORTS.slug}`));
      expect(page).toContain('<h1 dir="auto">Quayside is quiet again</h1>');
      expect(page).not.toContain("Harbour masters");
      expect(await slugsAt("json", "/search/feed.json?q=quokkamaran")).toEqual([PORTS.slug]);
    });

    it("a removed article is gone from everywhere, and Atom says so", async () => {
      await pushed(async () => {
        const response = await publisher.ask("DELETE", `/api/articles/${PORTS.slug}`, {
          headers: { "if-match": tag },
        });
        expect(response.status).toBe(204);
      });
      for (const [format, path] of FEEDS) {
        const text = await textAt(at(path));
        expect(await slugsOf(format, text)).toEqual([RIVER.slug, HINDI.slug]);
        if (format === "atom") expect(tombstonesOf(text)).toEqual([PORTS.expected.id]);
        else expect(text).not.toContain(PORTS.slug);
      }
      expect((await poll(at(`/articles/${PORTS.slug}`))).status).toBe(410);
      expect((await publisher.ask("GET", `/api/articles/${PORTS.slug}`)).status).toBe(404);
      expect(await slugsAt("json", "/search/feed.json?q=quokkamaran")).toEqual([]);
    });

    it("what is published again is there again, and no tombstone is left", async () => {
      await pushed(() => publisher.put(PORTS.slug, EDITED, { "if-none-match": "*" }));
      for (const [format, path] of FEEDS) {
        const text = await textAt(at(path));
        expect(await slugsOf(format, text)).toEqual([PORTS.slug, RIVER.slug, HINDI.slug]);
        if (format === "atom") expect(tombstonesOf(text)).toEqual([]);
      }
      expect((await poll(at(`/articles/${PORTS.slug}`))).status).toBe(200);
    });

    it("a hub that is away for an hour misses nothing", async () => {
      const since = subscriber.deliveries.length;
      await hub.set({ kind: "down" });
      await publisher.put(PORTS.slug, EDITED_AGAIN);
      await publisher.put("meanwhile", { type: "text/plain", text: EDITED.text.replace("01:00", "00:31") });
      expect((await publisher.ask("DELETE", `/api/articles/${RIVER.slug}`)).status).toBe(204);
      await place.tick();
      await hub.set({ kind: "status", status: 503 });
      const requests = hub.requests.length;
      await place.ahead(30 * MINUTE);
      await place.tick();
      await eventually(() => hub.requests.length > requests);
      expect(subscriber.deliveries.length).toBe(since);
      await hub.set({ kind: "well" });
      // What was under way when the hub came back is tried again some minutes later.
      let minutes = 61;
      await audience.upToDate(since, async () => {
        minutes += 1;
        await place.ahead(minutes * MINUTE);
        await place.tick();
      });
      const atom = audience.deliveriesOf("/atom.xml", since).at(-1)?.body ?? "";
      expect(await slugsOf("atom", atom)).toEqual(["meanwhile", PORTS.slug, HINDI.slug]);
      expect(tombstonesOf(atom)).toEqual([RIVER.expected.id]);
      expect(atom).toContain("Quayside has a brass band");
    });

    it("many at once come in one go, are pushed, and are listed each once", async () => {
      const body = MANY.map(({ slug, source }) => JSON.stringify({ slug, format: "wire", source })).join("\n");
      await pushed(async () => {
        const response = await publisher.ask("POST", "/api/articles", { headers: NDJSON_TYPE, body });
        const answers = await linesOf(response);
        expect(answers.map(({ line, status, slug }) => [line, status, slug])).toEqual(
          MANY.map(({ slug }, index) => [index + 1, 201, slug]),
        );
      });
      const slugs = [...MANY.map(({ slug }) => slug), "meanwhile", PORTS.slug, HINDI.slug];
      const listed: { slug: string; tag: string }[] = [];
      for (let next: string | undefined = "/api/articles?limit=100"; next !== undefined; ) {
        const response = await publisher.ask("GET", next);
        const page = (await response.json()) as { articles: typeof listed; next?: string };
        listed.push(...page.articles);
        next = page.next;
      }
      expect(listed.map(({ slug }) => slug)).toEqual(slugs.toSorted(byBytes));
      const { slug = "", tag: named } = listed.at(-1) ?? {};
      const source = await publisher.ask("GET", `/api/articles/${encodeURIComponent(slug)}`);
      expect(source.headers.get("etag")).toBe(`"${named}"`);
    });

    it("the links from the newest feed to the oldest archive page lead to each article once", async () => {
      const later = MANY.map(({ slug }) => `tag:walk.example,2025-05-01:articles/${slug}`).reverse();
      const first = [PORTS.expected.id?.replace(PORTS.slug, "meanwhile"), PORTS.expected.id, HINDI.expected.id];
      for (const [format, path] of feedsOf("")) expect(await everIn(format, at(path))).toEqual([...later, ...first]);
      const india = later.filter((_, index) => (249 - index) % 3 === 0);
      for (const [format, path] of feedsOf(INDIA)) expect(await everIn(format, at(path))).toEqual([...india, ...first]);
      const found = await slugsAt("rss", "/search/rss.xml?q=widgetry&category=india&limit=100");
      expect(found).toEqual(
        MANY.filter((_, index) => index % 3 === 0)
          .map(({ slug }) => slug)
          .reverse(),
      );
    });

    it("a tombstone goes after its time, and the article stays gone", async () => {
      await place.ahead(31 * 24 * 60 * MINUTE);
      for (const path of ["/atom.xml", `${INDIA}/atom.xml`]) expect(tombstonesOf(await textAt(at(path)))).toEqual([]);
      expect((await poll(at(`/articles/${RIVER.slug}`))).status).toBe(410);
    });
  });
}

/** The order of UTF-8's bytes, in which the list is. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
