import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { selectEntries } from "../../../src/feed/selection.ts";
import { NEWEST, type Scope } from "../../../src/site/scope.ts";
import type { Content } from "../../../src/store/content.ts";
import { deskOf, headerOf, textOf } from "../../support/services/app.ts";
import { type Shelf, shelfOf } from "../../support/services/folder-app.ts";

/*
 * A client that knows no entity tags has only Last-Modified: it must never go back, and it must move with every
 * change, or such a client keeps an old copy. Times come from a real disk. They are compared in milliseconds, as the
 * store tells them; the header cuts them to seconds, which changes neither order.
 */

let folder: Shelf;

beforeEach(async () => {
  folder = await shelfOf();
});

afterEach(() => folder.clear());

const SCOPES: readonly Scope[] = [
  { kind: "all" },
  { kind: "category", slug: "india" },
  { kind: "category", slug: "weather" },
  { kind: "author", slug: "asha-rao" },
];

interface State {
  readonly validator: string;
  readonly modified: number;
}

/** The validators of every feed that there is, by scope. */
async function statesOf({ site, store }: Content): Promise<Map<string, State>> {
  const now = new Date();
  const states = new Map<string, State>();
  for (const scope of SCOPES) {
    const page = await store.newestPage({ scope, limit: site.pageSize, now });
    const selection = await selectEntries(store, site, scope, NEWEST, now);
    if (page === undefined || selection === undefined) continue;
    states.set(JSON.stringify(scope), {
      validator: selection.validator,
      modified: page.modified.getTime(),
    });
  }
  return states;
}

/** Reads the folder and holds every feed against what it was. */
async function look(before: ReadonlyMap<string, State>): Promise<Map<string, State>> {
  const states = await statesOf(await folder.read());
  for (const [scope, { validator, modified }] of states) {
    const former = before.get(scope);
    if (former === undefined) continue;
    expect(modified, `${scope} goes back`).toBeGreaterThanOrEqual(former.modified);
    if (validator !== former.validator)
      expect(modified, `${scope} changes and says nothing`).toBeGreaterThan(former.modified);
  }
  return new Map([...before, ...states]);
}

const slug = fc.constantFrom("a", "b", "c", "d", "e");
const text = fc
  .record({
    published: fc.integer({ min: 1, max: 9 }).map((day) => `2026-10-0${day}T00:00:00Z`),
    headline: fc.constantFrom("One", "Two"),
    categories: fc.subarray(["India", "Weather"]),
    byline: fc.constantFrom("Asha Rao", undefined),
  })
  .map(textOf);
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("write" as const), slug, text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("moveIn" as const), slug, text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), slug }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("settings" as const),
      pageSize: fc.integer({ min: 1, max: 4 }),
      title: fc.constantFrom("The Test", "Another"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("break" as const), slug }) },
);

type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

async function apply(each: Operation): Promise<void> {
  switch (each.kind) {
    case "write":
      return folder.write(each.slug, each.text);
    case "moveIn":
      return folder.moveIn(each.slug, each.text);
    case "remove":
      return folder.remove(each.slug);
    case "settings":
      return folder.settings({ pageSize: each.pageSize, title: each.title });
    case "break":
      return folder.write(each.slug, "This is no article.");
  }
}

it("never goes back and moves with every change, whatever is published, edited, removed or set", {
  timeout: 30_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 12 }), async (operations) => {
      await folder.clear();
      folder = await shelfOf();
      await folder.settings({ pageSize: 2 });
      let states = await look(new Map());
      for (const each of operations) {
        await folder.tick();
        await apply(each);
        states = await look(states);
      }
    }),
    { seed: 7232, numRuns: 30 },
  );
});

const INDIA = { published: "2026-10-02T00:00:00Z", categories: ["India"] };

/** What may happen to the article `b`, and to the feed of its category with it. */
const CHANGES: readonly (readonly [string, () => Promise<void>])[] = [
  ["an article is removed", () => folder.remove("b")],
  ["an article is edited", () => folder.write("b", textOf({ ...INDIA, body: "Another." }))],
  ["an article leaves the category", () => folder.write("b", textOf({ ...INDIA, categories: [] }))],
  ["an article gets an older time", () => folder.write("b", textOf({ ...INDIA, published: "2026-09-01T00:00:00Z" }))],
  ["an article is put off", () => folder.write("b", textOf({ ...INDIA, published: "2999-09-01T00:00:00Z" }))],
  [
    "an article with an older file time is moved in",
    () => folder.moveIn("e", textOf({ ...INDIA, published: "2026-10-09T00:00:00Z" })),
  ],
  ["a setting changes", () => folder.settings({ pageSize: 1, title: "Another" })],
];

/** Feeds of two entries, the newest of which is `b`, stored last. */
async function fill(): Promise<void> {
  await folder.settings({ pageSize: 2 });
  for (const name of ["a", "c", "d"]) await folder.write(name, textOf({ ...INDIA, published: "2026-10-01T00:00:00Z" }));
  await folder.tick();
  await folder.write("b", textOf(INDIA));
}

it.each(CHANGES)("moves when %s", async (_, change) => {
  await fill();
  const before = await look(new Map());
  await folder.tick();
  await change();
  const after = await look(before);
  const india = JSON.stringify({ kind: "category", slug: "india" });
  expect(after.get(india)?.validator).not.toBe(before.get(india)?.validator);
});

it.each(CHANGES)("does not go back with a restart after %s", async (_, change) => {
  await fill();
  await look(new Map());
  await folder.tick();
  await change();
  const after = await statesOf(await folder.read());
  await folder.tick();
  folder.restart();
  await look(after);
});

it("the header is the store's time in whole seconds, and never later than now", async () => {
  await folder.settings({});
  await folder.write("a", textOf(INDIA));
  const content = await folder.read();
  const page = await content.store.newestPage({ scope: { kind: "all" }, limit: 50, now: new Date() });
  const modified = page?.modified.getTime() ?? 0;
  expect(Math.abs(Date.now() - modified)).toBeLessThan(600_000);
  const later = await deskOf(content, { now: new Date(modified + 6_000) }).ask("/rss.xml");
  expect(headerOf(later, "last-modified")).toBe(new Date(Math.floor(modified / 1000) * 1000).toUTCString());
  // The clock of the machine that answers may be behind the disk's.
  const early = new Date(modified - 5_000);
  const former = await deskOf(content, { now: early }).ask("/rss.xml");
  expect(Date.parse(headerOf(former, "last-modified"))).toBeLessThanOrEqual(early.getTime());
});
