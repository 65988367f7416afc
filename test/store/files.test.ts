import { describe, expect, it } from "vitest";
import { readName } from "../../src/store/files.ts";

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
    expect(readName(name)).toEqual({ kind: "article", slug });
  });

  it.each([".txt", ".a.txt", ".git", ".a..txt"])("%j is hidden, and nobody's business", (name) => {
    expect(readName(name)).toEqual({ kind: "ignored" });
  });

  it.each(["a", "a.TXT", "a.txt~", "a.txt.bak", "txt", "a.html"])(
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
    "a/b.txt",
    "a\nb.txt",
    "a\0.txt",
    "a\u0085.txt",
    "a\ud800.txt",
    "a\ufffd.txt",
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
