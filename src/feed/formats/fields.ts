import type { Extension } from "feed";
import type { Article } from "../../article/article.ts";
import { DUBLIN_CORE, MEDIA_RSS, type XmlElement } from "../../article/fields/field.ts";
import { fieldsOf } from "../../article/fields/registry.ts";
import { escapeText } from "../../lib/text.ts";
import { asOwnAttribute, asRawAttribute, asText } from "./escape.ts";

/** The namespaces that the head of an RSS document declares. */
const RSS_NAMESPACES: ReadonlySet<string> = new Set([DUBLIN_CORE, MEDIA_RSS]);

/** What the registry of fields says of an article in RSS, as `feed` takes it. */
export function rssExtensions(article: Article): Extension[] {
  const elements = fieldsOf(article).flatMap(([field, value]) => field.rss?.elements?.(value) ?? []);
  // `feed` has one entry for all elements of a name.
  const byName = Map.groupBy(elements, ({ name }) => name);
  return Array.from(byName, ([name, group]) => ({ name, objects: group.map(rssObject) as never }));
}

/** An element as the XML printer of `feed` takes it. */
function rssObject({ attributes = {}, text, children = [], ...element }: XmlElement): object {
  const declared = namespaceOf(element, RSS_NAMESPACES);
  const all = Object.entries({ ...declared, ...attributes }).map(([key, value]) => [
    key,
    asRawAttribute(value),
  ]);
  return {
    ...(all.length === 0 ? {} : { _attributes: Object.fromEntries(all) }),
    ...(text === undefined ? {} : { _text: asText(text) }),
    ...Object.fromEntries(children.map((child) => [child.name, rssObject(child)])),
  };
}

/** What the registry of fields says of an article in Atom, as it stands at the end of an entry. */
export function atomElements(article: Article): string {
  return fieldsOf(article)
    .flatMap(([field, value]) => field.atom?.elements?.(value) ?? [])
    .map((element) => `\n        ${printElement(element)}`)
    .join("");
}

function printElement({ attributes = {}, text = "", children = [], ...element }: XmlElement): string {
  const all = Object.entries({ ...namespaceOf(element), ...attributes })
    .map(([key, value]) => ` ${key}="${asOwnAttribute(value)}"`)
    .join("");
  const content = escapeText(text) + children.map(printElement).join("");
  return `<${element.name}${all}${content === "" ? "/>" : `>${content}</${element.name}>`}`;
}

/** The declaration of an element's prefix, unless the document has it. */
function namespaceOf(
  { name, namespace }: XmlElement,
  declared?: ReadonlySet<string>,
): Record<string, string> {
  if (namespace === undefined || declared?.has(namespace)) return {};
  const [prefix = ""] = name.split(":");
  return { [`xmlns:${prefix}`]: namespace };
}

/** What the registry of fields says of an article in JSON Feed: members of the item and of its extension. */
export function jsonMembers(article: Article): { readonly item: object; readonly extension: object } {
  const shown = fieldsOf(article).map(([{ json }, value]) => ({
    item: json?.members?.(value),
    extension: json?.extension?.(value),
  }));
  return {
    item: Object.assign({}, ...shown.map(({ item }) => item)),
    extension: Object.assign({}, ...shown.map(({ extension }) => extension)),
  };
}
