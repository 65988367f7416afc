import { lstat, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAX_SLUG_BYTES } from "../../../src/article/slug.ts";
import { WRITE_TIME as NOW, putting, removing, textOf } from "../../support/fixtures/drafts.ts";
import { INJECTIONS, TRAVERSALS } from "../../support/fixtures/injections.ts";
import { emptyFolder, openPublishedFolder } from "../../support/stores/published-folder.ts";

/** Everything below a folder, files with their texts. */
async function everything(path: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    const at = join(entry.parentPath, entry.name);
    found.set(at, entry.isFile() ? await readFile(at, "utf8") : "no file");
  }
  return found;
}

/** A content folder inside another one, in which nothing may change. */
async function nested() {
  const outer = await emptyFolder();
  await writeFile(join(outer, "outside.txt"), textOf({ headline: "Outside" }));
  const path = join(outer, "content");
  await mkdir(join(path, "articles"), { recursive: true });
  await writeFile(join(path, "site.json"), await readFile(join(outer, "site.json")));
  return { outer, path };
}

describe("any text as a slug", () => {
  it.each([
    ["injections", INJECTIONS],
    ["traversals", TRAVERSALS],
  ])(
    "comes to an article of just this slug or is refused, and touches nothing else: %s",
    async (_, all) => {
      expect(new Set(all).size).toBeGreaterThan(200);
      const { outer, path } = await nested();
      const before = await everything(outer);
      const { writer, folder, store, files } = await openPublishedFolder(path);
      const taken = new Set<string>();
      const slugs = [...new Set(all)];
      const outcomes = await writer.writeChanges(await Promise.all(slugs.map((slug) => putting(slug))), NOW);
      for (const [index, slug] of slugs.entries()) {
        const outcome = outcomes[index];
        if (outcome?.kind === "refused") {
          expect(await writer.source(slug)).toBeUndefined();
          const isVariant = outcome.message.includes("upper and lower case");
          const removal = isVariant ? { kind: "absent", tag: "", scopes: [] } : outcome;
          expect(await writer.writeChanges([removing(slug)], NOW)).toEqual([removal]);
          continue;
        }
        expect(outcome?.kind).toBe("created");
        expect(await writer.source(slug)).toMatchObject({ slug, text: textOf({}) });
        taken.add(slug);
      }
      expect(taken.size).toBeGreaterThan(10);
      for (const slug of taken) {
        expect(slug).not.toMatch(/[/\\\0\n]|\.\./);
        expect((await store().article(slug, NOW))?.slug).toBe(slug);
      }
      expect(await files()).toEqual([...taken].map((slug) => `${slug}.txt`).sort());
      expect(folder.state.faults).toEqual([]);
      await writer.writeChanges(
        [...taken].map((slug) => removing(slug)),
        NOW,
      );
      const after = new Map(await everything(outer));
      for (const name of after.keys()) if (/\/\.harkara[^/]*$/.test(name)) after.delete(name);
      expect(after).toEqual(before);
    },
    60_000,
  );

  it.each(["", ".", "..", ".a", ".harkara", " a", "a ", "a/b", "a\\b", "a..b", "cafe\u0301", "a\u0085", "\ufffe"])(
    "%j is refused, with what to do",
    async (slug) => {
      const { writer, files } = await openPublishedFolder(await emptyFolder());
      const refused = {
        kind: "refused",
        message: expect.stringMatching(/name/),
        hint: expect.stringMatching(/NFC/),
      };
      expect(await writer.writeChanges([await putting(slug), await putting("good")], NOW)).toEqual([
        refused,
        expect.objectContaining({ kind: "created" }),
      ]);
      expect(await writer.writeChanges([{ ...removing(slug), match: "*" }], NOW)).toEqual([refused]);
      expect(await writer.source(slug)).toBeUndefined();
      expect(await files()).toEqual(["good.txt"]);
    },
  );

  it.each([
    ["x".repeat(MAX_SLUG_BYTES), "created"],
    ["x".repeat(MAX_SLUG_BYTES + 1), "refused"],
    ["ख".repeat(MAX_SLUG_BYTES / 3), "created"],
    ["ख".repeat(MAX_SLUG_BYTES / 3 + 1), "refused"],
  ])("of a length at the cap is told apart: %j", async (slug, kind) => {
    const { writer } = await openPublishedFolder(await emptyFolder());
    for (const format of ["wire", "markdown", "json"] as const) {
      const [outcome] = await writer.writeChanges([await putting(slug, { format })], NOW);
      expect(outcome?.kind).toBe(kind === "created" && format !== "wire" ? "changed" : kind);
    }
  });
});

describe("what is not a plain file", () => {
  it("a link out of the folder is neither read nor written through, and an article takes its place", async () => {
    const { outer, path } = await nested();
    await symlink(join(outer, "outside.txt"), join(path, "articles", "a.txt"));
    await symlink(join(outer, "new.txt"), join(path, "articles", "b.txt"));
    const { writer, shown } = await openPublishedFolder(path);
    for (const slug of ["a", "b"]) {
      expect(await writer.source(slug)).toBeUndefined();
      expect(await shown(slug)).toBeUndefined();
      const [first, second] = [await putting(slug), await putting(slug, { headline: "Second" })];
      expect(await writer.writeChanges([{ ...first, absent: true }], NOW)).toEqual([{ kind: "failed-precondition" }]);
      expect(await writer.writeChanges([first], NOW)).toMatchObject([{ kind: "changed" }]);
      expect(await writer.writeChanges([second], NOW)).toMatchObject([{ kind: "changed" }]);
      expect(await shown(slug)).toBe("Second");
      expect((await lstat(join(path, "articles", `${slug}.txt`))).isFile()).toBe(true);
    }
    expect(await readFile(join(outer, "outside.txt"), "utf8")).toBe(textOf({ headline: "Outside" }));
    expect(await readdir(outer)).not.toContain("new.txt");
  });

  it("a link is removed, not what it points at", async () => {
    const { outer, path } = await nested();
    await symlink(join(outer, "outside.txt"), join(path, "articles", "a.txt"));
    const { writer, files } = await openPublishedFolder(path);
    expect(await writer.writeChanges([removing("a")], NOW)).toMatchObject([{ kind: "removed", scopes: [] }]);
    expect(await files()).toEqual([]);
    expect(await readFile(join(outer, "outside.txt"), "utf8")).toBe(textOf({ headline: "Outside" }));
  });

  it("a folder is never replaced or taken away", async () => {
    const path = await emptyFolder();
    await mkdir(join(path, "articles", "a.txt"));
    const { writer, files } = await openPublishedFolder(path);
    expect(await writer.writeChanges([await putting("a")], NOW)).toMatchObject([{ kind: "refused" }]);
    expect(await writer.writeChanges([removing("a")], NOW)).toMatchObject([{ kind: "absent" }]);
    expect(await writer.writeChanges([await putting("a", { format: "markdown" })], NOW)).toMatchObject([
      { kind: "created" },
    ]);
    expect(await files()).toEqual(["a.md", "a.txt"]);
  });
});
