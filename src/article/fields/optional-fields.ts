import type { AnyField } from "./field.ts";
import { hasShape, type ValueOf, type ValueShape } from "./shape.ts";

/**
 * Fields that an article may have. Nothing else needs to know of one: it is read, checked, stored, shown, searched and
 * described by what stands here (docs/contributing/add-a-field.md). Their order is that of the feeds.
 */
export const OPTIONAL_FIELDS = [] as const satisfies readonly AnyField<string, ValueShape>[];

type OptionalField = (typeof OPTIONAL_FIELDS)[number];

/** Their values; a field that is not said is missing, so that articles without it keep their revision. */
export type OptionalValues = {
  readonly [F in OptionalField as F["name"]]?: ValueOf<F["shape"]>;
};

/** Whether each value that an article, of a database for example, has for an optional field may be one. */
export function hasOptionalValues(article: object): boolean {
  const fields: readonly AnyField<string, ValueShape>[] = OPTIONAL_FIELDS;
  const values = article as Readonly<Record<string, unknown>>;
  return fields.every(({ name, shape }) => values[name] === undefined || hasShape(values[name], shape));
}
