import { expect, it } from "vitest";
import { createApp } from "../../../src/app.ts";
import { createResolver } from "../../../src/routes/resolver.ts";
import { nodeCompression } from "../../../src/runtime/node/compression.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { contentOf, NOW, siteOf } from "../../support/fixtures/content.ts";

const SITE = await siteOf();
const TEXT = "Published 2026-10-01T00:00:00Z\nWhat was withdrawn\n\nText of it.\nMore text of it.";

it("what was removed is not shown again when the store fails; other last answers are, and not for long", async () => {
  // The page of what stands beside it names it.
  const texts = {
    secret: TEXT,
    beside: TEXT.replace("10-01", "10-02"),
    other: TEXT.replace("10-01", "10-03"),
  };
  const { store: real } = await contentOf(texts, SITE);
  let version = 0;
  const down = async () => {
    if (version > 0) throw new Error("the disk is gone");
  };
  const store: ArticleStore = {
    ...real,
    changeCounter: () => version,
    newestPage: (query) => down().then(() => real.newestPage(query)),
    article: (slug, now) => down().then(() => real.article(slug, now)),
    removed: (slug) => down().then(() => real.removed(slug)),
  };
  const content = { site: SITE, store };
  const service = createResolver(() => NOW, nodeCompression, false);
  const app = createApp({
    content: () => content,
    service,
    now: () => NOW,
    log: createLog("silent", () => undefined),
  });
  const ask = (path: string) => app.request(`http://localhost${path}`);
  for (const path of ["/articles/secret", "/articles/beside", "/articles/other", "/atom.xml"])
    expect((await ask(path)).status).toBe(200);

  version += 1;
  service.forget(["secret"]);
  for (const path of ["/articles/secret", "/articles/beside", "/atom.xml"]) {
    const response = await ask(path);
    expect(response.status).toBe(503);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.text()).not.toContain("withdrawn");
  }
  const kept = await ask("/articles/other");
  expect(kept.status).toBe(200);
  const maxAge = Number(/max-age=(\d+)/.exec(kept.headers.get("cache-control") ?? "")?.[1]);
  expect(maxAge).toBeLessThanOrEqual(5);
});

it.each(["/articles/secret", "/articles/beside", "/atom.xml", "/"])(
  "%s, looked up while an article was removed, does not bring it back once the store fails",
  async (path) => {
    const texts = { secret: TEXT, beside: TEXT.replace("10-01", "10-02") };
    const { store: real } = await contentOf(texts, SITE);
    const [before, removal] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const state = { version: 0, fails: false };
    /** What was there is answered only after the removal. */
    const late = async <T>(read: () => Promise<T>): Promise<T> => {
      if (state.fails) throw new Error("the disk is gone");
      const found = await read();
      before.resolve();
      await removal.promise;
      return found;
    };
    const { changeCounter: _, ...reads } = real;
    const lateReads = Object.entries(reads).map(([name, read]: [string, unknown]) => [
      name,
      (...given: unknown[]) => late(async () => Reflect.apply(read as () => unknown, reads, given)),
    ]);
    const store: ArticleStore = { ...Object.fromEntries(lateReads), changeCounter: () => state.version };
    const content = { site: SITE, store };
    const service = createResolver(() => NOW, nodeCompression, false);
    const app = createApp({
      content: () => content,
      service,
      now: () => NOW,
      log: createLog("silent", () => undefined),
    });
    const first = app.request(`http://localhost${path}`);
    await before.promise;
    state.version = 1;
    service.forget(["secret"]);
    removal.resolve();
    expect((await first).status).toBe(200);

    state.fails = true;
    const response = await app.request(`http://localhost${path}`);
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain("withdrawn");
  },
);

it("what was there last is not shown to whoever asked before an article of it was removed", async () => {
  const { store: real } = await contentOf({ secret: TEXT }, SITE);
  const [requested, removal] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let version = 0;
  const store: ArticleStore = {
    ...real,
    changeCounter: () => version,
    async article(slug, now) {
      if (version === 0) return real.article(slug, now);
      requested.resolve();
      await removal.promise;
      throw new Error("the disk is gone");
    },
  };
  const content = { site: SITE, store };
  const service = createResolver(() => NOW, nodeCompression, false);
  const log = createLog("silent", () => undefined);
  const app = createApp({ content: () => content, service, now: () => NOW, log });
  const ask = () => app.request("http://localhost/articles/secret");
  expect(await (await ask()).text()).toContain("withdrawn");

  version = 1;
  const second = ask();
  await requested.promise;
  service.forget(["secret"]);
  removal.resolve();
  for (const response of [await second, await ask()]) {
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain("withdrawn");
  }
});
