import { readdirSync, readFileSync } from "node:fs";
import { table } from "./markdown.ts";

const ROOT = new URL("../../", import.meta.url);
const SOURCE = new URL("src/", ROOT).href;

/** What the lint's configuration says of the layers. */
interface Layering {
  /** The rooms from the top to the bottom, each with the reason why nothing below it may import it. */
  readonly ROOMS: ReadonlyArray<readonly [room: string, reason: string]>;
  readonly default: {
    readonly forbidden: ReadonlyArray<{ readonly name: string; readonly comment: string }>;
  };
}

const { ROOMS, default: config } = (await import(new URL(".dependency-cruiser.mjs", ROOT).href)) as Layering;

/** The rooms from the top to the bottom. */
export const ROOM_NAMES: readonly string[] = ROOMS.map(([room]) => room);

/** Which rooms each room imports, types included. */
export function importsOfRooms(): ReadonlyMap<string, ReadonlySet<string>> {
  const imports = new Map(ROOM_NAMES.map((room) => [room, new Set<string>()]));
  const files = readdirSync(new URL(SOURCE), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    const text = readFileSync(new URL(file, SOURCE), "utf8");
    for (const [, path = ""] of text.matchAll(/(?:from|import\() ?"(\.{1,2}\/[^"]+)"/g)) {
      const other = roomOf(new URL(path, SOURCE + file).href.slice(SOURCE.length));
      if (other !== roomOf(file) && imports.has(other)) imports.get(roomOf(file))?.add(other);
    }
  }
  return imports;
}

/** @param file below `src` */
function roomOf(file: string): string {
  return file.split("/")[0] ?? "";
}

/** A picture in Mermaid: an arrow for each import between rooms that does not follow from the other arrows. */
export function roomsPicture(): string {
  const imports = importsOfRooms();
  const direct = (room: string) => ROOM_NAMES.filter((other) => imports.get(room)?.has(other));
  const reached = (room: string): readonly string[] => direct(room).flatMap((other) => [other, ...reached(other)]);
  const arrows = ROOM_NAMES.flatMap((room) => {
    const follows = new Set(direct(room).flatMap(reached));
    return direct(room)
      .filter((other) => !follows.has(other))
      .map((other) => `  ${nodeOf(room)} --> ${nodeOf(other)}`);
  });
  const nodes = ROOM_NAMES.map((room) => `  ${nodeOf(room)}["${room}"]`);
  return ["```mermaid", "flowchart TD", ...nodes, ...arrows, "```"].join("\n");
}

/** The node of a room: a name that is no word of Mermaid. */
export function nodeOf(room: string): string {
  return `room_${room.replace(".", "_")}`;
}

/** The rules that the lint holds, with their reasons. */
export function layeringRules(): string {
  const layers = ROOMS.slice(0, -1).map(([room, reason]) => [`\`${room}\``, reason]);
  const others = config.forbidden
    .filter(({ name }) => !name.endsWith("-imports-only-below"))
    .map(({ name, comment }) => [`\`${name}\``, comment]);
  return [table(["room", "why nothing below may import it"], layers), "Besides:", table(["rule", "why"], others)].join(
    "\n\n",
  );
}
