import { BLOCKS } from "../../source/html/allowed-html.ts";

/** A tag of an article's HTML, in which every `<` of the text is escaped and every value stands in double quotes. */
export const TAG = /<[^>"]*(?:"[^"]*"[^>"]*)*>/g;

/**
 * The body of an article as its page shows it: its pictures are fetched only when they come into sight, and who keeps
 * them is not told who reads; wide tables and long lines of code stand in boxes of their own, which the keyboard
 * scrolls (WCAG 2.2, 2.1.1). Pictures whose size nobody says are of class `alone` where they stand on a line of their
 * own and `within` among words; links whose text is their address are of class `bare`. Whole tags are matched one after
 * the other, so that what looks like a tag in the value of an attribute stays as it is.
 * @param html an article's safe HTML
 */
export function withLazyPictures(html: string): string {
  if (!/<(?:img|pre|table|a)\b/.test(html)) return html;
  const alone = picturesAlone(html);
  return html.replace(TAG, (tag, start: number) => {
    switch (nameOf(tag)) {
      case "<img": {
        const kind = isSized(tag) ? "" : ` class="${alone.has(start) ? "alone" : "within"}"`;
        return `<img${kind} loading="lazy" decoding="async" referrerpolicy="no-referrer"${tag.slice("<img".length)}`;
      }
      case "<a":
        return isBare(html, tag, start) ? `<a class="bare"${tag.slice("<a".length)}` : tag;
      case "<pre":
        return `<pre tabindex="0"${tag.slice("<pre".length)}`;
      case "<table":
        return `<div class="wide" tabindex="0">${tag}`;
      case "</table":
        return `${tag}</div>`;
      default:
        return tag;
    }
  });
}

/** `<p` or `</p`. */
function nameOf(tag: string): string | undefined {
  return /^<\/?[a-z0-9]+/.exec(tag)?.[0];
}

function isSized(tag: string): boolean {
  return / width="\d/.test(tag) && / height="\d/.test(tag);
}

/** Whether the text of a link is the address that it leads to, as far as people write it. */
function isBare(html: string, tag: string, start: number): boolean {
  const address = / href="(https?:[^"]*)"/.exec(tag)?.[1];
  if (address === undefined) return false;
  const begin = start + tag.length;
  const written = (text: string) =>
    text
      .trim()
      .replace(/^https?:\/\//, "")
      .replace(/\/$/, "");
  return written(html.slice(begin, html.indexOf("<", begin))) === written(address);
}

/**
 * Where the pictures begin that have no words beside them. Lines end at blocks, at `<br>` and where the source breaks
 * them: in Markdown, a picture and its caption are often two lines of one paragraph.
 */
function picturesAlone(html: string): ReadonlySet<number> {
  const alone = new Set<number>();
  let line: number[] = [];
  let words = false;
  let end = 0;
  const finish = () => {
    if (!words) for (const start of line) alone.add(start);
    line = [];
    words = false;
  };
  const read = (text: string) => {
    for (const [index, part] of text.split("\n").entries()) {
      if (index > 0) finish();
      if (/\S/.test(part)) words = true;
    }
  };
  for (const { 0: tag, index } of html.matchAll(TAG)) {
    read(html.slice(end, index));
    end = index + tag.length;
    const name = nameOf(tag)?.replace(/^<\/?/, "") ?? "";
    if (name === "img") line.push(index);
    else if (name === "br" || BLOCKS.has(name)) finish();
  }
  read(html.slice(end));
  finish();
  return alone;
}
