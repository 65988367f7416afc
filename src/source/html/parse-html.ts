import { fromParse5 } from "hast-util-from-parse5";
import { type DefaultTreeAdapterMap, defaultTreeAdapter, html as names, parseFragment, type TreeAdapter } from "parse5";

/** Elements open inside each other in an article's HTML: browsers stop at 512, and each costs stack wherever it is read. @limit elements */
export const MAX_HTML_DEPTH = 256;

/** Elements and comments that an article's HTML is parsed to: a mis-nested one may make the square of its length. @limit nodes */
export const MAX_HTML_NODES = 100_000;

/** A node of an HTML tree (hast). */
export type Node = Element["children"][number];

/** An element of an HTML tree (hast). */
export type Element = Extract<ReturnType<typeof fromParse5>, { type: "element" }>;

/** The limit that ended parsing. */
export type ExceededLimit = "depth" | "nodes";

/**
 * Parses HTML as a fragment of a page's body (HTML Standard, section 13.4). Parsing ends at a limit: a mis-nested text
 * of a few kilobytes could cost minutes and all memory.
 */
export function parseHtml(html: string): { readonly nodes: readonly Node[] } | { readonly excess: ExceededLimit } {
  const counter = new NodeCounter();
  const body = defaultTreeAdapter.createElement("body", names.NS.HTML, []);
  try {
    const fragment = parseFragment(body, html, { treeAdapter: counter.adapter, scriptingEnabled: false });
    const root = fromParse5(fragment);
    // A doctype has no place in a fragment, so the parser has made none.
    return { nodes: root.type === "root" ? root.children.filter((node) => node.type !== "doctype") : [] };
  } catch (error) {
    if (error instanceof LimitReached) return { excess: error.excess };
    throw error;
  }
}

class LimitReached extends Error {
  readonly excess: ExceededLimit;
  constructor(excess: ExceededLimit) {
    super(excess);
    this.excess = excess;
  }
}

/** The parser's default tree adapter, which counts the nodes made and the elements open. */
class NodeCounter {
  readonly adapter: TreeAdapter<DefaultTreeAdapterMap>;
  #open = 0;
  #nodes = 0;

  constructor() {
    const { createElement, createCommentNode } = defaultTreeAdapter;
    const count = <Parameters extends unknown[], Result>(make: (...parameters: Parameters) => Result) => {
      return (...parameters: Parameters): Result => {
        this.#nodes += 1;
        if (this.#nodes > MAX_HTML_NODES) throw new LimitReached("nodes");
        return make(...parameters);
      };
    };
    this.adapter = {
      ...defaultTreeAdapter,
      createElement: count(createElement),
      createCommentNode: count(createCommentNode),
      onItemPush: () => {
        this.#open += 1;
        if (this.#open > MAX_HTML_DEPTH) throw new LimitReached("depth");
      },
      onItemPop: () => {
        this.#open -= 1;
      },
    };
  }
}
