import { expect, it } from "vitest";
import { contentOf, siteOf } from "../../support/fixtures/content.ts";
import { deskOf, headerOf, textOf } from "../../support/services/app.ts";

const TEXTS = { a: textOf({ published: "2026-11-01T00:00:00Z", categories: ["India"] }) };

it.each([
  ["/rss.xml?utm_source=feedly&utm_medium=rss", "/rss.xml"],
  ["/rss.xml?limit=50", "/rss.xml"],
  ["/categories/india/atom.xml?x", "/categories/india/atom.xml"],
  ["/articles/a?fbclid=1", "/articles/a"],
])("%s is found ready like %s once it was asked for", async (requested, path) => {
  const content = await contentOf(TEXTS, await siteOf());
  const client = deskOf(content, {});
  expect(client.service.peek(content, requested)).toBeUndefined();
  const response = await client.ask(requested);
  expect(response.status).toBe(200);
  const resource = client.service.peek(content, requested);
  expect(resource).toBe(client.service.peek(content, path));
  expect(headerOf(response, "etag")).toContain(resource?.opaqueTag);
});

it("is forgotten with new settings, under which it may mean something else", async () => {
  const [content, other] = [
    await contentOf(TEXTS, await siteOf()),
    await contentOf(TEXTS, await siteOf({ pageSize: 7 })),
  ];
  const client = deskOf(content, {});
  await client.ask("/rss.xml?limit=50");
  expect(client.service.peek(content, "/rss.xml?limit=50")).toBeDefined();
  expect(client.service.peek(other, "/rss.xml?limit=50")).toBeUndefined();
});

it("is not remembered for what is not there, and not if it is long", async () => {
  const content = await contentOf(TEXTS, await siteOf());
  const client = deskOf(content, {});
  const long = `/rss.xml?${"x".repeat(300)}`;
  expect((await client.ask(long)).status).toBe(200);
  expect((await client.ask("/articles/none?x")).status).toBe(404);
  for (const requested of [long, "/articles/none?x"]) expect(client.service.peek(content, requested)).toBeUndefined();
});
