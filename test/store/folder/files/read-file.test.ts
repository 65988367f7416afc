import { describe, expect, it } from "vitest";
import { readName } from "../../../../src/store/folder/files/read-file.ts";

describe("a file's name", () => {
  it.each([
    ["a.txt", "a"],
    ["2024-02-29.txt", "2024-02-29"],
    ["कुएँ-में-लौटा-पानी.txt", "कुएँ-में-लौटा-पानी"],
    ["cafe\u0301.txt", "caf\u00e9"],
    ["a b.txt", "a b"],
    ["a.b.txt", "a.b"],
    ["a.txt.txt", "a.txt"],
    ["100%.txt", "100%"],
    [`${"x".repeat(200)}.txt`, "x".repeat(200)],
  ])("%j is that of the article %j", (name, slug) => {
    expect(readName(name)).toEqual({ kind: "article", slug, format: "wire" });
  });

  it.each([
    ["a.md", "a", "markdown"],
    ["a.json", "a", "json"],
    ["a.txt.md", "a.txt", "markdown"],
    ["a.md.json", "a.md", "json"],
    ["a.json.txt", "a.json", "wire"],
    ["cafe\u0301.md", "caf\u00e9", "markdown"],
    ["A.TXT", "A", "wire"],
    ["a.Md", "a", "markdown"],
    ["a.markdown", "a", "markdown"],
    ["a.MARKDOWN", "a", "markdown"],
    ["a.JSON", "a", "json"],
  ])("%j is that of the article %j in its own format", (name, slug, format) => {
    expect(readName(name)).toEqual({ kind: "article", slug, format });
  });

  it.each([".txt", ".md", ".a.txt", ".harkara-0123456789abcdef.tmp", ".git", ".a..txt"])(
    "%j is hidden, and nobody's business",
    (name) => {
      expect(readName(name)).toEqual({ kind: "ignored" });
    },
  );

  it.each([
    ["2025/a.txt", "a", "wire"],
    ["2025/03/a.Md", "a", "markdown"],
    ["kochi.news/2025-03-01/cafe\u0301.json", "caf\u00e9", "json"],
  ])("%j, in sub-folders, is that of the article %j", (name, slug, format) => {
    expect(readName(name)).toEqual({ kind: "article", slug, format });
  });

  it.each([".git/a.txt", "2025/.drafts/a.txt", "2025/.a.txt", "..x/a.txt"])("%j is hidden in sub-folders", (name) => {
    expect(readName(name)).toEqual({ kind: "ignored" });
  });

  it.each(["~$story.docx", "~$a.txt"])("%j says that a document is open, and is nobody's business", (name) => {
    expect(readName(name)).toEqual({ kind: "ignored" });
  });

  it.each(["a.docx", "A.DOCX", "a.doc", "a.rtf", "a.odt", "a.pages", "a..b.pages"])(
    "%j is a document of a word processor, and a fault that says how to save it",
    (name) => {
      const { finding } = readName(name) as Extract<ReturnType<typeof readName>, { kind: "refused" }>;
      expect(finding).toMatchObject({ code: "not-plain-text", severity: "error" });
      expect(finding.hint).toMatch(/plain text \(\.txt.*Markdown \(\.md\)/);
    },
  );

  it.each(["a", "a.txt~", "a.txt.bak", "txt", "md", "a.markdown~", "a.html"])(
    "%j is not an article's, and a warning",
    (name) => {
      expect(readName(name)).toMatchObject({
        kind: "refused",
        finding: { code: "not-an-article", severity: "warning" },
      });
    },
  );

  it.each([
    "..txt",
    "...txt",
    "....txt",
    "a..b.txt",
    "..\\a.txt",
    "2025/a..b.txt",
    "a\nb.txt",
    "a\0.txt",
    "a\u0085.txt",
    "a\ud800.txt",
    "a\ufffd.txt",
    "..md",
    "a..b.json",
    " a.txt",
    "a .txt",
    `${"x".repeat(201)}.txt`,
    `${"ख".repeat(67)}.txt`,
  ])("%j cannot be an article's, and a fault", (name) => {
    expect(readName(name)).toMatchObject({
      kind: "refused",
      finding: { code: "bad-name", severity: "error", line: 1, column: 1 },
    });
  });
});
