import { readdirSync, readFileSync } from "node:fs";

/** The root of the repository. */
export const ROOT: URL = new URL("../../../", import.meta.url);

/** A file as text. @param path below the root of the repository */
export function read(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

/** The paths of all pages in Markdown, below the root of the repository. */
export function markdownPages(): readonly string[] {
  const inside = (folder: string) =>
    readdirSync(new URL(folder, ROOT), { recursive: true, encoding: "utf8" }).map((name) => folder + name);
  return [...readdirSync(ROOT), ...inside("docs/"), ...inside("test/"), ...inside(".github/")].filter((name) =>
    name.endsWith(".md"),
  );
}

/** The rows, cell by cell, of the tables of a Markdown text whose first column has a heading. */
export function tableRows(markdown: string, heading: string): readonly string[][] {
  const found: string[][] = [];
  let inside = false;
  for (const line of markdown.split("\n")) {
    const cells = line.startsWith("|")
      ? line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim())
      : [];
    if (cells.length === 0) inside = false;
    else if (cells[0] === heading) inside = true;
    else if (inside && !/^-+$/.test(cells[0] ?? "")) found.push(cells);
  }
  return found;
}

/** The text of a cell that is code. */
export function codeOf(cell: string | undefined): string | undefined {
  return /^`(.*)`$/.exec(cell ?? "")?.[1];
}
