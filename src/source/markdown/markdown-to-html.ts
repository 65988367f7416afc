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
    // Forms are no part of an article, but whether a task is done is.
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

/**
 * Renders Markdown (CommonMark with GitHub's tables, strikethrough, task lists and bare addresses); not yet safe.
 * @returns HTML, or what is wrong and where, in UTF-16 code units of the text
 */
export function markdownToHtml(
  markdown: string,
): { readonly html: string } | { readonly fault: UnplacedFinding; readonly at: number } {
  const deep = DEEP_LINE.exec(markdown);
  if (deep !== null) return { fault: TOO_DEEP, at: deep.index };
  const costly = costlyWord(markdown);
  if (costly !== undefined) return { fault: TOO_COSTLY, at: costly };
  try {
    return { html: marked.parse(markdown, { async: false }) };
  } catch (error) {
    // It calls itself for each quotation or list inside another, and the stack has an end.
    if (!(error instanceof RangeError)) throw error;
    return { fault: TOO_DEEP, at: 0 };
  }
}

/** A line at whose beginning more levels of quotations and lists are open than may be: each costs a parse of its own. */
const DEEP_LINE = new RegExp(
  `^(?:[ \\t]{${4 * MAX_MARKDOWN_LEVELS + 1},}(?=[-*+>\\d])|(?:[ \\t]*(?:>|(?:[-*+]|\\d{1,9}[.)])(?=[ \\t]))){${MAX_MARKDOWN_LEVELS + 1},})`,
  "m",
);

/**
 * Where the parser would have worked too long. From each sign that may be markup it looks for the end of an e-mail
 * address, as far as there is nothing that cannot stand in one: the cost of a word is their product.
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
 * The headline that a Markdown text begins with: a heading of the first rank.
 * @returns its HTML, not yet safe, and the text without it; nothing when the text begins otherwise
 */
export function leadingHeadline(
  markdown: string,
): { readonly html: string; readonly rest: string } | undefined {
  const match = /^(?:[ \t]*(?:\r\n|\n|\r))*( {0,3}#[ \t]+[^\r\n]*)(?:\r\n|\n|\r|$)/.exec(markdown);
  if (match === null) return undefined;
  const rendered = markdownToHtml(match[1] ?? "");
  if ("fault" in rendered) return undefined;
  return { html: rendered.html, rest: markdown.slice(match[0].length) };
}
