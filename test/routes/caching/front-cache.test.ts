import fc from "fast-check";
import { expect, it } from "vitest";
import { createApp } from "../../../src/app.ts";
import { ownerTokens } from "../../../src/http/access-tokens.ts";
import { createPublishApi } from "../../../src/publish/publish-api.ts";
import { affectedTags } from "../../../src/routes/cache-tags.ts";
import { createResolver } from "../../../src/routes/resolver.ts";
import { nodeCompression } from "../../../src/runtime/node/compression.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { cacheOf, type SharedCache } from "../../support/fakes/shared-cache.ts";
import { NOW, siteOf } from "../../support/fixtures/content.ts";
import { type Draft, textOf, textsOf } from "../../support/services/app.ts";
import { TOKEN } from "../../support/services/publishing.ts";
import { publishIn } from "../../support/stores/database.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";
import { amount } from "../../support/sweep.ts";

/*
 * A cache in front keeps everything for a day, and is told of each change by the tags that the change touches: what it
 * serves is what the service would say itself, whatever is asked for.
 */
const SETTINGS = { categories: { India: {}, Weather: {} }, cache: { maxAge: 86_400 }, pageSize: 10 };
const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE).toISOString();

/** Enough that pages and lists go on: the highest positions are those of the slugs that change. */
const SEED: Readonly<Record<string, Draft>> = Object.fromEntries(
  Array.from({ length: 41 }, (_, index): [string, Draft] => [
    `s${String(index).padStart(2, "0")}`,
    {
      published: at((index - 41) * 70),
      categories: index % 2 === 0 ? ["India"] : ["India", "Weather"],
      byline: index % 3 === 0 ? "Asha Rao" : undefined,
    },
  ]),
);
const SLUGS = ["s00", "s20", "s39", "s40", "new", "other"];

const SCOPES = ["", "/categories/india", "/categories/weather", "/authors/asha-rao", "/authors/vikram-nair"];
const TARGETS = [
  ...SCOPES.flatMap((scope) => [
    scope || "/",
    ...[3, 20, 21, 40, 41].map((to) => `${scope || "/"}?to=${to}`),
    `${scope}/subscribe`,
    `${scope}/atom.xml`,
    `${scope}/archive/1/rss.xml`,
  ]),
  "/subscribe?from=11",
  ...["", "/subscribe", "/feed.json"].map((path) => `/search${path}?q=another`),
  "/search",
  ...[...SLUGS, "s19", "s21", "s38"].map((slug) => `/articles/${slug}`),
  "/feeds",
  "/feeds?page=2",
  "/opml.xml",
  ...["", "?part=1", "?part=2", "?pages=1"].map((query) => `/sitemap.xml${query}`),
  "/news-sitemap.xml",
  "/robots.txt",
  "/manifest.webmanifest",
  "/style.css",
];

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("put" as const),
      slug: fc.constantFrom(...SLUGS),
      draft: fc.record({
        published: fc.constantFrom(at(-4000), at(-1400), at(-70), at(-1), at(30), at(600)),
        categories: fc.constantFrom([], ["India"], ["Weather"], ["Weather", "India"], ["Sport"]),
        byline: fc.constantFrom(undefined, "Asha Rao", "Vikram Nair"),
        headline: fc.constantFrom("A headline", "Another headline"),
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("remove" as const), slug: fc.constantFrom(...SLUGS) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      minutes: fc.constantFrom(1, 29, 31, 700, 1500),
    }),
  },
);

/** The service over a database, and a cache in front of it that it tells of what it changes. */
async function open() {
  const site = await siteOf(SETTINGS);
  const database = await emptyDatabase();
  await publishIn(database, site, textsOf(SEED));
  const content = { site, store: createSqlStore(database, site), writer: createSqlWriter(database, site) };
  const state: { now: Date; cache?: SharedCache } = { now: NOW };
  const now = () => state.now;
  const log = createLog("silent", () => undefined);
  const service = createResolver(now, nodeCompression, true);
  const api = createPublishApi({
    content: () => content,
    tokens: () => ownerTokens(TOKEN),
    now,
    log,
    onPublished(touched, slugs, removed) {
      service.forget(removed);
      state.cache?.purge(affectedTags(touched, slugs));
    },
  });
  const app = createApp({
    content: () => content,
    service,
    now,
    log,
    mounts: (mounted) => mounted.route("/", api),
  });
  const cache = cacheOf(async (request) => app.fetch(request), now);
  state.cache = cache;
  const order = async (method: string, slug: string, body?: string) => {
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "text/plain" };
    const request = { method, headers, ...(body === undefined ? {} : { body }) };
    return (await app.request(`http://localhost/api/articles/${slug}`, request)).status;
  };
  return { state, cache, order, ask: (target: string) => app.request(`http://localhost${target}`) };
}

it("after any change that it is told of, and at any time, the cache serves every page as the service would", {
  timeout: 60_000,
}, async () => {
  let served = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 6 }), async (steps) => {
      const { state, cache, order, ask } = await open();
      for (const target of TARGETS) await cache.ask(target);
      for (const each of steps) {
        if (each.kind === "wait") state.now = new Date(state.now.getTime() + each.minutes * MINUTE);
        else if (each.kind === "remove") expect([204, 404, 410]).toContain(await order("DELETE", each.slug));
        else expect([200, 201]).toContain(await order("PUT", each.slug, textOf(each.draft)));
        const before = cache.origin.length;
        for (const target of TARGETS) {
          const [cached, direct] = [await cache.ask(target), await ask(target)];
          expect([cached.status, await cached.text()], target).toEqual([direct.status, await direct.text()]);
        }
        served += TARGETS.length - (cache.origin.length - before);
      }
    }),
    { seed: 9111, numRuns: amount(4, 12) },
  );
  // The cache answered much by itself.
  expect(served).toBeGreaterThan(300);
});
