import { expect } from "vitest";
import { attributeOf, childrenOf, type Element, parseXml, textOf } from "../../support/readers/xml.ts";

export const SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9";
export const NEWS = "http://www.google.com/schemas/sitemap-news/0.9";

/** What is asked for in a test: an app, at a path. */
export type Ask = (target: string) => Response | Promise<Response>;

/** An address that a sitemap lists, and when it says that it last changed. */
export interface Listed {
  readonly address: string;
  readonly changed: string | undefined;
}

/** A sitemap, or an index of sitemaps, read strictly: nothing but what the protocol's schemas allow. */
export function readSitemap(xml: string): {
  readonly kind: "pages" | "index";
  readonly listed: readonly Listed[];
} {
  const root = parseXml(xml);
  expect(root.uri).toBe(SITEMAP);
  expect(["urlset", "sitemapindex"]).toContain(root.name);
  const entry = root.name === "urlset" ? "url" : "sitemap";
  const listed = elementsOf(root).map((element) => {
    expect([element.name, element.uri]).toEqual([entry, SITEMAP]);
    const address = textOf(only(element, "loc", SITEMAP));
    const [changed] = childrenOf(element, "lastmod", SITEMAP);
    return { address, changed: changed && textOf(changed) };
  });
  return { kind: root.name === "urlset" ? "pages" : "index", listed };
}

/** An article in a sitemap of news. */
export interface News {
  readonly address: string;
  readonly name: string;
  readonly language: string;
  readonly published: string;
  readonly title: string;
}

/** A sitemap of news; each article says all that Google wants, once. */
export function readNews(xml: string): readonly News[] {
  return elementsOf(parseXml(xml)).map((url) => {
    expect([url.name, url.uri]).toEqual(["url", SITEMAP]);
    const news = only(url, "news", NEWS);
    const publication = only(news, "publication", NEWS);
    return {
      address: textOf(only(url, "loc", SITEMAP)),
      name: textOf(only(publication, "name", NEWS)),
      language: textOf(only(publication, "language", NEWS)),
      published: textOf(only(news, "publication_date", NEWS)),
      title: textOf(only(news, "title", NEWS)),
    };
  });
}

/** Every attribute of an element, by name. */
export function attributesOf(element: Element): Record<string, string> {
  return Object.fromEntries(element.attributes.map(({ name }) => [name, attributeOf(element, name) ?? ""]));
}

/** The elements right below one. */
export function elementsOf({ children }: Element): Element[] {
  return children.filter((child) => typeof child !== "string");
}

/** A document that is there, as text. */
export async function readAt(ask: Ask, target: string): Promise<string> {
  const response = await ask(target);
  expect(response.status, target).toBe(200);
  return response.text();
}

function only(element: Element, name: string, uri: string): Element {
  const [found, ...more] = childrenOf(element, name, uri);
  if (found === undefined || more.length > 0) throw new Error(`there is not just one ${name}`);
  return found;
}
