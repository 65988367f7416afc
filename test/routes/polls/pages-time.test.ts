import { describe, expect, it } from "vitest";
import { type Article, revise } from "../../../src/article/article.ts";
import type { Site } from "../../../src/site/site.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createVirtualClock } from "../../support/fakes/virtual-clock.ts";
import { articleOf, NOW, STORED, siteOf } from "../../support/fixtures/content.ts";
import { deskOf, headerOf, textOf } from "../../support/services/app.ts";
import { publishIn } from "../../support/stores/database.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

const MINUTE = 60_000;
/** Milliseconds after a change from which its date is a strong validator. */
const STRONG = 6_000;
const VISIBLE = 45;
const WAITING = 20;

/** Articles ten minutes apart: some are published by `NOW`, the others are still to come, the first in ten minutes. */
function textsOf(): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: VISIBLE + WAITING }, (_, number) => {
      const published = new Date(NOW.getTime() + (number - VISIBLE + 1) * 10 * MINUTE).toISOString();
      const categories = number % 2 === 0 ? ["India"] : ["Sport"];
      return [`a${number}`, textOf({ published, headline: `Headline ${number}`, categories, byline: "Asha Rao" })];
    }),
  );
}

const STORES: Readonly<Record<string, (site: Site, texts: Record<string, string>) => Promise<ArticleStore>>> = {
  async memory(site, texts) {
    const articles: Article[] = [];
    for (const [slug, text] of Object.entries(texts)) articles.push(await revise(articleOf(text, slug, site), STORED));
    return createMemoryStore(site, articles, STORED);
  },
  async SQLite(site, texts) {
    const database = await emptyDatabase();
    await publishIn(database, site, texts);
    return createSqlStore(database, site);
  },
};

/** Pages, and after how many minutes from `NOW` on the first hour and a half changes them; that of every article. */
const CHANGES: Readonly<Record<string, readonly number[]>> = {
  "/": [10, 20, 30, 40, 50, 60, 70, 80, 90],
  "/categories/india": [20, 40, 60, 80],
  "/authors/asha-rao": [10, 20, 30, 40, 50, 60, 70, 80, 90],
  // Settled: everything that it says stays.
  "/?to=20": [],
  // All that is newer is on the front page up to 52 articles; then on a page that grows up to position 60.
  "/?to=40": [80, 90],
  "/categories/india?to=20": [],
  // The newest of India has no newer neighbour up to the next one of India.
  "/articles/a44": [20],
  // The newest of Sport.
  "/articles/a43": [10],
  "/articles/a20": [],
  "/subscribe": [10, 20, 30, 40, 50, 60, 70, 80, 90],
  "/categories/india/subscribe": [20, 40, 60, 80],
  "/search?q=headline": [10, 20, 30, 40, 50, 60, 70, 80, 90],
  "/search": [],
};

interface Seen {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly etag: string;
  readonly html: string;
  readonly modified: string;
  /** Milliseconds since the epoch up to which a cache may serve it, fresh or stale. */
  readonly until: number;
}

describe.each(Object.entries(STORES))("in %s", (_, storeOf) => {
  it.each(Object.entries(CHANGES))(
    "%s changes when an article becomes visible, and just then",
    async (target, minutes) => {
      const site = await siteOf({ categories: { India: {} } });
      const content = { site, store: await storeOf(site, textsOf()) };
      const clock = createVirtualClock(NOW);
      const kept = deskOf(content, { now: clock.now() });
      const seen: Seen[] = [];
      for (let minute = 0; minute <= 90; minute += 10) {
        // A moment before each publication, the moment of it, when its date is a strong validator, and some time later.
        for (const pause of minute === 0
          ? [0, STRONG, 4 * MINUTE - STRONG]
          : [6 * MINUTE - 1, 1, STRONG, 4 * MINUTE - STRONG]) {
          await clock.advance(pause);
          const now = clock.now();
          kept.now = now;
          const response = await kept.ask(target);
          expect(response.status).toBe(200);
          const html = await response.text();
          // What is kept from before is what somebody finds who has kept nothing.
          const fresh = await deskOf(content, { now }).ask(target);
          expect(await fresh.text()).toBe(html);
          expect(fresh.headers.get("etag")).toBe(response.headers.get("etag"));
          const last = seen.at(-1);
          const changed = last !== undefined && last.html !== html;
          const sinceDate = await kept.ask(target, { "if-modified-since": last?.modified ?? "" });
          // A date says less than a tag: a publication elsewhere in the category may move it as well.
          if (changed) expect(sinceDate.status, now.toISOString()).toBe(200);
          else if (pause !== 1 && pause !== STRONG) expect(sinceDate.status, now.toISOString()).toBe(last ? 304 : 200);
          seen.push({
            at: now.getTime(),
            etag: headerOf(response, "etag"),
            html,
            modified: headerOf(response, "last-modified"),
            until: now.getTime() + keepable(headerOf(response, "cache-control")) * 1000,
          });
        }
      }
      const changes = seen.filter(({ html }, index) => index > 0 && html !== seen[index - 1]?.html);
      expect(changes.map(({ at }) => (at - NOW.getTime()) / MINUTE)).toEqual(minutes);
      for (const { at, html } of changes) {
        for (const earlier of seen.filter((other) => other.at < at)) {
          expect(earlier.html).not.toBe(html);
          expect(earlier.until).toBeLessThanOrEqual(at);
        }
      }
      for (const [index, { html, etag }] of seen.entries())
        expect(etag === seen[index - 1]?.etag).toBe(html === seen[index - 1]?.html);
    },
  );
});

/** Seconds for which a cache may serve a document without asking, fresh or stale (RFC 9111, RFC 5861). */
function keepable(control: string): number {
  const seconds = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(control)?.[1] ?? Number.NaN);
  return seconds("max-age") + seconds("stale-while-revalidate");
}
