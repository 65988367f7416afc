import { sanitize } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import type { Finding } from "../../lib/fault.ts";
import { ALLOWED } from "./allowed-html.ts";
import { shapeBody } from "./body-shape.ts";
import { type Excess, MAX_HTML_DEPTH, MAX_HTML_NODES, type Node, parseHtml } from "./parse-html.ts";

/** Times that HTML is sanitised until nothing changes any more: two are common, of a million random bodies none took all. @limit passes */
const MAX_HTML_PASSES = 8;

/** HTML that is safe to show, or why there is none. */
export type SafeHtml = { readonly html: string } | { readonly fault: Omit<Finding, "line" | "column"> };

/**
 * Makes HTML from anywhere safe: of elements, attributes and schemes only those of `html-allowed.ts` are left, all
 * addresses are absolute, no heading stands above the second rank. What comes out is balanced, holds `<` and `>` only
 * as markup, so that no `]]>` ends a CDATA section, and goes through unchanged when it is sanitised again.
 * @param html a page's body or a part of it
 * @param base absolute http or https address that relative ones begin from
 */
export function sanitise(html: string, base: string): SafeHtml {
  // Taking out an element may bring together what a parser then parts in another way, a paragraph in a paragraph say.
  let last = html;
  for (let pass = 0; pass < MAX_HTML_PASSES; pass += 1) {
    const next = sanitiseOnce(last, base);
    if ("excess" in next) return { fault: EXCESSES[next.excess] };
    if (next.html === last) return next;
    last = next.html;
  }
  return { fault: UNSETTLED };
}

function sanitiseOnce(html: string, base: string): { readonly html: string } | { readonly excess: Excess } {
  const parsed = parseHtml(html);
  if ("excess" in parsed) return parsed;
  const safe = sanitize({ type: "root", children: shapeBody(parsed.nodes, base) }, ALLOWED);
  markAngles(safe);
  const printed = toHtml(safe, {
    characterReferences: { useNamedReferences: false },
    closeSelfClosing: false,
  });
  return { html: printed.replaceAll(LESS, "&#x3C;").replaceAll(GREATER, "&#x3E;").trim() };
}

/**
 * Stand for `<` in attributes and `>` anywhere, which the printer leaves as they are: the first helps mutations of
 * markup where HTML is put into another context (HTML Standard, section 13.3, escapes it since 2025), the second ends a
 * CDATA section. No text has these characters any more.
 */
const LESS = "\u0001";
const GREATER = "\u0002";

function markAngles(node: Node | ReturnType<typeof sanitize>): void {
  if (node.type === "text") node.value = node.value.replaceAll(">", GREATER);
  if (node.type === "element") {
    for (const [name, value] of Object.entries(node.properties)) {
      if (typeof value === "string")
        node.properties[name] = value.replaceAll("<", LESS).replaceAll(">", GREATER);
    }
  }
  if ("children" in node) for (const child of node.children) markAngles(child);
}

const EXCESSES: Readonly<Record<Excess, Omit<Finding, "line" | "column">>> = {
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
