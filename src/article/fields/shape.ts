/** What is wrong with a value, for the person who wrote it. `code` never changes. */
export interface ValueFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Plain text on one line. */
export interface TextShape {
  readonly kind: "text";
  /** Checks a text that is not blank. */
  readonly check?: (text: string) => ValueFault | undefined;
}

/** An http or https address; it may be relative to the article's base, and is stored absolute. */
export interface AddressShape {
  readonly kind: "address";
}

/** A whole number. */
export interface IntegerShape {
  readonly kind: "integer";
  readonly least: number;
  readonly most: number;
  /** What it is called where a value is none: "a number of minutes". */
  readonly noun: string;
}

/** A list of at most so many values. */
export interface ListShape {
  readonly kind: "list";
  readonly of: ValueShape;
  readonly most: number;
}

/** Named values. On a line of the wire format they stand in this order, with `|` between. */
export interface ObjectShape {
  readonly kind: "object";
  readonly members: Readonly<Record<string, Member>>;
}

export interface Member {
  readonly description: string;
  readonly shape: ValueShape;
  readonly optional?: true;
}

/** The shapes of values that are stored as they are written. */
export type ValueShape = TextShape | AddressShape | IntegerShape | ListShape | ObjectShape;

/** All shapes: an instant, true or false, and a body as well, which have readers of their own. */
export type Shape = ValueShape | { readonly kind: "time" | "flag" | "body" };

/** A value of any shape. */
export type Value = string | number | readonly Value[] | { readonly [name: string]: Value };

/** The type of the values of a shape. */
export type ValueOf<S> = S extends TextShape | AddressShape
  ? string
  : S extends IntegerShape
    ? number
    : S extends ListShape
      ? readonly ValueOf<S["of"]>[]
      : S extends ObjectShape
        ? MembersOf<S["members"]>
        : never;

type MembersOf<M extends ObjectShape["members"]> = {
  readonly [K in keyof M as M[K] extends { optional: true } ? never : K]: ValueOf<M[K]["shape"]>;
} & {
  readonly [K in keyof M as M[K] extends { optional: true } ? K : never]?: ValueOf<M[K]["shape"]>;
};

/** Whether a value, of a database for example, has a shape. */
export function hasShape(value: unknown, shape: ValueShape): boolean {
  switch (shape.kind) {
    case "text":
    case "address":
      return typeof value === "string";
    case "integer":
      return Number.isInteger(value);
    case "list":
      return Array.isArray(value) && value.every((item) => hasShape(item, shape.of));
    case "object":
      return (
        typeof value === "object" &&
        value !== null &&
        Object.entries(shape.members).every(([name, member]) => {
          const part = (value as Readonly<Record<string, unknown>>)[name];
          return part === undefined ? member.optional === true : hasShape(part, member.shape);
        })
      );
  }
}

/** The texts in a value, in their order. */
export function textsIn(value: Value): readonly string[] {
  return typeof value === "object" ? Object.values(value).flatMap(textsIn) : [String(value)];
}
