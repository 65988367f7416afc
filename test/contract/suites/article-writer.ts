import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import type { ArticleWriter, Change, Outcome, Precondition } from "../../../src/store/article-writer.ts";
import { WRITE_TIME as NOW, publishedOf, putting, removing, textOf, touchedIn } from "../../support/fixtures/drafts.ts";
import { anyHistory } from "./writer-history.ts";

/** Where something is published, what shows of it by now, and how it is given up. */
export interface WriterUnderTest {
  readonly writer: ArticleWriter;
  readonly store: () => ArticleStore;
  readonly close: () => Promise<void>;
}

const ALL: Scope = { kind: "all" };
const category = (slug: string): Scope => ({ kind: "category", slug });

/** The outcome of one change. */
export async function outcomeOf(writer: ArticleWriter, change: Change, now = NOW): Promise<Outcome> {
  const [outcome, ...others] = await writer.writeChanges([change], now);
  if (outcome === undefined || others.length > 0) throw new Error("one change has one outcome");
  return outcome;
}

function tagIn(outcome: Outcome): string {
  return "tag" in outcome ? outcome.tag : "";
}

/**
 * The promises that every writer keeps (src/store/article-writer.ts).
 * @param make an empty one for `WRITER_SETTINGS`
 */
export function describeArticleWriter(name: string, make: () => Promise<WriterUnderTest>, runs = 25): void {
  describe(`the ${name} writer`, () => {
    let opened: WriterUnderTest;
    let writer: ArticleWriter;

    beforeEach(async () => {
      opened = await make();
      writer = opened.writer;
    });
    afterEach(() => opened.close());

    const slugsIn = async (scope: Scope) =>
      (await opened.store().newestPage({ scope, limit: 100, now: NOW }))?.refs.map(({ slug }) => slug) ?? [];

    it.each(["wire", "markdown", "json"] as const)("shows at once what was put in %s", async (format) => {
      const draft = { format, headline: "New", labels: ["Rivers"], names: ["Asha Rao"] };
      const outcome = await outcomeOf(writer, await putting("a", draft));
      expect(outcome).toMatchObject({ kind: "created", tag: expect.stringMatching(/^[\x21\x23-\x7e]+$/) });
      expect(touchedIn(outcome)).toEqual(["", "/authors/asha-rao", "/categories/rivers"]);
      const stored = await writer.source("a");
      expect(stored).toMatchObject({ slug: "a", format, text: textOf(draft), tag: tagIn(outcome) });
      const published = publishedOf(draft);
      expect(await writer.list(undefined, 10)).toEqual([
        { slug: "a", format, tag: tagIn(outcome), published, updated: published, modified: stored?.modified },
      ]);
      expect(await opened.store().article("a", NOW)).toMatchObject({ slug: "a", headline: "New" });
      for (const scope of [ALL, category("rivers"), { kind: "author", slug: "asha-rao" } as const])
        expect(await slugsIn(scope)).toEqual(["a"]);
    });

    it("puts an edit in the place of what was there, and touches what either stands in", async () => {
      const first = await outcomeOf(writer, await putting("a", { labels: ["Rivers"], names: ["Asha Rao"] }));
      const edit = { headline: "Edited", labels: ["Hills"], names: ["Asha Rao"] };
      const second = await outcomeOf(writer, await putting("a", edit));
      expect(second.kind).toBe("changed");
      expect(tagIn(second)).not.toBe(tagIn(first));
      expect(touchedIn(second)).toEqual(["", "/authors/asha-rao", "/categories/hills", "/categories/rivers"]);
      expect((await writer.source("a"))?.text).toBe(textOf(edit));
      expect((await opened.store().article("a", NOW))?.headline).toBe("Edited");
      expect(await slugsIn(category("rivers"))).toEqual([]);
      expect(await slugsIn(category("hills"))).toEqual(["a"]);
    });

    it("leaves everything as it is when the very source is put again", async () => {
      const first = await outcomeOf(writer, await putting("a"));
      const before = [await writer.source("a"), await writer.list(undefined, 10)];
      const again = await outcomeOf(writer, await putting("a"), new Date(NOW.getTime() + 60_000));
      expect(again).toEqual({ kind: "same", tag: tagIn(first), scopes: [] });
      expect([await writer.source("a"), await writer.list(undefined, 10)]).toEqual(before);
    });

    it("refuses what replaces or removes where a limit says so, before anything is written, and creates the rest", async () => {
      await writer.writeChanges([await putting("a"), await putting("b"), await putting("c")], NOW);
      const asked: string[][] = [];
      const changes = [
        await putting("a", { headline: "Edited" }),
        await putting("b"),
        removing("c"),
        removing("none"),
        await putting("new"),
      ];
      const refusal = { kind: "refused", message: "Too many.", hint: "Ask." } as const;
      const outcomes = await writer.writeChanges(changes, NOW, async (planned) => {
        asked.push(planned.map(({ kind }) => kind));
        return refusal;
      });
      expect(asked).toEqual([["changed", "same", "removed", "absent", "created"]]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(["refused", "same", "refused", "absent", "created"]);
      expect(outcomes[0]).toEqual(refusal);
      expect((await slugsIn(ALL)).sort()).toEqual(["a", "b", "c", "new"]);
      expect((await opened.store().article("a", NOW))?.headline).not.toBe("Edited");
      expect((await writer.source("c"))?.slug).toBe("c");
      const allowed = await writer.writeChanges(changes, NOW, async () => undefined);
      expect(allowed.map(({ kind }) => kind)).toEqual(["changed", "same", "removed", "absent", "same"]);
    });

    it("tells who wrote last, and nothing else differs by that", async () => {
      const writersOf = async () => [
        (await writer.source("a"))?.writtenBy,
        ...(await writer.list(undefined, 10)).map(({ writtenBy }) => writtenBy),
      ];
      const by = async (writtenBy: string | undefined, headline: string) => {
        await outcomeOf(writer, { ...(await putting("a", { headline })), writtenBy });
        return writersOf();
      };
      expect(await by("desk", "First")).toEqual(["desk", "desk"]);
      const { tag } = (await writer.source("a")) ?? {};
      const revision = (await opened.store().article("a", NOW))?.revision;
      // To put the same source again changes nothing, so it is no write.
      expect(await by("wire", "First")).toEqual(["desk", "desk"]);
      expect(await by(undefined, "First")).toEqual(["desk", "desk"]);
      expect(await by("wire", "Second")).toEqual(["wire", "wire"]);
      expect(await by(undefined, "Third")).toEqual([undefined, undefined]);
      expect(await by("night.desk-2", "First")).toEqual(["night.desk-2", "night.desk-2"]);
      expect((await writer.source("a"))?.tag).toBe(tag);
      expect((await opened.store().article("a", NOW))?.revision).toBe(revision);
      await outcomeOf(writer, removing("a"));
      expect(await by(undefined, "First")).toEqual([undefined, undefined]);
    });

    it("tells it of each article of a batch, in every format", async () => {
      const formats = ["wire", "markdown", "json"] as const;
      const changes = formats.map(async (format) => ({
        ...(await putting(format, { format })),
        writtenBy: `by-${format}`,
      }));
      await writer.writeChanges(await Promise.all(changes), NOW);
      const listed = await writer.list(undefined, 10);
      expect(listed.map(({ slug, writtenBy }) => [slug, writtenBy])).toEqual(
        [...formats].sort().map((format) => [format, `by-${format}`]),
      );
    });

    it("has one source of a slug, in the format that was put last", async () => {
      const tags = new Set<string>();
      const formats = ["wire", "markdown", "json", "wire", "json", "markdown", "wire"] as const;
      for (const [index, format] of formats.entries()) {
        const headline = `Version ${index}`;
        const outcome = await outcomeOf(writer, await putting("a", { format, headline }));
        expect(outcome.kind).toBe(index === 0 ? "created" : "changed");
        tags.add(tagIn(outcome));
        expect(await writer.source("a")).toMatchObject({ format, text: textOf({ format, headline }) });
        expect((await writer.list(undefined, 10)).map((listed) => listed.format)).toEqual([format]);
        expect((await opened.store().article("a", NOW))?.headline).toBe(headline);
        expect(await slugsIn(ALL)).toEqual(["a"]);
      }
      expect(tags.size).toBe(formats.length);
    });

    it("tells the same text in another format by its tag", async () => {
      const text = textOf({ format: "markdown" });
      const change = await putting("a", { format: "markdown" });
      const first = await outcomeOf(writer, change);
      const source = { slug: "b", format: "markdown", text } as const;
      const second = await outcomeOf(writer, { ...change, slug: "b", source });
      expect(tagIn(second)).toBe(tagIn(first));
      const wire = await outcomeOf(writer, await putting("c"));
      expect(tagIn(wire)).not.toBe(tagIn(first));
    });

    it("remembers what was removed, until it is published again", async () => {
      const draft = { labels: ["Rivers"], names: ["Asha Rao"] };
      await outcomeOf(writer, await putting("a", draft));
      const outcome = await outcomeOf(writer, removing("a"));
      expect(outcome).toMatchObject({ kind: "removed", tag: "" });
      expect(touchedIn(outcome)).toEqual(["", "/authors/asha-rao", "/categories/rivers"]);
      expect(await writer.source("a")).toBeUndefined();
      expect(await writer.list(undefined, 10)).toEqual([]);
      const store = opened.store();
      expect(await store.article("a", NOW)).toBeUndefined();
      expect(await store.removed("a")).toEqual(NOW);
      expect((await store.newestPage({ scope: ALL, limit: 10, now: NOW }))?.removals).toEqual(
        [{ slug: "a", published: publishedOf(draft), removed: NOW }].map((removal) => expect.objectContaining(removal)),
      );
      expect(await outcomeOf(writer, removing("a"))).toEqual({ kind: "absent", tag: "", scopes: [] });
      expect(await opened.store().removed("a")).toEqual(NOW);
      expect((await outcomeOf(writer, await putting("a", draft))).kind).toBe("created");
      expect(await opened.store().removed("a")).toBeUndefined();
      expect((await opened.store().newestPage({ scope: ALL, limit: 10, now: NOW }))?.removals).toEqual([]);
    });

    it("lists what is still to come, shows nothing of it and forgets it when it is removed", async () => {
      await outcomeOf(writer, await putting("later", { age: -1, labels: ["Rivers"] }));
      expect((await writer.list(undefined, 10)).map(({ slug }) => slug)).toEqual(["later"]);
      expect(await opened.store().article("later", NOW)).toBeUndefined();
      expect(await slugsIn(ALL)).toEqual([]);
      expect((await outcomeOf(writer, removing("later"))).kind).toBe("removed");
      expect(await opened.store().removed("later")).toBeUndefined();
    });

    describe("makes a change only", () => {
      const precondition = (kind: string, tag: string): Precondition => {
        const match = kind.includes("its tag") ? [tag] : kind.includes("another") ? ["another"] : [];
        if (kind === "always") return {};
        if (kind === "where nothing is") return { absent: true };
        if (kind === "where something is") return { match: "*" };
        if (kind === "with another tag or its tag") return { match: ["another", tag] };
        return kind === "where nothing is that has its tag" ? { match, absent: true } : { match };
      };
      it.each([
        ["always", true, true],
        ["where nothing is", true, false],
        ["where something is", false, true],
        ["with its tag", false, true],
        ["with another tag or its tag", false, true],
        ["with another tag", false, false],
        ["with none of no tags", false, false],
        ["where nothing is that has its tag", false, false],
      ])("%s: without an article %s, with one %s", async (kind, withoutOne, withOne) => {
        for (const there of [false, true]) {
          for (const make of [() => putting("a", { headline: "Changed" }), async () => removing("a")]) {
            await outcomeOf(writer, removing("a"));
            const tag = there ? tagIn(await outcomeOf(writer, await putting("a"))) : "a-tag";
            const before = await writer.source("a");
            const change = await make();
            const outcome = await outcomeOf(writer, { ...change, ...precondition(kind, tag) });
            const written = change.kind === "put" ? ["created", "changed"] : ["absent", "removed"];
            const expected = (there ? withOne : withoutOne) ? written[Number(there)] : "failed-precondition";
            expect(outcome.kind).toBe(expected);
            if (expected === "failed-precondition") {
              expect(await writer.source("a")).toEqual(before);
            }
          }
        }
      });

      it("once, when many ask at the same time for what only one can have", async () => {
        const many = Array.from({ length: 10 }, (_, index) => index);
        const created = await Promise.all(
          many.map(async (index) =>
            outcomeOf(writer, { ...(await putting("a", { headline: `First ${index}` })), absent: true }),
          ),
        );
        const kinds = (outcomes: readonly Outcome[]) => outcomes.map(({ kind }) => kind).sort();
        const failed = Array.from({ length: 9 }, () => "failed-precondition");
        expect(kinds(created)).toEqual(["created", ...failed]);
        const match = [(await writer.source("a"))?.tag ?? ""];
        const changed = await Promise.all(
          many.map(async (index) =>
            outcomeOf(writer, { ...(await putting("a", { headline: `Second ${index}` })), match }),
          ),
        );
        expect(kinds(changed)).toEqual(["changed", ...failed]);
        const winner = changed.findIndex(({ kind }) => kind === "changed");
        expect((await opened.store().article("a", NOW))?.headline).toBe(`Second ${winner}`);
      });
    });

    it("makes many changes, each with its outcome, in their order", async () => {
      await writer.writeChanges([await putting("edited"), await putting("gone"), await putting("same")], NOW);
      const changes = [
        removing("gone"),
        { ...(await putting("kept")), match: "*" as const },
        await putting("new"),
        await putting("same"),
        await putting("edited", { headline: "Edited" }),
        removing("nothing"),
      ];
      const kinds = (await writer.writeChanges(changes, NOW)).map(({ kind }) => kind);
      expect(kinds).toEqual(["removed", "failed-precondition", "created", "same", "changed", "absent"]);
      expect((await writer.list(undefined, 10)).map(({ slug }) => slug)).toEqual(["edited", "new", "same"]);
      expect(await writer.writeChanges([], NOW)).toEqual([]);
    });

    it("refuses to make two changes of one slug at once, and makes neither", async () => {
      const changes = [await putting("a"), await putting("b"), await putting("a", { headline: "Other" })];
      await expect(writer.writeChanges(changes, NOW)).rejects.toThrow();
      expect(await writer.list(undefined, 10)).toEqual([]);
    });

    it("lists by code point from any slug on, in steps of any size", async () => {
      const slugs = ["10", "9", "B", "a", "a b", "a-b", "ab", "é", "ख", "\ufb00", "😀", "😀a", "🙂"];
      await writer.writeChanges(await Promise.all([...slugs].reverse().map((slug) => putting(slug))), NOW);
      for (const limit of [1, 2, 5, 13, 100]) {
        const walked: string[] = [];
        for (let calls = 0; calls <= slugs.length; calls += 1) {
          const listed = await writer.list(walked.at(-1), limit);
          walked.push(...listed.map(({ slug }) => slug));
          if (listed.length < limit) break;
        }
        expect(walked).toEqual(slugs);
      }
      for (const [after, first] of [
        ["", "10"],
        ["a a", "a b"],
        ["\ufaff", "\ufb00"],
        ["\uffee", "😀"],
      ] as const)
        expect((await writer.list(after, 1)).map(({ slug }) => slug)).toEqual([first]);
      expect(await writer.list("🙂", 5)).toEqual([]);
    });

    anyHistory(make, runs);
  });
}
