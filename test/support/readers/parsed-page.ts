import { parseHTML } from "linkedom";

/** What asks a service for a path and query. */
export type Ask = (target: string) => Promise<Response> | Response;

/** How much of the DOM the tests need; the types of linkedom's nodes are those of browsers, which are not loaded. */
export interface PageElement {
  readonly tagName: string;
  readonly textContent: string;
  readonly getAttribute: (name: string) => string | null;
  readonly querySelectorAll: (selector: string) => ArrayLike<PageElement> & Iterable<PageElement>;
}

export interface PageDocument extends PageElement {
  readonly title: string;
  readonly documentElement: PageElement;
}

/** A page as a parser that is not ours understands it. */
export interface ParsedPage {
  readonly document: PageDocument;
  readonly html: string;
}

/** The page at an address; fails when there is none. */
export async function pageAt(ask: Ask, target: string): Promise<ParsedPage> {
  const response = await ask(target);
  const html = await response.text();
  const type = response.headers.get("content-type") ?? "";
  if (response.status !== 200 || !type.startsWith("text/html"))
    throw new Error(`${target} answered ${response.status} ${type}: ${html.slice(0, 200)}`);
  return parsed(html);
}

function parsed(html: string): ParsedPage {
  return { document: parseHTML(html).document as unknown as PageDocument, html };
}

/** The one element that a selector finds; fails when it finds none or more. */
export function only(root: PageElement, selector: string): PageElement {
  const [found, ...others] = root.querySelectorAll(selector);
  if (found === undefined || others.length > 0)
    throw new Error(`${others.length + (found ? 1 : 0)} elements are ${selector}`);
  return found;
}

/** An attribute that must be there. */
export function attributeOf(element: PageElement, name: string): string {
  const value = element.getAttribute(name);
  if (value === null) throw new Error(`${element.tagName} has no ${name}`);
  return value;
}

/** The texts of what a selector finds, without blanks around them. */
export function textsIn(root: PageElement, selector: string): string[] {
  return [...root.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());
}

/** An attribute of each element that a selector finds. */
export function attributesIn(root: PageElement, selector: string, name: string): string[] {
  return [...root.querySelectorAll(selector)].map((element) => attributeOf(element, name));
}

/** The contents of `<meta>` of a name or property, in their order. */
export function metaOf(document: PageDocument, name: string): string[] {
  return [...document.querySelectorAll("meta")]
    .filter((meta) => (meta.getAttribute("property") ?? meta.getAttribute("name")) === name)
    .map((meta) => attributeOf(meta, "content"));
}

/**
 * Every page of a site that links lead to from some of its addresses, by path and query. Fails when a link leads nowhere.
 * @param origin the site's own
 */
export async function crawl(
  ask: Ask,
  origin: string,
  starts: readonly string[],
): Promise<ReadonlyMap<string, ParsedPage>> {
  const pages = new Map<string, ParsedPage>();
  const seen = new Set(starts);
  const queue = [...starts];
  for (let target = queue.pop(); target !== undefined; target = queue.pop()) {
    const response = await ask(target);
    if (response.status !== 200) throw new Error(`${target} answered ${response.status}`);
    if (!response.headers.get("content-type")?.startsWith("text/html")) continue;
    const page = parsed(await response.text());
    pages.set(target, page);
    for (const href of attributesIn(page.document, "[href]", "href")) {
      const url = new URL(href, origin + target);
      const next = url.pathname + url.search;
      if (url.origin !== origin || seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return pages;
}
