/** Elements that stand beside paragraphs, not inside them. */
const BLOCKS =
  "address|article|aside|blockquote|caption|col|colgroup|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|map|nav|ol|p|pre|script|section|style|summary|table|tbody|td|tfoot|th|thead|tr|ul|video|audio";

const OPENING = new RegExp(`(<(?:${BLOCKS})(?=[\\s/>]))`, "gi");
const CLOSING = new RegExp(`(</(?:${BLOCKS})\\s*>|<hr[^<>]*>)`, "gi");
const BEGINS_WITH_BLOCK = new RegExp(`^</?(?:${BLOCKS})(?=[\\s/>])`, "i");
/** Stands for a part that must stay as it is; no text has it, as XML forbids it. */
const HELD = /\ufffe(\d+)\ufffe/g;

/**
 * The content of a WordPress post as HTML. What the older editor stored has no paragraphs: blank lines part them, as
 * the theme does when it shows a post; captions and embedded addresses are written in brackets. What the newer editor
 * stored is HTML.
 */
export function autop(content: string): string {
  const text = shortcodes(content.replace(/\r\n?/g, "\n").replaceAll("\ufffe", ""));
  if (/<p[\s>]/i.test(text)) return text;
  const held: string[] = [];
  const hold = (part: string) => `\n\n\ufffe${held.push(part) - 1}\ufffe\n\n`;
  const kept = replaceSpans(text, /<(pre|script|style|textarea)\b/gi, (name) => `</${name}\\s*>`, hold);
  const open = replaceSpans(
    kept,
    /<!--/g,
    () => "-->",
    () => "",
  )
    .replace(OPENING, "\n\n$1")
    .replace(CLOSING, "$1\n\n");
  return open
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(asBlock)
    .join("\n")
    .replace(HELD, (_, index: string) => held[Number(index)] ?? "");
}

function asBlock(part: string): string {
  if (BEGINS_WITH_BLOCK.test(part) || /^\ufffe\d+\ufffe$/.test(part)) return part;
  const lines = part.split("\n").map((each) => {
    const line = each.trim();
    // An address on a line of its own is shown as what it leads to; here it becomes a link.
    const address = /^https?:\/\/[^\s<>"']+$/.exec(line)?.[0];
    return address === undefined ? line : `<a href="${address}">${address}</a>`;
  });
  return `<p>${lines.join("<br>\n").replace(/(<br\s*\/?>)<br>/gi, "$1")}</p>`;
}

function shortcodes(text: string): string {
  const captions = replaceSpans(
    text,
    /\[caption\b[^[\]]*\]/gi,
    () => "\\[/caption\\]",
    (whole) => {
      const inner = whole.slice(whole.indexOf("]") + 1, whole.lastIndexOf("["));
      const picture = /^\s*(?:<a\b[^>]*>\s*<img\b[^>]*>\s*<\/a>|<img\b[^>]*>)/i.exec(inner)?.[0] ?? "";
      const caption = inner.slice(picture.length).trim();
      const below = caption === "" ? "" : `<figcaption>${caption}</figcaption>`;
      return `\n\n<figure>${picture.trim()}${below}</figure>\n\n`;
    },
  );
  return captions.replace(/\[embed\b[^[\]]*\]\s*(https?:\/\/[^\s[\]<>"']+)\s*\[\/embed\]/gi, "\n\n$1\n\n");
}

/**
 * Replaces each span from an opening to the next closing that fits it. A closing that was looked for in vain is not
 * looked for again, so that the work grows with the length of the text, whatever stands open in it.
 * @param opening global; its group, if it has one, names what is opened
 * @param closing the pattern of what closes it, in any case
 */
function replaceSpans(
  text: string,
  opening: RegExp,
  closing: (name: string) => string,
  replace: (span: string) => string,
): string {
  const missing = new Set<string>();
  const parts: string[] = [];
  let done = 0;
  for (const { 0: whole, 1: name = "", index } of text.matchAll(opening)) {
    const pattern = closing(name.toLowerCase());
    if (index < done || missing.has(pattern)) continue;
    const end = new RegExp(pattern, "gi");
    end.lastIndex = index + whole.length;
    if (end.exec(text) === null) {
      missing.add(pattern);
      continue;
    }
    parts.push(text.slice(done, index), replace(text.slice(index, end.lastIndex)));
    done = end.lastIndex;
  }
  return parts.join("") + text.slice(done);
}
