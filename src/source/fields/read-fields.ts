import type { Author, Category, Picture } from "../../article/article.ts";
import type { Conventions } from "../conventions.ts";
import { quote } from "../time/calendar.ts";
import { parseTime } from "../time/parse-time.ts";
import { addCategory, authorsOf } from "../wire/head.ts";
import type { FieldName } from "./field-names.ts";
import type { Findings, MatchedField } from "./located-value.ts";
import { readPictureField } from "./picture-field.ts";
import { type SingleLine, singleLineOf, singleLinesOf } from "./single-line.ts";

/** What an article's fields say of it, but for its body. */
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
  /** Absolute http or https address that relative ones begin from. */
  readonly base: string;
  readonly draft: { readonly at: number } | undefined;
}

/**
 * Reads the fields of an article, whatever they are written in; whatever is wrong is added to `findings`.
 * @param typed whether what is not a text is written otherwise than one; in YAML a list of one and a number may be texts
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
    headline: reader.text("headline")?.text,
    published: reader.time("published")?.instant,
    updated: reader.time("updated"),
    standfirst: reader.text("standfirst")?.text ?? null,
    authors: reader.authors(),
    picture: reader.picture(base),
    categories: reader.categories(),
    readingMinutes: reader.minutes(),
    language: reader.language(),
    base,
    draft: reader.draft(),
  };
}

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

  /** A field's text on one line; nothing when there is none or it is blank. */
  text(key: FieldName): SingleLine | undefined {
    const field = this.#one(key);
    return field === undefined ? undefined : singleLineOf(field.value, field.written, this.#findings);
  }

  time(key: FieldName): { readonly at: number; readonly instant: Date } | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const reading = parseTime(text.text, this.#conventions.zones);
    if ("instant" in reading) return { at: text.at, instant: reading.instant };
    for (const { code, at, message, hint } of reading.faults)
      this.#findings.error(text.from === undefined ? text.at : text.from + at, code, message, hint);
    return undefined;
  }

  base(): string {
    const text = this.text("base");
    if (text === undefined) return this.#conventions.base;
    if (/^https?:\/\//i.test(text.text) && URL.canParse(text.text)) return new URL(text.text).href;
    this.#findings.error(
      text.at,
      "bad-base",
      "the base is not an absolute http or https address",
      "Give the address that the article's relative ones begin from, or leave it out.",
    );
    return this.#conventions.base;
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

  minutes(): number | null {
    const field = this.#one("readingMinutes");
    if (field === undefined || field.value.kind === "nothing") return null;
    const { value } = field;
    const minutes =
      value.kind === "number"
        ? value.number
        : value.kind === "text" && !this.#typed && /^\d{1,4}$/.test(value.text.trim())
          ? Number(value.text)
          : -1;
    if (Number.isInteger(minutes) && minutes >= 0 && minutes <= 9_999) return minutes;
    this.#findings.error(
      value.at,
      "bad-value",
      `${field.written} is not a number of minutes`,
      "Write a whole number, 0 to 9999, or leave it out.",
    );
    return null;
  }

  language(): string | undefined {
    const text = this.text("language");
    if (text === undefined || isLanguageTag(text.text)) return text?.text;
    this.#findings.error(
      text.at,
      "bad-language",
      `${quote(text.text)} is not a language tag`,
      "Write it as BCP 47 has it, such as hi or en-IN, or leave it out.",
    );
    return undefined;
  }

  draft(): { readonly at: number } | undefined {
    const field = this.#one("draft");
    if (field === undefined) return undefined;
    const { value } = field;
    const written =
      value.kind === "boolean"
        ? String(value.boolean)
        : value.kind === "text"
          ? value.text.trim().toLowerCase()
          : "";
    if (written === "true") return { at: field.at };
    if (value.kind !== "nothing" && written !== "false" && written !== "")
      this.#findings.error(
        value.at,
        "bad-value",
        `${field.written} is neither true nor false`,
        "Write true or false.",
      );
    return undefined;
  }

  #one(key: FieldName): MatchedField | undefined {
    return this.#fields.find((field) => field.key === key);
  }
}

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
