import fc from "fast-check";
import { expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS } from "../../../src/lib/feed-format.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { PlacedStore, placed } from "../../support/fixtures/archive-model.ts";
import { STORED, siteOf } from "../../support/fixtures/content.ts";
import { walk } from "../../support/readers/archive-walk.ts";
import { deskOf, headerOf } from "../../support/services/app.ts";
import { amount } from "../../support/sweep.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const MINUTE = 60_000;

type Step =
  | { readonly kind: "publish"; readonly minutes: number }
  | { readonly kind: "backdate"; readonly minutes: number }
  | { readonly kind: "remove"; readonly pick: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("publish" as const),
        minutes: fc.integer({ min: 1, max: 9 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("backdate" as const),
        minutes: fc.integer({ min: 1, max: 4_000 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), pick: fc.nat(1_000) }) },
  ),
  { minLength: 1, maxLength: 120 },
);

it("a walk through an archive with gaps and older dates meets every article, each address once", {
  timeout: 60_000,
}, async () => {
  const site = await siteOf();
  let [longest, gaps] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.integer({ min: 0, max: 260 }),
      fc.constantFrom(1, 7, 50, 100),
      fc.constantFrom(...FORMATS),
      async (history, already, limit, format) => {
        const model = new PlacedStore();
        let newest = Date.UTC(2025, 0, 1);
        for (let number = 0; number < already; number += 1) {
          newest += MINUTE;
          model.add(placed(`before-${number}`, new Date(newest)));
        }
        for (const [number, step] of history.entries()) {
          if (step.kind === "remove") {
            const slug = model.slugs[step.pick % Math.max(1, model.slugs.length)];
            if (slug !== undefined) model.remove(slug, NOW);
            gaps += 1;
          } else {
            const backwards = step.kind === "backdate";
            const at = backwards ? newest - step.minutes * MINUTE : newest + step.minutes * MINUTE;
            newest = Math.max(newest, at);
            model.add(placed(`story-${number}`, new Date(at)));
          }
        }
        const client = deskOf({ site, store: model.store }, { now: NOW });
        const visited = await walk(format, `/${DOCUMENT_NAMES[format]}?limit=${limit}`, async (path) => {
          const response = await client.ask(path);
          expect(response.status, path).toBe(200);
          return response.text();
        });
        longest = Math.max(longest, visited.length);
        const met = new Set(visited.flatMap(({ ids }) => ids.map((id) => id.split("articles/")[1])));
        expect([...met].sort()).toEqual([...model.slugs].sort());
      },
    ),
    { seed: 5_005, numRuns: amount(20, 60) },
  );
  expect(longest).toBeGreaterThan(3);
  expect(gaps).toBeGreaterThan(amount(15, 50));
});

it("whoever walks while things are published meets all that was there when the walk began", async () => {
  const site = await siteOf();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 130 }), { minLength: 6, maxLength: 6 }),
      fc.constantFrom(1, 50, 100),
      async (bursts, limit) => {
        const model = new PlacedStore();
        let count = 0;
        const publish = (articles: number) => {
          for (const end = count + articles; count < end; count += 1)
            model.add(placed(`story-${count}`, new Date(Date.UTC(2025, 0, 1) + count * MINUTE)));
        };
        publish(340);
        const before = model.slugs;
        const client = deskOf({ site, store: model.store }, { now: NOW });
        const visited = await walk("atom", `/atom.xml?limit=${limit}`, async (path) => {
          const text = await (await client.ask(path)).text();
          publish(bursts.pop() ?? 0);
          return text;
        });
        const met = visited.flatMap(({ ids }) => ids.map((id) => id.split("articles/")[1]));
        expect(met).toEqual([...before].reverse());
      },
    ),
    { seed: 8_191, numRuns: amount(10, 30) },
  );
});

it("a full archive page keeps its bytes and validators, whatever is published later, under whatever label", {
  timeout: 60_000,
}, async () => {
  const site = await siteOf();
  const base = Array.from({ length: 230 }, (_, number) =>
    placed(`old-${number}`, new Date(Date.UTC(2025, 0, 1) + number * MINUTE), "India"),
  );
  const open = (articles: typeof base) =>
    deskOf({ site, store: createMemoryStore(site, articles, STORED) }, { now: NOW });
  const paths = FORMATS.flatMap((format) =>
    ["", "/categories/india"].flatMap((scope) =>
      [
        `/archive/1/${DOCUMENT_NAMES[format]}`,
        `/archive/2/${DOCUMENT_NAMES[format]}`,
        `/archive/3/${DOCUMENT_NAMES[format]}?to=230`,
      ].map((path) => scope + path),
    ),
  );
  const take = async (articles: typeof base) => {
    const client = open(articles);
    const taken = [];
    for (const path of paths) {
      const response = await client.ask(path);
      taken.push([
        path,
        response.status,
        headerOf(response, "etag"),
        headerOf(response, "last-modified"),
        await response.text(),
      ]);
    }
    return taken;
  };
  const before = await take(base);
  expect(new Set(before.map(([, , , , text]) => text)).size).toBe(paths.length);
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          minutes: fc.integer({ min: 231, max: 9_999 }),
          label: fc.constantFrom("India", "INDIA", "india"),
        }),
        {
          minLength: 1,
          maxLength: 90,
        },
      ),
      async (later) => {
        const added = later.map(({ minutes, label }, number) =>
          placed(`new-${number}`, new Date(Date.UTC(2025, 0, 1) + minutes * MINUTE), label),
        );
        expect(await take([...base, ...added])).toEqual(before);
      },
    ),
    { seed: 100, numRuns: amount(8, 25) },
  );
});
