import type { Extension } from "feed";
import type { Article } from "../../article/article.ts";
import { DUBLIN_CORE, MEDIA_RSS, type XmlElement } from "../../article/fields/field.ts";
import { fieldsOf } from "../../article/fields/registry.ts";
import { groupBy } from "../../lib/collections/group-by.ts";
import { escapeText } from "../../lib/text.ts";
import { asOwnAttribute, asRawAttribute, asText } from "./escape.ts";

/** Namespaces declared in the head of an RSS document. */
const RSS_NAMESPACES: ReadonlySet<string> = new Set([DUBLIN_CORE, MEDIA_RSS]);

/** The RSS elements of an article's fields in the registry, as extensions of `feed`. */
export function rssExtensions(article: Article): Extension[] {
  const elements = fieldsOf(article).flatMap(([field, value]) => field.rss?.elements?.(value) ?? []);
  // `feed` takes one extension for all elements of a name.
  const byName = groupBy(elements, ({ name }) => name);
  return Array.from(byName, ([name, group]) => ({ name, objects: group.map(rssObject) as never }));
}

/** An element in the form of `feed`'s XML printer (xml-js). */
function rssObject({ attributes = {}, text, children = [], ...element }: XmlElement): object {
  const declared = namespaceOf(element, RSS_NAMESPACES);
  const entries = Object.entries({ ...declared, ...attributes }).map(([key, value]) => [key, asRawAttribute(value)]);
  return {
    ...(entries.length === 0 ? {} : { _attributes: Object.fromEntries(entries) }),
    ...(text === undefined ? {} : { _text: asText(text) }),
    ...Object.fromEntries(children.map((child) => [child.name, rssObject(child)])),
  };
}

/** The Atom elements of an article's fields in the registry, printed for the end of an entry. */
export function atomElements(article: Article): string {
  return fieldsOf(article)
    .flatMap(([field, value]) => field.atom?.elements?.(value) ?? [])
    .map((element) => `\n        ${printElement(element)}`)
    .join("");
}

function printElement({ attributes = {}, text = "", children = [], ...element }: XmlElement): string {
  const attributeText = Object.entries({ ...namespaceOf(element), ...attributes })
    .map(([key, value]) => ` ${key}="${asOwnAttribute(value)}"`)
    .join("");
  const content = escapeText(text) + children.map(printElement).join("");
  return `<${element.name}${attributeText}${content === "" ? "/>" : `>${content}</${element.name}>`}`;
}

/** The namespace declaration of an element, unless the document has it. */
function namespaceOf({ name, namespace }: XmlElement, declared?: ReadonlySet<string>): Record<string, string> {
  if (namespace === undefined || declared?.has(namespace)) return {};
  const [prefix = ""] = name.split(":");
  return { [`xmlns:${prefix}`]: namespace };
}

/** The JSON Feed members of an article's fields in the registry: for the item and for its extension. */
export function jsonMembers(article: Article): { readonly item: object; readonly extension: object } {
  const parts = fieldsOf(article).map(([{ json }, value]) => ({
    item: json?.members?.(value),
    extension: json?.extension?.(value),
  }));
  return {
    item: Object.assign({}, ...parts.map(({ item }) => item)),
    extension: Object.assign({}, ...parts.map(({ extension }) => extension)),
  };
}
