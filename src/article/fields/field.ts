import type { Shape, Value, ValueOf, ValueShape } from "./shape.ts";

/**
 * A field of an article: its name, what may stand in it, and where each notation and each format says it.
 * @typeParam V its value in the model
 */
export interface Field<N extends string = string, S extends Shape = Shape, V = ValueOf<S>> {
  /** Its key in the model, in JSON and in front matter. */
  readonly name: N;
  /** What it says, a sentence for editors and for the reference. */
  readonly description: string;
  readonly shape: S;
  /** Whether an article must have it. */
  readonly required?: true;
  /** The only notation that has it; all have it if undefined. */
  readonly only?: "json" | "markdown";
  /** Other keys for it in front matter, in lower case. */
  readonly aliases?: readonly string[];
  readonly wire?: WireLine;
  readonly rss?: ShownAsElements<V>;
  readonly atom?: ShownAsElements<V>;
  readonly json?: ShownAsMembers<V>;
  /** What stands before it on the article's page, by language (BCP 47, without a region). */
  readonly page?: PageLabel;
  /** The texts by which searches find it. */
  readonly searched?: (value: V) => readonly string[];
}

/**
 * Where the wire format says a field: on a line `Label: value` between headline and body (a list has a line for each
 * of its items), or in a place of its own.
 */
export type WireLine = { readonly label: string } | { readonly place: string };

/** A field of any value. */
export type AnyField<N extends string = string, S extends Shape = Shape> = Field<N, S, never>;

/** A field in XML. */
export interface ShownAsElements<V> {
  /** Names of the elements, for the reference. */
  readonly names: readonly string[];
  /** Missing where the format's writer prints the field by itself. */
  readonly elements?: (value: V) => readonly XmlElement[];
}

/** An element of RSS or Atom. Texts are plain: writers escape them. */
export interface XmlElement {
  readonly name: string;
  /** The namespace of its prefix. */
  readonly namespace?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly children?: readonly XmlElement[];
}

/** A field in an item of JSON Feed. */
export interface ShownAsMembers<V> {
  /** Names of the members, for the reference. */
  readonly names: readonly string[];
  /** Members of the item. */
  readonly members?: (value: V) => Readonly<Record<string, unknown>>;
  /** Members of the item's extension `_harkara`. */
  readonly extension?: (value: V) => Readonly<Record<string, unknown>>;
}

export interface PageLabel {
  readonly en: string;
  readonly [language: string]: string;
}

/** DCMI Metadata Terms, which RSS has by custom. */
export const DUBLIN_CORE = "http://purl.org/dc/elements/1.1/";

/** Media RSS. */
export const MEDIA_RSS = "http://search.yahoo.com/mrss/";

/** Gives a field its types. */
export function defineField<const N extends string, const S extends ValueShape>(field: Field<N, S>): Field<N, S> {
  return field;
}

/** A text or a number as one element, a list as one for each item. */
export function element(
  name: string,
  namespace?: string,
): Required<ShownAsElements<string | number | readonly (string | number)[]>> {
  return {
    names: [name],
    elements: (value) =>
      [value].flat().map((text) => ({
        name,
        text: String(text),
        ...(namespace === undefined ? {} : { namespace }),
      })),
  };
}

/** A value as it is, below a key of the item's extension. */
export function extension(key: string): ShownAsMembers<Value> {
  return { names: [`_harkara.${key}`], extension: (value) => ({ [key]: value }) };
}
