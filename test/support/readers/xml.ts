import { SaxesParser } from "saxes";

/** An element of an XML document. */
export interface Element {
  readonly name: string;
  /** Its namespace; empty when it has none. */
  readonly uri: string;
  readonly attributes: readonly { readonly name: string; readonly uri: string; readonly value: string }[];
  readonly children: (Element | string)[];
}

/**
 * Reads a document strictly, with namespaces (XML 1.0, Namespaces in XML 1.0).
 * @throws at the first thing that is not well-formed
 */
export function parseXml(document: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const root: Element = { name: "", uri: "", attributes: [], children: [] };
  const open: Element[] = [root];
  const add = (child: Element | string) => open.at(-1)?.children.push(child);
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("opentag", ({ local, uri, attributes }) => {
    const element: Element = {
      name: local,
      uri,
      attributes: Object.values(attributes).map((each) => ({
        name: each.local,
        uri: each.uri,
        value: each.value,
      })),
      children: [],
    };
    add(element);
    open.push(element);
  });
  parser.on("closetag", () => open.pop());
  parser.write(document).close();
  const [element] = root.children.filter((child) => typeof child !== "string");
  if (element === undefined) throw new Error("The document has no element.");
  return element;
}

/** An element's text: its own, without that of elements inside it. */
export function textOf({ children }: Element): string {
  return children.filter((child) => typeof child === "string").join("");
}

/** The elements of a name right below an element. */
export function childrenOf({ children }: Element, name: string, uri = ""): Element[] {
  return children.filter(
    (child): child is Element => typeof child !== "string" && child.name === name && child.uri === uri,
  );
}

export function attributeOf({ attributes }: Element, name: string, uri = ""): string | undefined {
  return attributes.find((each) => each.name === name && each.uri === uri)?.value;
}
