import { html, raw } from "hono/html";

export { raw };

/** A piece of HTML or XML in which every text is escaped already. */
export type Html = Exclude<ReturnType<typeof html>, Promise<unknown>>;

/** Hono's template for pieces of markup, for values that are all there: it answers with a promise only for promises. */
export function markup(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return html(strings, ...values) as Html;
}

/** Nothing. */
export const NOTHING: Html = markup``;
