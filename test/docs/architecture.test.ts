import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { importsOfRooms, nodeOf, ROOM_NAMES, roomsPicture } from "../../docs/generate/layers.ts";
import { codeOf, ROOT, read, tableRows } from "../support/docs/markdown.ts";

const PAGE = read("docs/architecture.md");

it("every folder of the source that holds files is listed, and no other", () => {
  const files = readdirSync(new URL("src/", ROOT), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const folders = files.map(({ parentPath }) => `src${parentPath.replace(/\/$/, "").split("/src")[1] ?? ""}`);
  const listed = tableRows(PAGE, "folder").map(([cell]) => codeOf(cell));
  expect([...listed].sort()).toEqual([...new Set(folders)].sort());
});

it("every folder of the source is a room of the lint's configuration", () => {
  const entries = readdirSync(new URL("src/", ROOT), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(ROOM_NAMES.filter((name) => !name.includes(".")).sort()).toEqual(folders.sort());
});

it("every arrow of the picture is an import, and goes downwards", () => {
  const imports = importsOfRooms();
  const roomOf = (node: string) => ROOM_NAMES.find((room) => nodeOf(room) === node) ?? "";
  const arrows = [...roomsPicture().matchAll(/^ {2}(\S+) --> (\S+)$/gm)];
  expect(arrows.length).toBeGreaterThan(15);
  for (const [arrow, from = "", to = ""] of arrows) {
    expect(imports.get(roomOf(from)), arrow).toContain(roomOf(to));
    expect(ROOM_NAMES.indexOf(roomOf(from)), arrow).toBeLessThan(ROOM_NAMES.indexOf(roomOf(to)));
  }
});

it("the ways of an article and of a poll have ten steps, each with a link to a function", () => {
  for (const heading of ["The way of an article", "The way of a poll"]) {
    const section = PAGE.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
    const steps = section.split(/^\d+\. /m).slice(1);
    expect(steps, heading).toHaveLength(10);
    for (const step of steps) expect(step).toMatch(/\]\(\.\.\/src\/\S+\.ts#\w+\)/);
  }
});
