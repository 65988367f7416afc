import type { AnyField } from "../../article/fields/field.ts";
import { FIELDS } from "../../article/fields/registry.ts";
import type { ValueShape } from "../../article/fields/shape.ts";
import { BODY_KEYS } from "../fields/field-names.ts";
import { MAX_LINE_CHARACTERS } from "../wire/lines.ts";

type Schema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (2020-12) of an article in JSON, made from the registry of fields. Some checks are made only when an
 * article is read, such as whether a day exists.
 */
export function articleJsonSchema(): Schema {
  const fields = (FIELDS as readonly AnyField[]).filter(({ only }) => only !== "markdown");
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Article",
    description: "An article as it is published in JSON.",
    type: "object",
    properties: {
      $schema: { description: "Where this schema is, for editors." },
      ...Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    },
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    oneOf: BODY_KEYS.map((key) => ({ required: [key] })),
    additionalProperties: false,
  };
}

function fieldSchema({ description, shape, required }: AnyField): Schema {
  switch (shape.kind) {
    case "time":
      return valueSchema(description, { kind: "text" }, required === true);
    case "body":
      return { description, type: "string", pattern: NOT_BLANK };
    case "flag":
      return { description, type: ["boolean", "null"] };
    default:
      return valueSchema(description, shape, required === true);
  }
}

function valueSchema(description: string | undefined, shape: ValueShape, required: boolean): Schema {
  const about = description === undefined ? {} : { description };
  const type = (name: string) => ({ type: required ? name : [name, "null"] });
  switch (shape.kind) {
    case "text":
    case "address":
      return {
        ...about,
        ...type("string"),
        ...(required ? { pattern: NOT_BLANK } : {}),
        maxLength: MAX_LINE_CHARACTERS,
      };
    case "integer":
      return { ...about, ...type("integer"), minimum: shape.least, maximum: shape.most };
    case "list":
      return {
        ...about,
        ...type("array"),
        items: valueSchema(undefined, shape.of, false),
        maxItems: shape.most,
      };
    case "object": {
      const members = Object.entries(shape.members);
      return {
        ...about,
        ...type("object"),
        properties: Object.fromEntries(
          members.map(([name, member]) => [
            name,
            valueSchema(member.description, member.shape, member.optional === undefined),
          ]),
        ),
        required: members.filter(([, { optional }]) => optional === undefined).map(([name]) => name),
        additionalProperties: false,
      };
    }
  }
}

/** At least one character is not a blank. */
const NOT_BLANK = "\\S";
