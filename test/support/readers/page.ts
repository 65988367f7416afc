import { HtmlValidate } from "html-validate";
import { type DefaultTreeAdapterTypes, parse } from "parse5";

type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  // A title is the site's name; search engines' taste in its length is not HTML's.
  rules: { "long-title": "off" },
});

/** What the recommended rules find in a page, a line each. */
export async function htmlFindings(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId} ${message}`),
  );
}

/** The elements of a page, in the order of the document, as a browser's parser finds them. */
export function elementsOf(html: string): readonly Element[] {
  const found: Element[] = [];
  const walk = (node: Node) => {
    if (!("tagName" in node)) return;
    found.push(node);
    node.childNodes.forEach(walk);
  };
  parse(html).childNodes.forEach(walk);
  return found;
}

/** The text of an element and all in it. */
export function textOf(element: Element): string {
  return element.childNodes
    .map((child) => ("value" in child ? child.value : "tagName" in child ? textOf(child) : ""))
    .join("");
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((own) => own.name === name)?.value;
}

/** The rows of the table whose region has a name, cell by cell, the head's first; nothing when there is none. */
export function tableOf(html: string, name: string): string[][] | undefined {
  const region = elementsOf(html).find((element) => attribute(element, "aria-label") === name);
  return region && within(region, "tr").map((row) => within(row, "th", "td").map(textOf));
}

/** The values of a description list, by their terms. */
export function factsOf(html: string): ReadonlyMap<string, string> {
  const terms = elementsOf(html).filter(({ tagName }) => tagName === "dt" || tagName === "dd");
  const found = new Map<string, string>();
  terms.forEach((element, index) => {
    const value = terms[index + 1];
    if (element.tagName === "dt" && value?.tagName === "dd") found.set(textOf(element), textOf(value));
  });
  return found;
}

/** The elements in one with one of these names. */
export function within(element: Element, ...names: readonly string[]): Element[] {
  return element.childNodes.flatMap((child) =>
    "tagName" in child ? [...(names.includes(child.tagName) ? [child] : []), ...within(child, ...names)] : [],
  );
}
