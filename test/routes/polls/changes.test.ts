import fc from "fast-check";
import { expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS } from "../../../src/lib/feed-format.ts";
import { contentOf, siteOf } from "../../support/fixtures/content.ts";
import { type Draft, deskOf, headerOf, textsOf } from "../../support/services/app.ts";

const LABELS = ["India", "Weather", "R&D", "खेल"] as const;
const PEOPLE = ["Asha Rao", "Vikram Nair"] as const;

/** Slugs as the addresses have them. */
const SCOPES = [
  { path: "", holds: () => true },
  ...LABELS.map((label) => ({
    path: `/categories/${encodeURIComponent(label === "R&D" ? "r-d" : label.toLowerCase())}`,
    holds: (draft: Draft) => draft.categories?.includes(label) ?? false,
  })),
  ...PEOPLE.map((name) => ({
    path: `/authors/${name.toLowerCase().replace(" ", "-")}`,
    holds: (draft: Draft) => draft.byline === name,
  })),
];

const draft = fc.record({
  published: fc.integer({ min: 0, max: 40 }).map((hours) => new Date(Date.UTC(2026, 9, 1, hours)).toISOString()),
  categories: fc.subarray([...LABELS]),
  byline: fc.constantFrom(...PEOPLE, undefined),
});

/** What an edit may touch without moving the article to another feed or place. */
const edit = fc.constantFrom<Partial<Draft>>(
  { headline: "Another headline" },
  { standfirst: "Another standfirst." },
  { body: "Another body." },
  { image: "https://i.example/a.png | A picture" },
  { updated: "2026-11-20T00:00:00Z" },
);

/** Slugs, the newest first. */
function newestOf(drafts: Readonly<Record<string, Draft>>, holds: (draft: Draft) => boolean): string[] {
  return Object.entries(drafts)
    .filter(([, each]) => holds(each))
    .sort(([a, one], [b, two]) =>
      one.published === two.published ? (a < b ? -1 : 1) : one.published < two.published ? 1 : -1,
    )
    .map(([slug]) => slug);
}

/** What stands beside an article in its first category, or among all. */
function besideOf(drafts: Readonly<Record<string, Draft>>, slug: string): (string | undefined)[] {
  const first = drafts[slug]?.categories?.[0];
  const folder = newestOf(drafts, ({ categories = [] }) => first === undefined || categories.includes(first));
  const place = folder.indexOf(slug);
  return [folder[place - 1], folder[place + 1]];
}

it("changing one article changes the entity tags of the feeds that it is in and of no others", {
  timeout: 30_000,
}, async () => {
  const site = await siteOf({
    pageSize: 3,
    categories: Object.fromEntries(LABELS.map((label) => [label, {}])),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(draft, { minLength: 1, maxLength: 9 }), fc.nat(), edit, async (drafts, pick, change) => {
      const before: Record<string, Draft> = Object.fromEntries(drafts.map((each, index) => [`slug-${index}`, each]));
      const chosen = `slug-${pick % drafts.length}`;
      const original = before[chosen];
      if (original === undefined) throw new Error("no such article");
      const after = { ...before, [chosen]: { ...original, ...change } };
      const former = deskOf(await contentOf(textsOf(before), site));
      const latter = deskOf(await contentOf(textsOf(after), site));
      for (const { path, holds } of SCOPES) {
        for (const limit of [1, 3, 5]) {
          const shown = newestOf(before, holds).slice(0, limit);
          for (const format of FORMATS) {
            const target = `${path}/${DOCUMENT_NAMES[format]}?limit=${limit}`;
            const [one, two] = [await former.ask(target), await latter.ask(target)];
            expect([one.status, two.status]).toEqual(one.status === 404 ? [404, 404] : [200, 200]);
            if (one.status === 404) continue;
            const same = headerOf(one, "etag") === headerOf(two, "etag");
            expect(same, target).toBe(!shown.includes(chosen));
            // The tag tells the truth about the bytes.
            expect((await one.text()) === (await two.text()), target).toBe(same);
          }
        }
      }
      for (const slug of Object.keys(before)) {
        const target = `/articles/${slug}`;
        const tags = [await former.ask(target), await latter.ask(target)].map((each) => headerOf(each, "etag"));
        // Its page has the headlines of those beside it.
        const reported = slug === chosen || ("headline" in change && besideOf(before, slug).includes(chosen));
        expect(tags[0] === tags[1], target).toBe(!reported);
      }
    }),
    { seed: 9110, numRuns: 25 },
  );
});

it.each([
  ["title", { title: "Another" }],
  ["hubs", { hubs: ["https://hub.example/"] }],
  ["cache", { cache: { maxAge: 60 } }],
  ["pageSize", { pageSize: 7 }],
] as const)("another %s changes the tag of every feed", async (_, settings) => {
  const drafts = { a: { published: "2026-10-01T00:00:00Z", categories: ["India"], byline: "Asha Rao" } };
  const former = deskOf(await contentOf(textsOf(drafts), await siteOf()));
  const latter = deskOf(await contentOf(textsOf(drafts), await siteOf(settings)));
  for (const path of ["", "/categories/india", "/authors/asha-rao"]) {
    for (const format of FORMATS) {
      const target = `${path}/${DOCUMENT_NAMES[format]}`;
      const [one, two] = [await former.ask(target), await latter.ask(target)];
      expect(headerOf(one, "etag"), target).not.toBe(headerOf(two, "etag"));
    }
  }
});

it("the same content has the same tags after a restart", async () => {
  const drafts = { a: { published: "2026-10-01T00:00:00Z" }, b: { published: "2026-10-02T00:00:00Z" } };
  const tags = [];
  for (const texts of [textsOf(drafts), Object.fromEntries(Object.entries(textsOf(drafts)).reverse())]) {
    const client = deskOf(await contentOf(texts, await siteOf()));
    tags.push(headerOf(await client.ask("/atom.xml"), "etag"));
  }
  expect(tags[0]).toBe(tags[1]);
});
