import type { Author, Category, Picture } from "../../article/article.ts";
import { MAX_AUTHORS, MAX_CATEGORIES, MAX_LABEL_CHARACTERS } from "../../article/article.ts";
import type { OptionalValues } from "../../article/fields/optional-fields.ts";
import { parsePicture } from "../../article/picture.ts";
import type { Finding } from "../../lib/fault.ts";
import { hasLetterOrDigit, quote, slugOf } from "../../lib/text.ts";
import { parseByline } from "./byline.ts";
import { createLabelledLines } from "./labelled-lines.ts";
import { columnAt, type Line } from "./lines.ts";

/** The lines between the headline and the body. */
export interface Head {
  standfirst: string | null;
  authors: Author[];
  picture: Picture | null;
  categories: Category[];
  readingMinutes: number | null;
  optional: OptionalValues;
  /** Lines that it takes. */
  length: number;
}

/** The category of a label's slug; undefined if the settings do not name it. */
export type FindCategory = (slug: string) => Category | undefined;

/** Reports a fault whose place the caller knows. */
export type ReportFinding = (fault: Omit<Finding, "line" | "column">) => void;

/** Reads a head, line by line. Faults are added to `findings`. */
export function readHead(lines: readonly Line[], findCategory: FindCategory, findings: Finding[]): Head {
  const head: Head = {
    standfirst: null,
    authors: [],
    picture: null,
    categories: [],
    readingMinutes: null,
    optional: {},
    length: 0,
  };
  const labelled = createLabelledLines(findings);
  let labels: "ahead" | "open" | "over" = "ahead";
  for (const line of lines) {
    const names = head.authors.length === 0 ? parseByline(line.text) : undefined;
    if (labels === "open" && !isLabel(line)) labels = "over";
    if (isLabel(line)) {
      // Labels are one unbroken run: a later line of that form is a list item of the body.
      if (labels === "over") break;
      labels = "open";
      readLabel(head, line, findCategory, findings);
    } else if (names !== undefined) {
      head.authors = readAuthors(line, names, findings);
    } else if (/^Image:/.test(line.text) && head.picture === null) {
      head.picture = readPicture(line, findings);
    } else if (labelled.read(line)) {
      head.optional = labelled.values();
    } else if (head.standfirst === null && labels === "ahead" && !/^(?:##|>) /.test(line.text)) {
      head.standfirst = line.text;
    } else {
      break;
    }
    head.length += 1;
  }
  return head;
}

/** Whether a line is a label: a category or the reading time. */
export function isLabel(line: Line): boolean {
  return /^-(?:\s|$)/u.test(line.text);
}

function readLabel(head: Head, line: Line, findCategory: FindCategory, findings: Finding[]): void {
  const label = line.text.slice(1).trim();
  const minutes = /^(\d{1,4}) min(?:ute)?s? read$/i.exec(label);
  if (minutes) {
    head.readingMinutes ??= Number(minutes[1]);
    return;
  }
  addCategory(head.categories, label, findCategory, (fault) => {
    findings.push({ line: line.number, column: columnAt(line, 0), ...fault });
  });
}

/** Adds the category of a label, or reports why it is not added. */
export function addCategory(
  categories: Category[],
  label: string,
  findCategory: FindCategory,
  report: ReportFinding,
): void {
  const slug = slugOf(label);
  const category = findCategory(slug) ?? { label, slug };
  if (!hasLetterOrDigit(slug) && findCategory(slug) === undefined) {
    report({
      code: "bad-category",
      message: label === "" ? "this label is empty" : `the category ${quote(label)} has no letter or digit`,
      hint: "Name the category in words, or take the line out.",
      severity: "error",
    });
  } else if (category.label.length > MAX_LABEL_CHARACTERS) {
    report({
      code: "bad-category",
      message: `the category's label has more than ${MAX_LABEL_CHARACTERS} characters`,
      hint: "Name the category in a few words, or take the line out.",
      severity: "error",
    });
  } else if (categories.some((other) => other.slug === category.slug)) {
    report({
      code: "category-twice",
      message: `the category ${quote(label)} is named already`,
      hint: "Take this one out.",
      severity: "warning",
    });
  } else if (categories.length === MAX_CATEGORIES) {
    report({
      code: "too-many-categories",
      message: `an article has at most ${MAX_CATEGORIES} categories`,
      hint: "Keep those that readers would look for.",
      severity: "error",
    });
  } else {
    categories.push(category);
  }
}

function readAuthors(line: Line, names: readonly string[], findings: Finding[]): Author[] {
  return authorsOf(names, (fault) => {
    findings.push({ line: line.number, column: columnAt(line, 0), ...fault });
  });
}

/** Authors of these names, each slug once. */
export function authorsOf(names: readonly string[], report: ReportFinding): Author[] {
  const authors = names.map((name) => ({ name, slug: slugOf(name) }));
  const nameless = authors.find(({ slug }) => !hasLetterOrDigit(slug));
  if (nameless === undefined && authors.length <= MAX_AUTHORS) {
    return authors.filter((author, index) => authors.findIndex(({ slug }) => slug === author.slug) === index);
  }
  report({
    code: "bad-byline",
    message:
      nameless === undefined
        ? `a byline has at most ${MAX_AUTHORS} names, this one has ${authors.length}`
        : `${quote(nameless.name)} has no letter or digit`,
    hint: "Name those who wrote it: By A, B and C.",
    severity: "error",
  });
  return authors;
}

function readPicture(line: Line, findings: Finding[]): Picture | null {
  const value = line.text.slice("Image:".length);
  const picture = parsePicture(value);
  const column = columnAt(line, "Image:".length + value.length - value.trimStart().length);
  if (picture === undefined) {
    findings.push({
      line: line.number,
      column,
      code: "bad-image-address",
      message: "the picture's address is not an absolute http or https address",
      hint: "Write the line as Image: https://example.org/picture.jpg | what the picture shows",
      severity: "error",
    });
    return null;
  }
  if (picture.alternative === "") {
    const hint = "Add | and what the picture shows, for readers who cannot see it.";
    findings.push({ line: line.number, column, ...missingAlternative(hint) });
  }
  return picture;
}

/** The warning for a picture without alternative text. */
export function missingAlternative(hint: string): Omit<Finding, "line" | "column"> {
  return {
    code: "no-alternative-text",
    message: "the picture has no alternative text",
    hint,
    severity: "warning",
  };
}
