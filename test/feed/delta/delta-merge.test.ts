import fc from "fast-check";
import { expect, it } from "vitest";
import { contentOf, NOW, siteOf } from "../../support/fixtures/content.ts";
import { entriesOf, mergerOf } from "../../support/readers/delta-merger.ts";
import { type Desk, type Draft, deskOf, textsOf } from "../../support/services/app.ts";

const slug = fc.constantFrom("a", "b", "c", "d", "e", "f", "g");
/** Few instants, so that ties are common; some lie after the clock of the test, which goes on. */
const draft = fc.record({
  published: fc.integer({ min: -6, max: 4 }).map((hours) => new Date(NOW.getTime() + hours * 3_600_000).toISOString()),
  headline: fc.constantFrom("One", "Two", "Three"),
  categories: fc.constantFrom(["India"], ["INDIA"], []),
});
const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("write" as const), slug, draft }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), slug }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 2 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("set" as const), title: fc.constantFrom("One", "Two") }),
  },
);
/** After each operation either client may poll, or miss it. */
const step = fc.record({ operation, often: fc.boolean(), seldom: fc.nat({ max: 3 }).map((n) => n === 0) });

it("a client that merges deltas holds what one that takes the full feed holds, in the same order", {
  timeout: 30_000,
}, async () => {
  const statuses = new Set<number>();
  let deltas = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom("", "/categories/india"),
      fc.array(step, { minLength: 1, maxLength: 25 }),
      async (pageSize, scope, steps) => {
        const drafts = new Map<string, Draft>();
        let title = "One";
        const contentNow = async () =>
          contentOf(textsOf(Object.fromEntries(drafts)), await siteOf({ pageSize, title, categories: { India: {} } }));
        const service: Desk = deskOf(await contentNow());
        const target = `${scope}/feed.json`;
        const often = mergerOf(pageSize);
        const seldom = mergerOf(pageSize);
        const check = async (client: typeof often) => {
          await client.poll((headers) => service.ask(target, headers));
          const full = entriesOf(await (await service.ask(target)).text());
          expect(client.held).toEqual(full);
        };
        for (const { operation: each, ...polls } of steps) {
          if (each.kind === "write") drafts.set(each.slug, each.draft);
          if (each.kind === "remove") drafts.delete(each.slug);
          if (each.kind === "wait") service.now = new Date(service.now.getTime() + each.hours * 3_600_000);
          if (each.kind === "set") title = each.title;
          if (each.kind !== "wait") service.content = await contentNow();
          if (polls.often) await check(often);
          if (polls.seldom) await check(seldom);
        }
        await check(often);
        await check(seldom);
        for (const status of [...often.statuses, ...seldom.statuses]) {
          statuses.add(status);
          if (status === 226) deltas += 1;
        }
      },
    ),
    { seed: 3229, numRuns: 150 },
  );
  // Deltas were really served.
  expect([...statuses].sort()).toEqual([200, 226, 304]);
  expect(deltas).toBeGreaterThan(100);
});
