import { describe, expect, it } from "vitest";
import { type Article, revise } from "../../../src/article/article.ts";
import type { Site } from "../../../src/site/site.ts";
import type { Content } from "../../../src/store/content.ts";
import { leftFeed } from "../../../src/store/folder/change-log.ts";
import { createMemoryStore, type MemoryStore } from "../../../src/store/memory/memory-store.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { articleOf, NOW, siteOf } from "../../support/fixtures/content.ts";
import { attributesIn, pageAt, textsIn } from "../../support/readers/parsed-page.ts";
import { deskOf, headerOf, textOf } from "../../support/services/app.ts";
import { publishIn } from "../../support/stores/database.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

/** A content that is edited as time goes on. */
interface Newsroom {
  readonly content: () => Content;
  readonly put: (slug: string, text: string, now: Date) => Promise<void>;
  readonly remove: (slug: string, now: Date) => Promise<void>;
}

const NEWSROOMS: Readonly<Record<string, (site: Site) => Promise<Newsroom>>> = {
  async memory(site) {
    const articles = new Map<string, Article>();
    let changed = new Date(0);
    let store: MemoryStore = createMemoryStore(site, [], changed);
    const exchange = (slug: string, added: readonly Article[]) => {
      const old = articles.get(slug);
      store = store.withChanges({ removed: old ? [old] : [], added }, changed);
      articles.delete(slug);
      for (const article of added) articles.set(slug, article);
    };
    return {
      content: () => ({ site, store }),
      async put(slug, text, now) {
        const article = await revise(articleOf(text, slug, site), now);
        const before = articles.get(slug);
        if (before && leftFeed(before, article)) changed = now;
        exchange(slug, [article]);
      },
      async remove(slug, now) {
        changed = now;
        exchange(slug, []);
      },
    };
  },
  async SQLite(site) {
    const database = await emptyDatabase();
    const store = createSqlStore(database, site);
    const content = { site, store };
    return {
      content: () => content,
      put: (slug, text, now) => publishIn(database, site, { [slug]: text }, now),
      async remove(slug, now) {
        await createSqlWriter(database, site).writeChanges([{ kind: "remove", slug }], now);
      },
    };
  },
};

const HOUR = 3_600_000;
const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const india = (hours: number, headline: string) =>
  textOf({ published: at(hours).toISOString(), headline, categories: ["India"] });

/** What happens one after the other, and what the page of the article `b` then shows before and behind it. */
const EVENTS: readonly {
  readonly what: string;
  readonly happen: (newsroom: Newsroom, now: Date) => Promise<void>;
  readonly beside: readonly string[];
}[] = [
  {
    what: "the headline of the newer one is edited",
    happen: (room, now) => room.put("c", india(-1, "C edited"), now),
    beside: ["A", "C edited"],
  },
  {
    what: "the text of the newer one is edited",
    happen: (room, now) => room.put("c", `${india(-1, "C edited")}\nMore.`, now),
    beside: ["A", "C edited"],
  },
  {
    what: "one is published with an earlier date, between both",
    happen: (room, now) => room.put("between", india(-1.5, "Between"), now),
    beside: ["A", "Between"],
  },
  {
    what: "a newer one is published",
    happen: (room, now) => room.put("d", india(0, "D"), now),
    beside: ["A", "Between"],
  },
  {
    what: "the older one is removed",
    happen: (room, now) => room.remove("a", now),
    beside: ["Between"],
  },
  {
    what: "the newer one leaves the category",
    happen: (room, now) => room.put("between", textOf({ published: at(-1.5).toISOString() }), now),
    beside: ["C edited"],
  },
  {
    what: "it is edited itself",
    happen: (room, now) => room.put("b", india(-2, "B edited"), now),
    beside: ["C edited"],
  },
];

describe.each(Object.entries(NEWSROOMS))("in %s", (_, open) => {
  it("the page of an article follows whatever changes beside it, for those who know tags and those who know dates", async () => {
    const newsroom = await open(await siteOf({ categories: { India: {} } }));
    for (const [slug, hours] of [
      ["a", -3],
      ["b", -2],
      ["c", -1],
    ] as const)
      await newsroom.put(slug, india(hours, slug.toUpperCase()), at(-0.5));
    const client = deskOf(newsroom.content(), { now: at(0) });
    const target = "/articles/b";
    let before = await client.ask(target);
    let html = await before.text();
    for (const [index, { what, happen, beside }] of EVENTS.entries()) {
      const now = at(index + 1);
      await happen(newsroom, now);
      client.content = newsroom.content();
      client.now = now;
      const { document, html: next } = await pageAt((path) => client.ask(path), target);
      expect(textsIn(document, ".beside .headline"), what).toEqual(beside);
      const status = next === html ? 304 : 200;
      const etag = { "if-none-match": headerOf(before, "etag") };
      expect((await client.ask(target, etag)).status, what).toBe(status);
      if (status === 200) {
        const date = { "if-modified-since": headerOf(before, "last-modified") };
        expect((await client.ask(target, date)).status, what).toBe(200);
      }
      before = await client.ask(target);
      html = next;
    }
  });

  it("a page of older articles follows what is published, edited and removed", async () => {
    const newsroom = await open(await siteOf({ categories: { India: {} } }));
    for (let number = 1; number <= 40; number += 1)
      await newsroom.put(`a${number}`, india(number - 100, `Headline ${number}`), at(-0.5));
    const client = deskOf(newsroom.content(), { now: at(0) });
    const target = "/categories/india?to=20";
    const events: readonly [string, (now: Date) => Promise<void>, string][] = [
      [
        "one more makes a page of newer ones",
        (now) => newsroom.put("n", india(0, "N"), now),
        "/categories/india?to=40",
      ],
      ["one on it is edited", (now) => newsroom.put("a7", india(-93, "Edited"), now), "/categories/india?to=40"],
      ["one on it is removed", (now) => newsroom.remove("a8", now), ""],
    ];
    let before = await client.ask(target);
    const first = await pageAt((path) => client.ask(path), target);
    expect(attributesIn(first.document, '.pager [rel="prev"]', "href")).toEqual(["/categories/india"]);
    for (const [index, [what, happen, newer]] of events.entries()) {
      const now = at(index + 1);
      await happen(now);
      client.content = newsroom.content();
      client.now = now;
      for (const condition of [
        { "if-none-match": headerOf(before, "etag") },
        { "if-modified-since": headerOf(before, "last-modified") },
      ])
        expect((await client.ask(target, condition)).status, what).toBe(200);
      const { document } = await pageAt((path) => client.ask(path), target);
      if (newer) expect(attributesIn(document, '.pager [rel="prev"]', "href"), what).toEqual([newer]);
      before = await client.ask(target);
    }
    const { document } = await pageAt((path) => client.ask(path), target);
    expect(textsIn(document, ".entries h2")).toContain("Edited");
    expect(textsIn(document, ".entries h2")).not.toContain("Headline 8");
  });
});
