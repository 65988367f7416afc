import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeFolder } from "../../../src/export/write-folder.ts";
import { readFolder } from "../../../src/import/folder/read-folder.ts";
import { importArticles } from "../../../src/import/import-articles.ts";
import type { ArchivePosition, OutgoingArticle, RestoredRemoval } from "../../../src/store/stored-article.ts";
import { parseManifestLine } from "../../../src/transfer/export-manifest.ts";
import type { Origin } from "../../../src/transfer/target.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { all, memoryTarget } from "../../support/services/import.ts";
import { articleText, put, temporaryFolder } from "../../support/stores/folder.ts";

const SLUGS = ["plain", "बारिश", "con", "a:b", "what?", "x".repeat(190), "Case", "case", 'quote"d', "v1.2", "a~b"];

const outgoing = (slug: string, index: number): OutgoingArticle => ({
  slug,
  format: (["wire", "markdown"] as const)[index % 2] ?? "wire",
  text:
    index % 2 === 0
      ? articleText(slug, "One.", index).replaceAll("\n", "\r\n")
      : `---\nheadline: ${index}\npublished: 2025-01-${10 + index}T00:00:00Z\n---\nText.`,
  tag: `tag-${index}`,
  modified: new Date(Date.UTC(2025, 0, 1, index)),
  positions: [
    { scope: { kind: "all" }, position: index + 1 },
    { scope: { kind: "author", slug: "anita-rao" }, position: 2 * index + 1 },
    { scope: { kind: "category", slug: "india" }, position: index + 5 },
  ],
});

const REMOVAL: RestoredRemoval = {
  slug: "gone",
  published: new Date("2024-01-01T00:00:00Z"),
  removed: new Date("2024-02-01T00:00:00Z"),
  positions: [{ scope: { kind: "all" }, position: 40 }],
};

/** Left empty by an article that an edit took out of its category. */
const RESERVED: readonly ArchivePosition[] = [{ scope: { kind: "category", slug: "india" }, position: 7 }];

const originOf = (articles: readonly OutgoingArticle[], removals: readonly RestoredRemoval[] = []): Origin => ({
  count: async () => articles.length,
  async *articles() {
    yield* articles;
  },
  async *removals() {
    yield* removals;
  },
  reserved: async () => RESERVED,
  close: async () => undefined,
});

const quiet = { onProgress: () => undefined };

async function exported(articles: readonly OutgoingArticle[], removals: readonly RestoredRemoval[] = []) {
  const folder = await temporaryFolder();
  const departure = await writeFolder(originOf(articles, removals), folder, quiet);
  return { folder, departure };
}

