import { expect, it } from "vitest";
import type { RecordedRemoval } from "../../../src/store/article-store.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { placed } from "../../support/fixtures/archive-model.ts";
import { NOW, STORED, siteOf } from "../../support/fixtures/content.ts";

const SITE = await siteOf({ categories: { India: {}, Weather: {} } });
const ALL = { kind: "all" } as const;
const INDIA = { kind: "category", slug: "india" } as const;
const WEATHER = { kind: "category", slug: "weather" } as const;

function noted(slug: string, removed: string, scopes: RecordedRemoval["scopes"] = [ALL]): RecordedRemoval {
  return { slug, published: new Date("2026-01-01T00:00:00Z"), removed: new Date(removed), scopes };
}

const A = noted("a", "2026-11-01T00:00:00Z", [ALL, INDIA]);
const B = noted("b", "2026-11-02T00:00:00Z", [ALL, WEATHER]);
const ARTICLE = placed("a", new Date("2026-02-01T00:00:00Z"));

async function reported(
  store: ReturnType<typeof createMemoryStore>,
  scope: typeof ALL | typeof INDIA | typeof WEATHER = ALL,
) {
  const page = await store.newestPage({ scope, limit: 1, now: NOW });
  return page?.removals.map(({ slug }) => slug);
}

it("removals are told of where they stood, the newest first", async () => {
  const store = createMemoryStore(SITE, [], STORED, [A, B]);
  expect([await reported(store), await reported(store, INDIA), await reported(store, WEATHER)]).toEqual([
    ["b", "a"],
    ["a"],
    ["b"],
  ]);
  expect(await store.removed("a")).toEqual(A.removed);
  expect(await store.removed("c")).toBeUndefined();
});

it("what is there is not removed, were it only to come; what was removed twice was removed the second time", async () => {
  const again = noted("b", "2026-11-03T00:00:00Z");
  const coming = placed("a", new Date("2099-01-01T00:00:00Z"));
  const store = createMemoryStore(SITE, [coming], STORED, [B, A, again]);
  expect(await reported(store)).toEqual(["b"]);
  expect(await store.removed("a")).toBeUndefined();
  expect(await store.removed("b")).toEqual(again.removed);
});

it("nobody is told of what was removed before it was to be seen", async () => {
  const store = createMemoryStore(SITE, [], STORED, [noted("a", "2025-12-31T23:59:59Z")]);
  expect(await reported(store)).toEqual([]);
  expect(await store.removed("a")).toBeUndefined();
});

it("an exchange keeps what was known, or takes what is handed in; what comes back lifts it", async () => {
  const store = createMemoryStore(SITE, [], STORED, [A, B]);
  const back = store.withChanges({ removed: [], added: [ARTICLE] }, STORED);
  expect(await reported(back)).toEqual(["b"]);
  expect(await reported(back.withChanges({ removed: [ARTICLE], added: [] }, STORED))).toEqual(["b", "a"]);
  expect(await reported(store.withChanges({ removed: [], added: [] }, STORED, [A]))).toEqual(["a"]);
  const many = Array.from({ length: 70 }, (_, number) => placed(`new-${number}`, STORED));
  expect(await reported(store.withChanges({ removed: [], added: [ARTICLE, ...many] }, STORED, [A, B]))).toEqual(["b"]);
});
