import { countCharacters, endsLikeSentence, escapeAttribute, escapeText } from "../../lib/text.ts";

/** Characters of a short line that may be a subhead; the wire format sets it. @limit characters */
const MAX_SUBHEAD_CHARACTERS = 120;

type BlockKind = "paragraph" | "subhead" | "item" | "quotation";

interface Block {
  readonly kind: BlockKind;
  readonly text: string;
}

/**
 * Makes HTML of a body: `p`, `h2`, `ul`, `li`, `blockquote` and `a`. All text is escaped. Neighbouring list items share
 * a list, neighbouring quotations a quotation.
 * @param lines cleaned, without blank ones
 */
export function bodyToHtml(lines: readonly string[]): string {
  const blocks = lines.map((line, index) => blockOf(line, lines[index + 1]));
  return blocks
    .map((block, index) => {
      const { before = "", after = "", tag } = MARKUP[block.kind];
      const opens = blocks[index - 1]?.kind !== block.kind;
      const closes = blocks[index + 1]?.kind !== block.kind;
      const text = block.kind === "subhead" ? escapeText(block.text) : linkAddresses(block.text);
      return `${opens ? before : ""}<${tag}>${text}</${tag}>${closes ? after : ""}`;
    })
    .join("\n");
}

/** The element of a block, and the markup around a run of such blocks. */
const MARKUP: Readonly<Record<BlockKind, { readonly tag: string; readonly before?: string; readonly after?: string }>> =
  {
    paragraph: { tag: "p" },
    subhead: { tag: "h2" },
    item: { tag: "li", before: "<ul>\n", after: "\n</ul>" },
    quotation: { tag: "p", before: "<blockquote>\n", after: "\n</blockquote>" },
  };

function blockOf(line: string, next: string | undefined): Block {
  if (line.startsWith("## ")) return { kind: "subhead", text: line.slice(3).trimStart() };
  if (line.startsWith("> ")) return { kind: "quotation", text: line.slice(2).trimStart() };
  if (line.startsWith("- ")) return { kind: "item", text: line.slice(2).trimStart() };
  return { kind: isSubhead(line, next) ? "subhead" : "paragraph", text: line };
}

function isSubhead(line: string, next: string | undefined): boolean {
  if (next === undefined || endsLikeSentence(line)) return false;
  const characters = countCharacters(line);
  return characters <= MAX_SUBHEAD_CHARACTERS && countCharacters(next) > characters;
}

/** Escapes a text and links the bare http and https addresses in it. */
function linkAddresses(text: string): string {
  let html = "";
  let from = 0;
  for (const match of text.matchAll(/(?<![\p{L}\p{N}])https?:\/\/[^\s<>"“”«»`{}|\\^]+/giu)) {
    const address = trimPunctuation(match[0]);
    if (!URL.canParse(address)) continue;
    html += escapeText(text.slice(from, match.index));
    html += `<a href="${escapeAttribute(new URL(address).href)}">${escapeText(address)}</a>`;
    from = match.index + address.length;
  }
  return html + escapeText(text.slice(from));
}

/** An address without the punctuation that follows it; a closing bracket stays if the address opened it. */
function trimPunctuation(address: string): string {
  const excess = { ")": countSurplus(address, "(", ")"), "]": countSurplus(address, "[", "]") };
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    if (last === ")" || last === "]") {
      if (excess[last] <= 0) break;
      excess[last] -= 1;
    } else if (!/[.,;:!?…'’‘*_~।॥،؛؟。、！？]/u.test(last)) break;
  }
  return address.slice(0, end);
}

/** The number of closing brackets beyond the opening ones; may be negative. */
function countSurplus(text: string, opening: string, closing: string): number {
  return text.split(closing).length - text.split(opening).length;
}
