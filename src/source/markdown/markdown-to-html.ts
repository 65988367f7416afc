import { Marked } from "marked";
import type { UnplacedFinding } from "../fields/located-value.ts";

/** Quotations and lists inside each other in Markdown: its parser reads the text within each once more. @limit levels */
const MAX_MARKDOWN_LEVELS = 64;

/** Steps of Markdown's parser in search of e-mail addresses, one for each character that it reads: some 10 ns each, so a second. @limit steps */
const MAX_MARKDOWN_STEPS = 100_000_000;

const marked = new Marked({
  gfm: true,
  async: false,
  renderer: {
    // An article has no forms.
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

/**
 * Renders Markdown (CommonMark with GitHub's tables, strikethrough, task lists and bare addresses).
 * @returns HTML that is not sanitised, or a fault and its place in UTF-16 code units
 */
export function markdownToHtml(
  markdown: string,
): { readonly html: string } | { readonly fault: UnplacedFinding; readonly at: number } {
  const deep = TOO_DEEP_LINE.exec(markdown);
  if (deep !== null) return { fault: TOO_DEEP, at: deep.index };
  const costly = costlyWord(markdown);
  if (costly !== undefined) return { fault: TOO_COSTLY, at: costly };
  try {
    return { html: marked.parse(markdown, { async: false }) };
  } catch (error) {
    // The parser is recursive: deep nesting overflows the stack.
    if (!(error instanceof RangeError)) throw error;
    return { fault: TOO_DEEP, at: 0 };
  }
}

/** A line that opens too many levels of quotations and lists: each level costs a parse. */
const TOO_DEEP_LINE = new RegExp(
  `^(?:[ \\t]{${4 * MAX_MARKDOWN_LEVELS + 1},}(?=[-*+>\\d])|(?:[ \\t]*(?:>|(?:[-*+]|\\d{1,9}[.)])(?=[ \\t]))){${MAX_MARKDOWN_LEVELS + 1},})`,
  "m",
);

/**
 * The place from which parsing would take too long; undefined if there is none. At each sign that may be markup the
 * parser searches for an e-mail address to the end of the word, so a word costs its length times its signs.
 */
function costlyWord(markdown: string): number | undefined {
  let steps = 0;
  for (const { 0: word, index } of markdown.matchAll(/[\w.!#$%&'*+/=?`{|}~-]{64,}/g)) {
    steps += word.length * (word.match(/[!`*~_]|www\./gi)?.length ?? 0);
    if (steps > MAX_MARKDOWN_STEPS) return index;
  }
  return undefined;
}

const TOO_COSTLY: UnplacedFinding = {
  code: "markdown-too-costly",
  message: "there is too much without a blank that is full of signs such as _ and *",
  hint: "Part the words with blanks; pictures are linked, not written into the text.",
  severity: "error",
};

const TOO_DEEP: UnplacedFinding = {
  code: "html-too-deep",
  message: "too many quotations, lists or brackets stand inside each other",
  hint: "Take some of the levels out.",
  severity: "error",
};

/**
 * The heading of the first rank at the beginning of a Markdown text.
 * @returns its HTML, not sanitised, and the text without it; undefined if the text begins otherwise
 */
export function leadingHeadline(markdown: string): { readonly html: string; readonly body: string } | undefined {
  const match = /^(?:[ \t]*(?:\r\n|\n|\r))*( {0,3}#[ \t]+[^\r\n]*)(?:\r\n|\n|\r|$)/.exec(markdown);
  if (match === null) return undefined;
  const rendered = markdownToHtml(match[1] ?? "");
  if ("fault" in rendered) return undefined;
  return { html: rendered.html, body: markdown.slice(match[0].length) };
}
