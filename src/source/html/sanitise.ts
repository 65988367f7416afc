import { sanitize } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import type { Finding } from "../../lib/fault.ts";
import { ALLOWED } from "./allowed-html.ts";
import { shapeBody } from "./body-shape.ts";
import { type ExceededLimit, MAX_HTML_DEPTH, MAX_HTML_NODES, type Node, parseHtml } from "./parse-html.ts";

/** Times that HTML is sanitised until nothing changes any more: two are common, of a million random bodies none took all. @limit passes */
const MAX_HTML_PASSES = 8;

/** Safe HTML, or why there is none. */
export type SafeHtml = { readonly html: string } | { readonly fault: Omit<Finding, "line" | "column"> };

/**
 * Makes HTML safe: it keeps only the elements, attributes and schemes of `allowed-html.ts`, addresses are absolute,
 * headings begin at the second rank. The result is balanced, has `<` and `>` only as markup, so that no `]]>` ends a
 * CDATA section, and does not change when it is sanitised again.
 * @param html a page's body or a part of it
 * @param base absolute http or https address that relative ones begin from
 */
export function sanitise(html: string, base: string): SafeHtml {
  // Without an element, its neighbours may nest in a way that a parser splits again: a paragraph in a paragraph.
  let last = html;
  for (let pass = 0; pass < MAX_HTML_PASSES; pass += 1) {
    const next = sanitiseOnce(last, base);
    if ("excess" in next) return { fault: LIMIT_FAULTS[next.excess] };
    if (next.html === last) return next;
    last = next.html;
  }
  return { fault: UNSETTLED };
}

function sanitiseOnce(html: string, base: string): { readonly html: string } | { readonly excess: ExceededLimit } {
  const parsed = parseHtml(html);
  if ("excess" in parsed) return parsed;
  const safe = sanitize({ type: "root", children: shapeBody(parsed.nodes, base) }, ALLOWED);
  replaceAngles(safe);
  const printed = toHtml(safe, {
    characterReferences: { useNamedReferences: false },
    closeSelfClosing: false,
  });
  return { html: printed.replaceAll(LESS_THAN, "&#x3C;").replaceAll(GREATER_THAN, "&#x3E;").trim() };
}

/**
 * Placeholders for `<` in attributes and `>` anywhere, which the printer does not escape. `<` in an attribute allows
 * mutation XSS (HTML Standard, section 13.3, escapes it since 2025), `>` may end a CDATA section. No text contains
 * these characters, as XML forbids them.
 */
const LESS_THAN = "\u0001";
const GREATER_THAN = "\u0002";

function replaceAngles(node: Node | ReturnType<typeof sanitize>): void {
  if (node.type === "text") node.value = node.value.replaceAll(">", GREATER_THAN);
  if (node.type === "element") {
    for (const [name, value] of Object.entries(node.properties)) {
      if (typeof value === "string")
        node.properties[name] = value.replaceAll("<", LESS_THAN).replaceAll(">", GREATER_THAN);
    }
  }
  if ("children" in node) for (const child of node.children) replaceAngles(child);
}

const LIMIT_FAULTS: Readonly<Record<ExceededLimit, Omit<Finding, "line" | "column">>> = {
  depth: {
    code: "html-too-deep",
    message: `more than ${MAX_HTML_DEPTH} elements stand inside each other`,
    hint: "Close the elements of the body, or take the wrappers around its text out.",
    severity: "error",
  },
  nodes: {
    code: "html-too-large",
    message: `the body has more than ${MAX_HTML_NODES} elements and comments`,
    hint: "Take out the elements that show nothing, or split the article.",
    severity: "error",
  },
};

const UNSETTLED: Omit<Finding, "line" | "column"> = {
  code: "html-unsettled",
  message: "the elements of the body are nested so that each parser understands them otherwise",
  hint: "Close each element before the one that it stands in.",
  severity: "error",
};
