import { beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder } from "../../support/stores/folder.ts";

const TEXTS = { a: articleText("A"), कुएँ: articleText("B") };

describe.each([
  ["https://shop.example/news", "/news"],
  ["https://shop.example/news/", "/news"],
  ["https://shop.example/a/b", "/a/b"],
  ["https://shop.example/a%20b", "/a%20b"],
  ["https://shop.example/ख़बर", encodeURI("/ख़बर")],
  ["https://shop.example/100%25", "/100%25"],
])("the service under the address %s", (address, prefix) => {
  let service: Service;

  beforeAll(async () => {
    service = await startService(await contentFolder(TEXTS), { SITE_URL: address });
  });

  it("answers below that path", async () => {
    for (const path of ["", "/", "/rss.xml", "/categories/india", "/categories/india/feed.json", "/articles/a"])
      expect((await service.fetch(prefix + path)).status, path).toBe(200);
  });

  it("has links that lead to it, all of them", async () => {
    const found = new Set<string>();
    const queue = [`${prefix}/`];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (found.has(path)) continue;
      found.add(path);
      const text = await service.text(path);
      const links = [...text.matchAll(/https:\/\/shop\.example[^\s"'<>\\]*|(?<=href=")\/[^"]*/g)].map(String);
      for (const link of links) {
        const { pathname } = new URL(link, "https://shop.example");
        expect(pathname).toMatch(new RegExp(`^${prefix}(?:/|$)`));
        queue.push(pathname);
      }
    }
    for (const path of [
      "/atom.xml",
      "/articles/a",
      `/articles/${encodeURIComponent("कुएँ")}`,
      "/categories/india/rss.xml",
    ])
      expect(found).toContain(prefix + path);
  });

  it("has nothing beside that path but the probes", async () => {
    for (const path of ["/rss.xml", "/", "/articles/a", `${prefix}x/rss.xml`, `/x${prefix}/rss.xml`])
      expect((await service.fetch(path)).status, path).toBe(404);
    for (const path of ["/healthz", "/readyz"]) expect((await service.fetch(path)).status, path).toBe(200);
  });

  it("keeps the ids that the articles have under their own address", async () => {
    expect(await service.text(`${prefix}/rss.xml`)).toContain("tag:news.example,2025-03-30:articles/a<");
  });
});
