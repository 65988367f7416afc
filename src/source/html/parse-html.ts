import { fromParse5 } from "hast-util-from-parse5";
import {
  type DefaultTreeAdapterMap,
  defaultTreeAdapter,
  html as names,
  parseFragment,
  type TreeAdapter,
} from "parse5";

/** Elements open inside each other in an article's HTML: browsers stop at 512, and each costs stack wherever it is read. @limit elements */
export const MAX_HTML_DEPTH = 256;

/** Elements and comments that an article's HTML is parsed to: a mis-nested one may make the square of its length. @limit nodes */
export const MAX_HTML_NODES = 100_000;

/** A node of a tree of HTML, as the libraries of unified know it (hast). */
export type Node = Element["children"][number];

/** An element of such a tree. */
export type Element = Extract<ReturnType<typeof fromParse5>, { type: "element" }>;

/** Why HTML is not parsed to its end. */
export type Excess = "depth" | "nodes";

/**
 * Parses HTML as browsers do with what is put into a page's body (HTML Standard, section 13.4). It is given up as soon
 * as it goes past a cap: a mis-nested text of a few kilobytes would otherwise cost minutes and all of the memory.
 */
export function parseHtml(html: string): { readonly nodes: readonly Node[] } | { readonly excess: Excess } {
  const counted = new Counted();
  const body = defaultTreeAdapter.createElement("body", names.NS.HTML, []);
  try {
    const fragment = parseFragment(body, html, { treeAdapter: counted.adapter, scriptingEnabled: false });
    const root = fromParse5(fragment);
    // A doctype has no place in a fragment, so the parser has made none.
    return { nodes: root.type === "root" ? root.children.filter((node) => node.type !== "doctype") : [] };
  } catch (error) {
    if (error instanceof Stop) return { excess: error.excess };
    throw error;
  }
}

class Stop extends Error {
  readonly excess: Excess;
  constructor(excess: Excess) {
    super(excess);
    this.excess = excess;
  }
}

/** The parser's own way to make nodes, counting what is open and what is made. */
class Counted {
  readonly adapter: TreeAdapter<DefaultTreeAdapterMap>;
  #open = 0;
  #made = 0;

  constructor() {
    const { createElement, createCommentNode } = defaultTreeAdapter;
    const count = <Parameters extends unknown[], Result>(make: (...parameters: Parameters) => Result) => {
      return (...parameters: Parameters): Result => {
        this.#made += 1;
        if (this.#made > MAX_HTML_NODES) throw new Stop("nodes");
        return make(...parameters);
      };
    };
    this.adapter = {
      ...defaultTreeAdapter,
      createElement: count(createElement),
      createCommentNode: count(createCommentNode),
      onItemPush: () => {
        this.#open += 1;
        if (this.#open > MAX_HTML_DEPTH) throw new Stop("depth");
      },
      onItemPop: () => {
        this.#open -= 1;
      },
    };
  }
}