describe("what is exported", () => {
  it("comes back as it was: every byte, slug, time and position, and what was removed", async () => {
    const articles = SLUGS.map(outgoing);
    const { folder, departure } = await exported(articles, [REMOVAL]);
    expect(departure).toEqual({ articles: articles.length, removals: 1, interrupted: false });
    const site = await siteOf();
    const source = await readFolder(folder, site);
    expect(source.warnings).toEqual([]);
    expect(source.total).toBe(articles.length);
    const target = memoryTarget(site);
    await importArticles(source.entries(), target, {
      ...quiet,
      onOmission: ({ reason }) => expect.unreachable(reason),
    });
    expect(source.reserved).toEqual(RESERVED);
    await target.note(source.removals, source.reserved);
    const byName = (a: { slug: string }, b: { slug: string }) => (a.slug < b.slug ? -1 : 1);
    expect([...target.articles.values()].sort(byName)).toEqual(
      articles
        .map(({ slug, format, text, modified, positions }) => ({
          slug,
          format,
          text,
          restored: { modified, positions },
        }))
        .sort(byName),
    );
    expect(target.removals).toEqual([REMOVAL]);
  });

  it("lies in files that every system takes, and no two differ only in their case", async () => {
    const { folder } = await exported(SLUGS.map(outgoing));
    const names = await readdir(join(folder, "articles"));
    expect(names).toHaveLength(SLUGS.length);
    expect(names.filter((name) => ["plain.txt", "बारिश.md", "v1.2.md"].includes(name))).toHaveLength(3);
    for (const name of names) {
      expect(name).not.toMatch(/[<>:"|?*\\/]|^con\./i);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    }
    expect(await readdir(folder)).toEqual(["articles", "export.ndjson"]);
  });

  it.each([
    ["Ports", "ports"],
    ["ÉTÉ", "été"],
    ["Straße", "STRASSE"],
    ["ΟΔΟΣ", "οδος"],
    ["οδοσ", "οδος"],
  ])("of the slugs %s and %s lies in two files on any system, each time the same", async (one, other) => {
    const articles = [outgoing(one, 0), outgoing(other, 0)];
    const [first, second] = [await exported(articles), await exported(articles)];
    const names = (await readdir(join(first.folder, "articles"))).sort();
    const plain = names.filter((name) => name === `${one}.txt`);
    const marked = names.filter((name) => /_[0-9a-f]{16}\.txt$/.test(name));
    expect([names.length, plain.length, marked.length]).toEqual([2, 1, 1]);
    expect((await readdir(join(second.folder, "articles"))).sort()).toEqual(names);
    const entries = await all((await readFolder(first.folder, await siteOf())).entries());
    const slugs = entries.map((each) => each.kind === "article" && each.incoming.slug);
    expect(new Set(slugs)).toEqual(new Set([one, other]));
  });

  it("tells positions by kind and slug, in whatever order a store has them", async () => {
    const { positions } = outgoing("plain", 0);
    const more = [...positions, { scope: { kind: "category" as const, slug: "a" }, position: 9 }];
    const texts = [more, more.toReversed()].map(async (each) => {
      const { folder } = await exported(
        [{ ...outgoing("plain", 0), positions: each }],
        [{ ...REMOVAL, positions: each }],
      );
      return readFile(join(folder, "export.ndjson"), "utf8");
    });
    const [one, other] = await Promise.all(texts);
    expect(one).toBe(other);
    const order = '[["all",1],["author","anita-rao",1],["category","a",9],["category","india",5]]';
    expect(one?.split(order)).toHaveLength(3);
  });

  it("of an article that was edited since is brought along as a new one", async () => {
    const { folder } = await exported([outgoing("plain", 0)]);
    await put(folder, "articles/plain.txt", articleText("Edited"));
    const [entry] = await all((await readFolder(folder, await siteOf())).entries());
    expect(entry).toEqual({
      kind: "article",
      name: join(folder, "articles/plain.txt"),
      incoming: { slug: "plain", format: "wire", text: articleText("Edited") },
    });
  });

  it("is not everything after an interrupt, and its import says so", async () => {
    const interrupt = new AbortController();
    const folder = await temporaryFolder();
    const departure = await writeFolder(originOf(SLUGS.map(outgoing)), folder, {
      signal: interrupt.signal,
      onProgress: (count) => {
        if (count === 3) interrupt.abort();
      },
    });
    expect(departure).toEqual({ articles: 3, removals: 0, interrupted: true });
    const source = await readFolder(folder, await siteOf());
    expect(source.total).toBe(3);
    expect(source.warnings).toEqual([expect.stringContaining("ends early")]);
  });

  it("without positions is restored as nothing special", async () => {
    const { folder } = await exported([{ ...outgoing("plain", 0), positions: [] }]);
    const [entry] = await all((await readFolder(folder, await siteOf())).entries());
    expect(entry).toMatchObject({ kind: "article", incoming: { slug: "plain" } });
    expect(entry).not.toHaveProperty("incoming.restored");
  });
});

describe("a folder of articles", () => {
  it("comes by publication, and names what is left out", async () => {
    const folder = await temporaryFolder();
    await put(folder, "z.txt", articleText("First", "One.", 1));
    await put(folder, "a.txt", articleText("Third", "One.", 3));
    await put(folder, "m.md", "---\nheadline: Second\npublished: 2025-03-30T18:32:00Z\n---\nText.");
    await put(folder, "b.json", "{}");
    await put(folder, "a.md", "---\nheadline: Other\npublished: 2025-04-01T00:00:00Z\n---\nText.");
    await put(folder, "notes.rtf", "not an article");
    await put(folder, ".hidden.txt", "nobody's business");
    await mkdir(join(folder, "empty.txt"));
    const { entries, total } = await readFolder(folder, await siteOf());
    const found = await all(entries());
    expect(found).toHaveLength(total);
    expect(found.flatMap((entry) => (entry.kind === "article" ? entry.incoming.slug : []))).toEqual(["z", "m", "a"]);
    const reasons = found.flatMap((entry) => (entry.kind === "left-out" ? entry.reason : []));
    expect(reasons).toEqual([
      expect.stringMatching(/a\.txt: .*a\.md is the same article$/),
      expect.stringMatching(/b\.json:1:1 no-\w+ /),
      expect.stringMatching(/empty\.txt:1:1 not-a-file /),
      expect.stringMatching(/notes\.rtf:1:1 not-plain-text .*\. Save it as plain text/),
    ]);
  });

  it("is read with its sub-folders, and what is not read there is named", async () => {
    for (const articles of [await temporaryFolder(), join(await temporaryFolder(), "articles")]) {
      await put(articles, "2025/03/b.md", "---\nheadline: B\npublished: 2025-03-30T18:32:00Z\n---\nText.");
      await put(articles, "2025/a.TXT", articleText("A"));
      await put(articles, "2025/notes.docx", "PK");
      await put(articles, "a.txt", articleText("Other A"));
      await put(articles, ".git/c.txt", articleText("C"));
      await symlink("2025", join(articles, "link"));
      const folder = articles.replace(/\/articles$/, "");
      const found = await all((await readFolder(folder, await siteOf())).entries());
      const names = found.map((entry) => `${entry.kind} ${entry.name?.slice(articles.length + 1)}`);
      expect(names.sort()).toEqual([
        "article 2025/03/b.md",
        "article 2025/a.TXT",
        "left-out 2025/notes.docx",
        "left-out a.txt",
        "left-out link",
      ]);
    }
  });

  it("has its sidecar's lines that cannot be read named, and the rest read", async () => {
    const { folder } = await exported([outgoing("plain", 0)]);
    const sidecar = join(folder, "export.ndjson");
    const text = await readFile(sidecar, "utf8");
    await put(folder, "export.ndjson", `nonsense\n{"slug":"../x","file":"x.txt"}\n${text}`);
    const { warnings, entries } = await readFolder(folder, await siteOf());
    expect(warnings).toEqual([
      `${sidecar}:1 is not understood and passed over`,
      `${sidecar}:2 is not understood and passed over`,
    ]);
    expect(await all(entries())).toMatchObject([{ incoming: { slug: "plain", restored: {} } }]);
  });

  it.each([
    "",
    "{",
    "[]",
    '{"slug":1}',
    '{"removed":{"slug":"a","published":"soon"}}',
    '{"slug":"a","file":"a","digest":"","modified":"2025-01-01T00:00:00Z","positions":[["all",0]]}',
  ])("has a sidecar in which %j says nothing", (line) => {
    expect(parseManifestLine(line)).toBeUndefined();
  });
});
