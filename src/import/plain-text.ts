import { stripXmlForbidden } from "../lib/text.ts";
import { parseHtml } from "../source/html/parse-html.ts";

/** A node of a parsed document, as little of it as is needed here. */
interface Node {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

const UNSEEN = new Set(["script", "style", "template", "noscript", "iframe", "object"]);

const INLINE = new Set(
  "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time u var wbr".split(
    " ",
  ),
);

/** The text of HTML as one line: without markup, character references resolved, runs of blanks made one. */
export function plainTextOf(html: string): string {
  if (!/[<&]/.test(html)) return oneLine(html);
  const parsed = parseHtml(html);
  // No article will be made of it; what is left is good enough to name it.
  if ("excess" in parsed) return oneLine(html.replace(/<[^<>]*>/g, " "));
  const parts: string[] = [];
  const stack: Node[] = (parsed.nodes as readonly Node[]).toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "text") parts.push(node.value ?? "");
    if (node.type === "element" && UNSEEN.has(node.tagName ?? "")) continue;
    if (node.type === "element" && !INLINE.has(node.tagName ?? "")) {
      parts.push(" ");
      stack.push({ type: "text", value: " " });
    }
    stack.push(...(node.children ?? []).toReversed());
  }
  return oneLine(parts.join(""));
}

/** A plain text as one line, without what XML forbids. */
export function oneLine(text: string): string {
  return stripXmlForbidden(text).replace(/\s+/gu, " ").trim();
}
