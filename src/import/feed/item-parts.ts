import { escapeText } from "../../lib/text.ts";
import { plainTextOf } from "../plain-text.ts";

/** The address of the first link of a relation. */
export function linkByRelation(
  links: readonly { readonly href?: string; readonly rel?: string; readonly type?: string }[],
  relation: string,
): string | undefined {
  return links.find(({ rel = "alternate", href }) => rel === relation && href !== undefined)?.href;
}

/** An address made absolute; nothing where it is none of http or https. */
export function absoluteUrl(
  address: string | undefined,
  ...bases: readonly (string | undefined)[]
): string | undefined {
  if (address === undefined || address.trim() === "") return undefined;
  for (const base of [undefined, ...bases]) {
    if (!URL.canParse(address.trim(), base)) continue;
    const url = new URL(address.trim(), base);
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  }
  return undefined;
}

/** Plain text as HTML: a paragraph for each run of lines between blank ones. */
export function textToParagraphs(text: string): string {
  return text
    .split(/(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => `<p>${escapeText(part).replace(/\r\n?|\n/g, "<br>")}</p>`)
    .join("\n");
}

/** HTML whose text stands in no element is put into a paragraph. */
export function inParagraph(html: string): string {
  return html.trim() === "" || /<[a-z]/i.test(html) ? html : `<p>${html.trim()}</p>`;
}

/**
 * The summary of an item that has a text besides; nothing where it is only the text's beginning, as programs cut it
 * off (“[…]”, “… Continue reading”), which is no standfirst.
 */
export function standfirstOf(summary: string | undefined, html: string): string | undefined {
  const text = plainTextOf(summary ?? "")
    .replace(/\s*The post .{1,300} (?:first )?appeared first on .{1,200}$/, "")
    .trim();
  if (text === "") return undefined;
  const beginning = text.replace(
    /\s*(?:\[(?:…|\.{3})\]|…|\.{3})?\s*(?:(?:continue reading|read more)\b.{0,300})?$/i,
    "",
  );
  return plainTextOf(html).startsWith(beginning) ? undefined : text;
}

/** Whether something that hangs on an item is a picture. */
export function isPicture(type: string | undefined, address: string | undefined): boolean {
  if (type !== undefined && type !== "") return /^image(?:\/|$)/i.test(type);
  return /\.(?:avif|gif|jpe?g|png|svg|webp)(?:[?#]|$)/i.test(address ?? "");
}
