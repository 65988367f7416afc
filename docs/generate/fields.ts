import type { AnyField, WireLine } from "../../src/article/fields/field.ts";
import { FIELDS } from "../../src/article/fields/registry.ts";
import type { Shape } from "../../src/article/fields/shape.ts";
import { code, grouped, page, table } from "./markdown.ts";

export function fieldsPage(): string {
  const fields: readonly AnyField[] = FIELDS;
  const shown = fields.filter(({ rss, atom, json, page }) => rss ?? atom ?? json ?? page);
  return page(
    "Fields of an article",
    "the registry in `src/article/fields`",
    `How articles are written: [wire-format.md](../wire-format.md), [article-formats.md](../article-formats.md). How a field
is added: [add-a-field.md](../contributing/add-a-field.md).`,
    "## In what you write",
    `A key is the same in JSON and in front matter, where other names are known as well. The schema for editors is
[article.schema.json](../../src/source/json/article.schema.json).`,
    table(
      ["key", "value", "meaning", "in the wire format", "other names in front matter"],
      fields.map((field) => [
        code(field.name) + (field.only === undefined ? "" : ` (only ${NOTATIONS[field.only]})`),
        describeShape(field.shape) + (field.required ? ", required" : ""),
        field.description,
        field.wire === undefined ? "" : describeLine(field.wire, field.shape),
        (field.aliases ?? []).map(code).join(", "),
      ]),
    ),
    "Of `html`, `markdown` and `text` an article in JSON has one.",
    "## In what is served",
    `Names of RSS are those of elements of an \`item\`, names of Atom those of an \`entry\`, names of JSON Feed those of members
of an item.`,
    table(
      ["key", "RSS", "Atom", "JSON Feed", "label on the page"],
      shown.map(({ name, rss, atom, json, page }) => [
        code(name),
        ...[rss, atom, json].map((format) => (format?.names ?? []).map(code).join(", ")),
        page?.en,
      ]),
    ),
  );
}

const NOTATIONS = { json: "JSON", markdown: "front matter" };

function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case "integer":
      return `whole number, ${grouped(shape.least)} to ${grouped(shape.most)}`;
    case "list":
      return `list of ${describeShape(shape.of)}, ${shape.most} at most`;
    case "object": {
      const members = Object.entries(shape.members);
      const names = members.map(([name, { optional }]) => code(name) + (optional ? " (optional)" : ""));
      return `object of ${names.join(", ")}`;
    }
    case "flag":
      return "true or false";
    case "body":
      return "text of many lines";
    default:
      return shape.kind;
  }
}

function describeLine(wire: WireLine, shape: Shape): string {
  if ("place" in wire) return wire.place;
  const item = shape.kind === "list" ? shape.of : shape;
  const names = item.kind === "object" ? Object.keys(item.members) : [item.kind];
  const line = code(`${wire.label}: ${names.join(" | ")}`);
  return `${line}${shape.kind === "list" ? ", a line each" : ""}, between headline and body`;
}
