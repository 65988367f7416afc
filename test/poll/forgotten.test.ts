import { expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { nodeCompression } from "../../src/http/compression-node.ts";
import { createLog } from "../../src/log.ts";
import { createService } from "../../src/service.ts";
import type { Store } from "../../src/store/store.ts";
import { contentOf, NOW, siteOf } from "../support/content.ts";

const SITE = await siteOf();
const TEXT = "Published 2026-10-01T00:00:00Z\nWhat was withdrawn\n\nText of it.\nMore text of it.";

it("what was removed is not shown again when the store fails; other last answers are, and not for long", async () => {
  const { store: real } = await contentOf({ secret: TEXT, other: TEXT }, SITE);
  let version = 0;
  const down = async () => {
    if (version > 0) throw new Error("the disk is gone");
  };
  const store: Store = {
    ...real,
    version: () => version,
    page: (query) => down().then(() => real.page(query)),
    article: (slug, now) => down().then(() => real.article(slug, now)),
    removed: (slug) => down().then(() => real.removed(slug)),
  };
  const content = { site: SITE, store };
  const service = createService(() => NOW, nodeCompression, false);
  const app = createApp({
    content: () => content,
    service,
    now: () => NOW,
    log: createLog("silent", () => undefined),
  });
  const ask = (path: string) => app.request(`http://localhost${path}`);
  for (const path of ["/articles/secret", "/articles/other", "/atom.xml"])
    expect((await ask(path)).status).toBe(200);

  version += 1;
  service.forget(["secret"]);
  for (const path of ["/articles/secret", "/atom.xml"]) {
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
