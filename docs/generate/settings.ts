import { settingsSchema, siteJsonSchema } from "../../src/site/settings.ts";
import { code, grouped, page, table } from "./markdown.ts";

/** What the page needs of JSON Schema. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
}

/** What is in force where only what is required is set: the schema for editors lacks some of these defaults. */
const DEFAULTS: object = settingsSchema.parse({ title: "-", address: "https://example.org" });

export function settingsPage(): string {
  const schema = siteJsonSchema() as Schema;
  return page(
    "Settings: site.json",
    "the schema in `src/site/settings.ts`",
    `The settings of a site are in ${code("site.json")} in the content folder. Two of them are required:`,
    '```json\n{ "title": "The Harbour Post", "address": "https://news.example.org" }\n```',
    `Editors that know JSON Schema complete the rest when the file begins with
${code('"$schema": "../src/site/site.schema.json"')}; where the package is installed, the same is below
${code("node_modules/@harkara/server")}. ${code("npx @harkara/server check")} reports all faults at once. When the file breaks while the service runs, the last good version stays in force, and the log says why.`,
    table(["setting", "type", "default", "meaning"], rowsOf(schema, DEFAULTS)),
    `What each does on pages: [pages.md](../pages.md#settings). How caches use ${code("cache")}:
[polling.md](../polling.md#caches).`,
  );
}

function rowsOf(schema: Schema, defaults: object, prefix = ""): readonly string[][] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== "$schema")
    .flatMap(([name, member]) => {
      const path = prefix + name;
      const value = (defaults as Readonly<Record<string, unknown>>)[name];
      const standing = schema.required?.includes(name) ? "required" : formatDefault(value);
      const own = [code(path), typeOf(member), standing, meaningOf(member)];
      if (member.properties !== undefined) return rowsOf(member, value as object, `${path}.`);
      const values = member.additionalProperties;
      return typeof values === "object" ? [own, ...rowsOf(values, {}, `${path}.*.`)] : [own];
    });
}

function typeOf({ type, minimum, maximum, items, additionalProperties }: Schema): string {
  if (type === "array") return `list of ${items?.type}s`;
  if (type === "object")
    return `object of ${typeof additionalProperties === "object" ? additionalProperties.type : "value"}s`;
  if (type === "integer" && minimum !== undefined && maximum !== undefined)
    return `integer, ${grouped(minimum)} to ${grouped(maximum)}`;
  return type ?? "";
}

function formatDefault(value: unknown): string {
  if (value === undefined) return "";
  if (typeof value !== "object" || value === null) return code(String(value));
  if (Array.isArray(value)) return value.length === 0 ? "none" : code(JSON.stringify(value));
  // The keys of an object, as its values are long.
  return Object.keys(value).join(", ") || "none";
}

function meaningOf({ description = "" }: Schema): string {
  return description.replace(/[^.]$/, "$&.");
}
