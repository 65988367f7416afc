import { html, raw } from "hono/html";
import { STYLE } from "./style.ts";

/** A piece of HTML in which every text is escaped already. */
export type Html = Exclude<ReturnType<typeof html>, Promise<unknown>>;

/** Hono's template for pieces of HTML, for values that are all there: it answers with a promise only for promises. */
export function markup(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return html(strings, ...values) as Html;
}

/** A feed, or another document for programs, that a page's head names. */
export interface Alternate {
  readonly type: string;
  readonly title: string;
  readonly address: string;
}

/** A page. */
export interface PageParts {
  readonly title: string;
  readonly description?: string;
  /** BCP 47. */
  readonly language: string;
  /** The page's own absolute address, for search engines. */
  readonly canonical?: string;
  readonly alternates?: readonly Alternate[];
  /** The description of how the site is searched. */
  readonly search?: Alternate;
  readonly main: Html;
}

/** A whole HTML document. */
export function layout({
  title,
  description,
  language,
  canonical,
  alternates = [],
  search,
  main,
}: PageParts): string {
  return markup`${raw("<!DOCTYPE html>")}
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>${raw(STYLE)}</style>
<title>${title}</title>
${description === undefined ? "" : markup`<meta name="description" content="${description}">\n`}${
  canonical === undefined ? "" : markup`<link rel="canonical" href="${canonical}">\n`
}${alternates.map(
  (feed) => markup`<link rel="alternate" type="${feed.type}" title="${feed.title}" href="${feed.address}">\n`,
)}${
  search === undefined
    ? ""
    : markup`<link rel="search" type="${search.type}" title="${search.title}" href="${search.address}">\n`
}</head>
<body>
${main}
</body>
</html>
`.toString();
}
