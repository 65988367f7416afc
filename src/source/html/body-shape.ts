import { stripXmlForbidden } from "../../lib/text.ts";
import {
  ALLOWED,
  BLOCKS,
  CONTAINERS,
  DROPPED,
  HOMES,
  LINK_SCHEMES,
  RENAMED,
  SOURCE_SCHEMES,
} from "./allowed-html.ts";
import type { Element, Node } from "./parse-html.ts";

const KNOWN: ReadonlySet<string> = new Set(ALLOWED.tagNames);

/**
 * Brings the nodes of a body into the shape of an article's: containers are taken apart into paragraphs, no headline
 * stands above the second rank, addresses are absolute, characters that XML forbids are gone. What comes out may still
 * hold attributes that are not allowed.
 * @param base absolute http or https address
 */
export function shapeBody(nodes: readonly Node[], base: string): Node[] {
  const highest = highestRank(nodes);
  return paragraphs(shapeAll(nodes, { base, shift: highest === 1 ? 1 : 0, within: [] }));
}

interface Frame {
  readonly base: string;
  /** By how many ranks headings are lowered. */
  readonly shift: number;
  /** The names of the elements around, outermost first. */
  readonly within: readonly string[];
}

function shapeAll(nodes: readonly Node[], frame: Frame): Node[] {
  const shaped: Node[] = [];
  for (const node of nodes) {
    if (node.type === "text") {
      shaped.push({ type: "text", value: stripXmlForbidden(node.value.replace(/\r\n?/g, "\n")) });
    } else if (node.type === "element" && !DROPPED.has(node.tagName)) {
      for (const each of shapeElement(node, frame)) shaped.push(each);
    }
  }
  return shaped;
}

function shapeElement(element: Element, frame: Frame): readonly Node[] {
  const tagName = RENAMED.get(element.tagName) ?? lowered(element.tagName, frame.shift);
  const children = shapeAll(element.children, { ...frame, within: [...frame.within, tagName] });
  const astray = HOMES.get(tagName)?.some((home) => frame.within.includes(home)) === false;
  if (CONTAINERS.has(tagName) || astray) return paragraphs(children);
  if (!KNOWN.has(tagName)) return children;
  const properties = shapeProperties(element.properties, frame.base);
  if (tagName === "p" && children.every(isBlank)) return [];
  if (tagName === "img" && properties.src === undefined) return [];
  if (tagName === "a" && properties.href === undefined) return children;
  if (tagName === "pre") trimStart(children);
  return [{ type: "element", tagName, properties, children }];
}

/** The first line break in `pre` is no part of it for a parser, so it would be lost the next time. */
function trimStart(children: Node[]): void {
  for (let first = children[0]; first?.type === "text"; first = children[0]) {
    first.value = first.value.replace(/^\n+/, "");
    if (first.value !== "") return;
    children.shift();
  }
}

/** Each run of nodes within a line becomes a paragraph; blocks stay as they are. */
function paragraphs(nodes: readonly Node[]): Node[] {
  const blocks: Node[] = [];
  let run: Node[] = [];
  const end = () => {
    if (run.every(isBlank)) for (const node of run) blocks.push(...textOf(node));
    else blocks.push({ type: "element", tagName: "p", properties: {}, children: run });
    run = [];
  };
  for (const node of nodes) {
    if (holdsBlock(node)) {
      end();
      blocks.push(node);
    } else run.push(node);
  }
  end();
  return blocks;
}

/** Of what is blank only the text itself stays: it may be the line break between two blocks. */
function textOf(node: Node): readonly Node[] {
  return node.type === "text" ? [node] : [];
}

function holdsBlock(node: Node): boolean {
  return node.type === "element" && (BLOCKS.has(node.tagName) || node.children.some(holdsBlock));
}

/** Whether a reader sees nothing of a node. */
function isBlank(node: Node): boolean {
  if (node.type === "text") return node.value.trim() === "";
  if (node.type !== "element") return true;
  return node.tagName !== "img" && node.tagName !== "hr" && node.children.every(isBlank);
}

const HEADING = /^h([1-6])$/;

function lowered(tagName: string, shift: number): string {
  const rank = Number(HEADING.exec(tagName)?.[1] ?? 0);
  return rank === 0 ? tagName : `h${Math.min(rank + shift, 6)}`;
}

/** 1 to 6; 7 where there is no heading. */
function highestRank(nodes: readonly Node[]): number {
  let highest = 7;
  for (const node of nodes) {
    if (node.type !== "element" || DROPPED.has(node.tagName)) continue;
    const own = Number(HEADING.exec(node.tagName)?.[1] ?? 7);
    highest = Math.min(highest, own, highestRank(node.children));
  }
  return highest;
}

function shapeProperties(properties: Element["properties"], base: string): Element["properties"] {
  const shaped: Element["properties"] = {};
  for (const [name, value] of Object.entries(properties)) {
    const schemes = SCHEMES.get(name);
    if (schemes === undefined) shaped[name] = typeof value === "string" ? oneLine(value) : value;
    else if (typeof value === "string") {
      const address = absolute(value, base, schemes);
      if (address !== undefined) shaped[name] = address;
    }
  }
  return shaped;
}

const SCHEMES: ReadonlyMap<string, readonly string[]> = new Map([
  ["href", LINK_SCHEMES],
  ["src", SOURCE_SCHEMES],
  ["cite", SOURCE_SCHEMES],
]);

function oneLine(value: string): string {
  return stripXmlForbidden(value).replace(/[\t\n\r]+/g, " ");
}

/** An address made absolute, or nothing where it cannot be or where its scheme is none of those. */
function absolute(written: string, base: string, schemes: readonly string[]): string | undefined {
  const cleaned = stripXmlForbidden(written).trim();
  if (cleaned === "" || !URL.canParse(cleaned, base)) return undefined;
  const address = new URL(cleaned, base);
  return schemes.includes(address.protocol.slice(0, -1)) ? stripXmlForbidden(address.href) : undefined;
}
