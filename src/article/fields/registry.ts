import type { ArticleContent } from "../article.ts";
import { CORE_FIELDS, NOTATION_FIELDS } from "./core-fields.ts";
import type { AnyField } from "./field.ts";
import { OPTIONAL_FIELDS } from "./optional-fields.ts";

/** Every field of an article, in the order in which keys are listed. */
export const FIELDS = [...CORE_FIELDS, ...OPTIONAL_FIELDS, ...NOTATION_FIELDS] as const;

export type FieldName = (typeof FIELDS)[number]["name"];

/** The fields that an article has, each with its value. */
export function fieldsOf(article: ArticleContent): readonly (readonly [AnyField<FieldName>, never])[] {
  const values: Readonly<Partial<Record<FieldName, never>>> = article as never;
  return FIELDS.flatMap((field) => {
    const value = values[field.name] ?? undefined;
    return value === undefined ? [] : [[field, value] as const];
  });
}
