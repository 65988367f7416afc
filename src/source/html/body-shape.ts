import { stripXmlForbidden } from "../../lib/text.ts";
import { ALLOWED, BLOCKS, CONTAINERS, DROPPED, HOMES, LINK_SCHEMES, RENAMED, SOURCE_SCHEMES } from "./allowed-html.ts";
import type { Element, Node } from "./parse-html.ts";

const ALLOWED_NAMES: ReadonlySet<string> = new Set(ALLOWED.tagNames);

/**
 * Gives the nodes of a body the shape of an article's: containers become paragraphs, headings begin at the second
 * rank, addresses are absolute, characters that XML forbids are removed. Attributes are not checked here.
 * @param base absolute http or https address
 */
export function shapeBody(nodes: readonly Node[], base: string): Node[] {
  const highest = highestRank(nodes);
  return wrapRuns(shapeAll(nodes, { base, shift: highest === 1 ? 1 : 0, within: [] }));
}

interface Frame {
  readonly base: string;
  /** Ranks by which headings are lowered. */
  readonly shift: number;
  /** Names of the elements around, the outermost first. */
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
  const tagName = RENAMED.get(element.tagName) ?? lowerHeading(element.tagName, frame.shift);
  const children = shapeAll(element.children, { ...frame, within: [...frame.within, tagName] });
  const astray = HOMES.get(tagName)?.some((home) => frame.within.includes(home)) === false;
  if (CONTAINERS.has(tagName) || astray) return wrapRuns(children);
  if (!ALLOWED_NAMES.has(tagName)) return children;
  const properties = shapeProperties(element.properties, frame.base);
  if (tagName === "p" && children.every(isBlank)) return [];
  if (tagName === "img" && properties.src === undefined) return [];
  if (tagName === "a" && properties.href === undefined) return children;
  if (tagName === "pre") trimStart(children);
  return [{ type: "element", tagName, properties, children }];
}

/** Parsers drop the first line break in `pre`: it would be lost when the HTML is parsed again. */
function trimStart(children: Node[]): void {
  for (let first = children[0]; first?.type === "text"; first = children[0]) {
    first.value = first.value.replace(/^\n+/, "");
    if (first.value !== "") return;
    children.shift();
  }
}

/** Makes a paragraph of each run of inline nodes; blocks stay as they are. */
function wrapRuns(nodes: readonly Node[]): Node[] {
  const blocks: Node[] = [];
  let run: Node[] = [];
  const end = () => {
    if (run.every(isBlank)) for (const node of run) blocks.push(...textNodes(node));
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

/** Of a blank node only text stays: it may be the line break between two blocks. */
function textNodes(node: Node): readonly Node[] {
  return node.type === "text" ? [node] : [];
}

function holdsBlock(node: Node): boolean {
  return node.type === "element" && (BLOCKS.has(node.tagName) || node.children.some(holdsBlock));
}

/** Whether a node shows nothing. */
function isBlank(node: Node): boolean {
  if (node.type === "text") return node.value.trim() === "";
  if (node.type !== "element") return true;
  return node.tagName !== "img" && node.tagName !== "hr" && node.children.every(isBlank);
}

const HEADING = /^h([1-6])$/;

function lowerHeading(tagName: string, shift: number): string {
  const rank = Number(HEADING.exec(tagName)?.[1] ?? 0);
  return rank === 0 ? tagName : `h${Math.min(rank + shift, 6)}`;
}

/** The highest rank of a heading, 1 to 6; 7 if there is none. */
function highestRank(nodes: readonly Node[]): number {
  let highest = 7;
  for (const node of nodes) {
    if (node.type !== "element" || DROPPED.has(node.tagName)) continue;
    const rank = Number(HEADING.exec(node.tagName)?.[1] ?? 7);
    highest = Math.min(highest, rank, highestRank(node.children));
  }
  return highest;
}

function shapeProperties(properties: Element["properties"], base: string): Element["properties"] {
  const shaped: Element["properties"] = {};
  for (const [name, value] of Object.entries(properties)) {
    const schemes = SCHEMES.get(name);
    if (schemes === undefined) shaped[name] = typeof value === "string" ? oneLine(value) : value;
    else if (typeof value === "string") {
      const address = resolveAddress(value, base, schemes);
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

/** An absolute address; undefined if there is none or its scheme is not allowed. */
function resolveAddress(address: string, base: string, schemes: readonly string[]): string | undefined {
  const cleaned = stripXmlForbidden(address).trim();
  if (cleaned === "" || !URL.canParse(cleaned, base)) return undefined;
  const url = new URL(cleaned, base);
  return schemes.includes(url.protocol.slice(0, -1)) ? stripXmlForbidden(url.href) : undefined;
}
