import fc from "fast-check";
import { expect, it } from "vitest";
import type { Article } from "../../../src/article/article.ts";
import type { Scope } from "../../../src/site/scope.ts";
import { scopePath } from "../../../src/site/urls.ts";
import { WRITE_TIME as NOW, putting, removing, touchedIn } from "../../support/fixtures/drafts.ts";
import type { WriterUnderTest } from "./article-writer.ts";

const SLUGS = ["a", "b", "𝒸"];
const LABELS = ["India", "Rivers"];
const NAMES = ["Asha Rao", "Ravi Iyer"];
const SCOPES: readonly Scope[] = [
  { kind: "all" },
  ...["india", "rivers"].map((slug): Scope => ({ kind: "category", slug })),
  ...["news-desk", "asha-rao", "ravi-iyer"].map((slug): Scope => ({ kind: "author", slug })),
];

/** Something that is done to a slug: an article put there, or taken away; sometimes only on a condition. */
const deed = fc.record({
  slug: fc.constantFrom(...SLUGS),
  draft: fc.option(
    fc.record({
      format: fc.constantFrom("wire", "markdown", "json"),
      version: fc.integer({ min: 1, max: 3 }),
      age: fc.constantFrom(-1, 1, 2, 3),
      labels: fc.subarray(LABELS),
      names: fc.subarray(NAMES),
    }),
  ),
  condition: fc.constantFrom("none", "none", "absent", "present", "current", "stale"),
});

/** What a plain model knows: the articles that are there with the texts they are from, and what was removed when. */
interface Model {
  readonly held: Map<string, { readonly article: Article; readonly text: string; readonly tag: string }>;
  readonly removed: Map<string, Date>;
}

const scopesOf = ({ categories, authors }: Article) => [
  "",
  ...categories.map(({ slug }) => `/categories/${slug}`),
  ...authors.map(({ slug }) => `/authors/${slug}`),
];

/** After any history the writer and what shows of it are as a plain model has it. */
export function anyHistory(make: () => Promise<WriterUnderTest>, runs: number): void {
  it("comes through any history as a plain model does, whatever is done twice", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 12 }), async (deeds) => {
        const opened = await make();
        try {
          const model: Model = { held: new Map(), removed: new Map() };
          for (const [index, each] of deeds.entries())
            await carryOut(opened, model, each, new Date(NOW.getTime() + index * 1_000));
        } finally {
          await opened.close();
        }
      }),
      { seed: 20_250_331, numRuns: runs },
    );
  }, 120_000);
}

type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

async function carryOut({ writer, store }: WriterUnderTest, model: Model, each: Deed, now: Date): Promise<void> {
  const { slug, draft, condition } = each;
  const before = model.held.get(slug);
  const change =
    draft === null
      ? removing(slug)
      : await putting(slug, { ...draft, headline: `In ${draft.format}, version ${draft.version}` });
  const text = change.kind === "put" ? change.source.text : undefined;
  const demands = {
    none: {},
    absent: { absent: true },
    present: { match: "*" as const },
    current: { match: [before?.tag ?? "none"] },
    stale: { match: ["stale"] },
  }[condition];
  const fails = { none: false, absent: before !== undefined, stale: true };
  const [outcome] = await writer.writeChanges([{ ...change, ...demands }], now);
  if (outcome === undefined) throw new Error("a change has an outcome");
  if (condition in fails ? fails[condition as keyof typeof fails] : before === undefined) {
    expect(outcome).toEqual({ kind: "failed-precondition" });
  } else if (change.kind === "remove") {
    expect(outcome.kind).toBe(before === undefined ? "absent" : "removed");
    if (before !== undefined && before.article.published <= now) model.removed.set(slug, now);
    model.held.delete(slug);
    expect(touchedIn(outcome)).toEqual(before === undefined ? [] : scopesOf(before.article).sort());
    const [again] = await writer.writeChanges([change], new Date(now.getTime() + 500));
    expect(again).toEqual({ kind: "absent", tag: "", scopes: [] });
  } else {
    const same = before !== undefined && before.text === text;
    expect(outcome.kind).toBe(before === undefined ? "created" : same ? "same" : "changed");
    const tag = "tag" in outcome ? outcome.tag : "";
    if (same) expect(tag).toBe(before.tag);
    else model.held.set(slug, { article: change.article, text: text ?? "", tag });
    model.removed.delete(slug);
    const scopes = new Set([change.article, ...(before ? [before.article] : [])].flatMap(scopesOf));
    expect(touchedIn(outcome)).toEqual(same ? [] : [...scopes].sort());
    expect(await writer.writeChanges([change], new Date(now.getTime() + 500))).toEqual([
      { kind: "same", tag, scopes: [] },
    ]);
  }
  await agrees({ writer: writer, store }, model, now);
}

async function agrees({ writer, store }: Pick<WriterUnderTest, "writer" | "store">, model: Model, now: Date) {
  const shown = store();
  const listed = await writer.list(undefined, 100);
  expect(listed.map(({ slug, tag }) => [slug, tag])).toEqual(
    SLUGS.flatMap((slug) => {
      const held = model.held.get(slug);
      return held ? [[slug, held.tag]] : [];
    }),
  );
  const visible = [...model.held.values()]
    .map(({ article }) => article)
    .filter(({ published }) => published <= now)
    .sort((a, b) => b.published.getTime() - a.published.getTime() || (a.slug < b.slug ? -1 : 1));
  for (const scope of SCOPES) {
    const page = await shown.newestPage({ scope, limit: 100, now });
    const expected = visible.filter((article) => scopesOf(article).includes(scopePath(scope)));
    expect(page?.refs.map(({ slug, revision }) => [slug, revision]) ?? []).toEqual(
      expected.map(({ slug, revision }) => [slug, revision]),
    );
  }
  for (const slug of SLUGS) {
    const held = model.held.get(slug);
    expect((await writer.source(slug))?.text).toBe(held?.text);
    const article = await shown.article(slug, now);
    expect(article?.headline).toBe(visible.find((each) => each.slug === slug)?.headline);
    if (held === undefined) expect(await shown.removed(slug)).toEqual(model.removed.get(slug));
  }
}
