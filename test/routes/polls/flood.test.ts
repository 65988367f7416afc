import { expect, it } from "vitest";
import { LIST_ENTRIES } from "../../../src/pages/views/list-page.ts";
import { contentOf, siteOf } from "../../support/fixtures/content.ts";
import { deskOf, textsOf } from "../../support/services/app.ts";

/** Small enough for a flood of some hundred requests. */
const SIZES = { resources: 60, documentBytes: 1_500_000 };

const ARTICLES = 300;
const DRAFTS = Object.fromEntries(
  Array.from({ length: ARTICLES }, (_, index) => [
    `a${index + 1}`,
    {
      published: new Date(Date.UTC(2026, 0, 1, index)).toISOString(),
      categories: [index === 0 ? "Quiet" : "Loud"],
      headline: `Headline ${index + 1}`,
    },
  ]),
);
const CONTENT = await contentOf(textsOf(DRAFTS), await siteOf());
const QUIET = "/categories/quiet/rss.xml";
const GZIP = { "accept-encoding": "gzip" };

it("whoever asks for every position of the archive pushes nothing out of what is kept ready", async () => {
  const { ask, service } = deskOf(CONTENT, { sizes: SIZES });
  const bytes = await (await ask(QUIET, GZIP)).arrayBuffer();
  const targets = Array.from({ length: ARTICLES }, (_, index) => `/?to=${index + 1}`);
  for (const target of targets) {
    const response = await ask(target, { "accept-encoding": "br, gzip" });
    expect(response.status, target).toBe(200);
    await response.arrayBuffer();
  }
  expect(service.peek(CONTENT, QUIET)?.representations.ready("gzip")?.length).toBe(bytes.byteLength);
  const kept = targets.filter((target) => service.peek(CONTENT, target) !== undefined);
  expect(kept).toContain(`/?to=${LIST_ENTRIES}`);
  expect(kept.length).toBeLessThanOrEqual(ARTICLES / LIST_ENTRIES + 2);
});

it("every page that others lead to is kept", async () => {
  const { ask, service } = deskOf(CONTENT, { sizes: SIZES });
  const seen = new Set<string>();
  const linked = ["/", "/categories/loud"];
  for (const target of linked) {
    const text = await (await ask(target)).text();
    seen.add(target);
    expect(service.peek(CONTENT, target), target).toBeDefined();
    const found = Array.from(text.matchAll(/href="(\/(?:categories\/loud)?\?to=\d+)"/g), ([, to = ""]) => to);
    linked.push(...new Set(found.filter((to) => !linked.includes(to))));
  }
  expect(seen.size).toBeGreaterThan((2 * ARTICLES) / LIST_ENTRIES - 4);
});

it("a page that is not kept is whole in every coding, and unchanged for whoever has it", async () => {
  const { ask, service } = deskOf(CONTENT, { sizes: SIZES });
  const target = "/?to=47";
  const plain = await ask(target);
  const text = await plain.text();
  for (const headline of ["Headline 47<", "Headline 41<"]) expect(text).toContain(headline);
  expect(service.peek(CONTENT, target)).toBeUndefined();
  for (const encoding of ["gzip", "br, gzip", "br"]) {
    const response = await ask(target, { "accept-encoding": encoding });
    const coding = response.headers.get("content-encoding");
    const body = response.body?.pipeThrough(
      coding === "gzip" ? new DecompressionStream("gzip") : new TransformStream(),
    );
    expect(await new Response(body).text()).toBe(text);
    const again = await ask(target, {
      "accept-encoding": encoding,
      "if-none-match": response.headers.get("etag") ?? "",
    });
    expect(again.status).toBe(304);
  }
});
