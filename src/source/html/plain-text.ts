import { BLOCKS } from "./allowed-html.ts";

/**
 * The plain text of an article's HTML, a line for each block and line break.
 * @param html as `sanitise` or `bodyToHtml` writes it, so that `<` and `>` are only markup
 */
export function plainText(html: string): string {
  return html
    .replace(/<\/?([a-z0-9]+)[^>]*>/g, (_, name: string) => (BLOCKS.has(name) || name === "br" ? "\n" : ""))
    .replace(/&(?:#x([0-9A-F]{1,6})|#(\d{1,7})|(amp|lt|gt|quot));/g, (whole, hex, decimal, name) => {
      if (name !== undefined) return NAMED_REFERENCES[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

const NAMED_REFERENCES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
