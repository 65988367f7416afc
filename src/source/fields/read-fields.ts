import type { Author, Category, Picture } from "../../article/article.ts";
import type { AnyField } from "../../article/fields/field.ts";
import { OPTIONAL_FIELDS, type OptionalValues } from "../../article/fields/optional-fields.ts";
import { FIELDS, type FieldName } from "../../article/fields/registry.ts";
import type { ValueOf, ValueShape } from "../../article/fields/shape.ts";
import { tidyLine } from "../../lib/text.ts";
import type { Conventions } from "../conventions.ts";
import { parseTime } from "../time/parse-time.ts";
import { addCategory, authorsOf } from "../wire/head.ts";
import type { Findings, MatchedField } from "./located-value.ts";
import { readPictureField } from "./picture-field.ts";
import { readValue } from "./read-value.ts";
import { type SingleLine, singleLineOf, singleLinesOf } from "./single-line.ts";

/** The values of an article's fields, without its body. */
export interface ArticleFields {
  readonly headline: string | undefined;
  readonly published: Date | undefined;
  readonly updated: { readonly at: number; readonly instant: Date } | undefined;
  readonly standfirst: string | null;
  readonly authors: readonly Author[];
  readonly picture: Picture | null;
  readonly categories: readonly Category[];
  readonly readingMinutes: number | null;
  readonly language: string | undefined;
  readonly optional: OptionalValues;
  /** Absolute http or https address from which relative ones begin. */
  readonly base: string;
  readonly draft: { readonly at: number } | undefined;
}

/**
 * Reads the fields of an article in JSON or front matter. Faults are added to `findings`.
 * @param typed true for JSON; in front matter a text may stand for a number, a list or an object
 */
export function readFields(
  fields: readonly MatchedField[],
  typed: boolean,
  conventions: Conventions,
  findings: Findings,
): ArticleFields {
  const reader = new FieldReader(fields, typed, conventions, findings);
  const base = reader.base();
  return {
    headline: tidyLine(reader.value("headline") ?? "") || undefined,
    published: reader.time("published")?.instant,
    updated: reader.time("updated"),
    standfirst: reader.value("standfirst") ?? null,
    authors: reader.authors(),
    picture: reader.picture(base),
    categories: reader.categories(),
    readingMinutes: reader.value("readingMinutes") ?? null,
    language: reader.value("language"),
    optional: reader.optional(base),
    base,
    draft: reader.draft(),
  };
}

type ShapeNamed<N> = Extract<(typeof FIELDS)[number], { readonly name: N }>["shape"];

type ShapedName = Extract<(typeof FIELDS)[number], { readonly shape: ValueShape }>["name"];

class FieldReader {
  readonly #fields: readonly MatchedField[];
  readonly #typed: boolean;
  readonly #conventions: Conventions;
  readonly #findings: Findings;

  constructor(fields: readonly MatchedField[], typed: boolean, conventions: Conventions, findings: Findings) {
    this.#fields = fields;
    this.#typed = typed;
    this.#conventions = conventions;
    this.#findings = findings;
  }

  /** A field's text on one line; undefined if there is none or it is blank. */
  text(key: FieldName): SingleLine | undefined {
    const field = this.#one(key);
    return field === undefined ? undefined : singleLineOf(field.value, field.written, this.#findings);
  }

  time(key: FieldName): { readonly at: number; readonly instant: Date } | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const reading = parseTime(text.text, this.#conventions);
    const placeOf = (at: number) => (text.from === undefined ? text.at : text.from + at);
    if ("faults" in reading) {
      for (const { code, at, message, hint } of reading.faults) this.#findings.error(placeOf(at), code, message, hint);
      return undefined;
    }
    for (const { code, at, message, hint } of reading.warnings)
      this.#findings.add(placeOf(at), { code, message, hint, severity: "warning" });
    return { at: text.at, instant: reading.instant };
  }

  /** A field that is read by its shape alone. */
  value<N extends ShapedName>(name: N): ValueOf<ShapeNamed<N>> | undefined {
    const field = this.#one(name);
    const shape = FIELDS.find((each) => each.name === name)?.shape as ShapeNamed<N>;
    return field === undefined ? undefined : this.#read(field, shape);
  }

  base(): string {
    const base = this.value("base");
    return base === undefined ? this.#conventions.base : new URL(base).href;
  }

  optional(base: string): OptionalValues {
    const fields: readonly AnyField<FieldName, ValueShape>[] = OPTIONAL_FIELDS;
    const values = fields.flatMap(({ name, shape }) => {
      const field = this.#one(name);
      const value = field === undefined ? undefined : this.#read(field, shape, base);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(values);
  }

  authors(): readonly Author[] {
    const field = this.#one("authors");
    const lines = field === undefined ? [] : singleLinesOf(field, this.#typed, this.#findings);
    const names = [...new Set(lines.map(({ text }) => text))];
    const authors = authorsOf(names, (fault) => this.#findings.add(field?.value.at ?? 0, fault));
    return authors.length === 0 && this.#conventions.author ? [this.#conventions.author] : authors;
  }

  categories(): readonly Category[] {
    const categories: Category[] = [];
    for (const field of this.#fields) {
      if (field.key !== "categories") continue;
      for (const { at, text } of singleLinesOf(field, this.#typed, this.#findings)) {
        addCategory(categories, text, this.#conventions.findCategory, (fault) => {
          this.#findings.add(at, { ...fault, hint: fault.hint.replace("the line", "it") });
        });
      }
    }
    return categories;
  }

  picture(base: string): Picture | null {
    const field = this.#one("picture");
    return field === undefined ? null : readPictureField(field, base, this.#typed, this.#findings);
  }

  draft(): { readonly at: number } | undefined {
    const field = this.#one("draft");
    if (field === undefined) return undefined;
    const { value } = field;
    const written =
      value.kind === "boolean" ? String(value.boolean) : value.kind === "text" ? value.text.trim().toLowerCase() : "";
    if (written === "true") return { at: field.at };
    if (value.kind !== "nothing" && written !== "false" && written !== "")
      this.#findings.error(value.at, "bad-value", `${field.written} is neither true nor false`, "Write true or false.");
    return undefined;
  }

  #read<const S extends ValueShape>(field: MatchedField, shape: S, base?: string): ValueOf<S> | undefined {
    return readValue(field.value, field.written, shape, {
      typed: this.#typed,
      base,
      findings: this.#findings,
    });
  }

  #one(key: FieldName): MatchedField | undefined {
    return this.#fields.find((field) => field.key === key);
  }
}
