import type { Author, Category, Picture } from "../../article/article.ts";
import { MAX_AUTHORS, MAX_CATEGORIES, MAX_LABEL_CHARACTERS } from "../../article/article.ts";
import type { OptionalValues } from "../../article/fields/optional-fields.ts";
import { parsePicture } from "../../article/picture.ts";
import { hasLetterOrDigit, quote, slugOf, tidyLine } from "../../lib/text.ts";
import type { UnplacedFinding } from "../fields/located-value.ts";
import { parseByline } from "./byline.ts";
import { isLabel, labelText, warnIfAmbiguous } from "./label.ts";
import { createLabelledLines } from "./labelled-lines.ts";
import type { LineFindings } from "./line-findings.ts";
import type { Line } from "./lines.ts";

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
export type ReportFinding = (fault: UnplacedFinding) => void;

/** Reads a head, line by line. Faults are added to `findings`. */
export function readHead(lines: readonly Line[], findCategory: FindCategory, findings: LineFindings): Head {
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
      head.authors = authorsOf(names, (fault) => findings.add(line, 0, fault));
    } else if (/^Image:/.test(line.text) && head.picture === null) {
      head.picture = readPicture(line, findings);
    } else if (labelled.read(line)) {
      head.optional = labelled.values();
    } else if (head.standfirst === null && labels === "ahead" && !/^(?:##|>) /.test(line.text)) {
      warnIfAmbiguous(line, "standfirst", findings);
      head.standfirst = line.text;
    } else {
      if (labels === "ahead") warnIfAmbiguous(line, "text", findings);
      break;
    }
    head.length += 1;
  }
  return head;
}

function readLabel(head: Head, line: Line, findCategory: FindCategory, findings: LineFindings): void {
  const label = labelText(line);
  const minutes = /^(\d{1,4}) min(?:ute)?s? read$/i.exec(label);
  if (minutes) head.readingMinutes ??= Number(minutes[1]);
  else addCategory(head.categories, label, findCategory, (fault) => findings.add(line, 0, fault));
}

/** Adds the category of a label, or reports why it is not added. */
export function addCategory(
  categories: Category[],
  written: string,
  findCategory: FindCategory,
  report: ReportFinding,
): void {
  const label = tidyLine(written);
  const slug = slugOf(label);
  const named = findCategory(slug);
  const category = named ?? { label, slug };
  const error = (code: string, message: string, hint: string) => report({ code, message, hint, severity: "error" });
  if (!hasLetterOrDigit(slug) && named === undefined) {
    const message = label === "" ? "this label is empty" : `the category ${quote(label)} has no letter or digit`;
    error("bad-category", message, "Name the category in words, or take the line out.");
  } else if (category.label.length > MAX_LABEL_CHARACTERS) {
    const message = `the category's label has more than ${MAX_LABEL_CHARACTERS} characters`;
    error("bad-category", message, "Name the category in a few words, or take the line out.");
  } else if (categories.some((other) => other.slug === category.slug)) {
    const message = `the category ${quote(label)} is named already`;
    report({ code: "category-twice", message, hint: "Take this one out.", severity: "warning" });
  } else if (categories.length === MAX_CATEGORIES) {
    const message = `an article has at most ${MAX_CATEGORIES} categories`;
    error("too-many-categories", message, "Keep those that readers would look for.");
  } else {
    categories.push(category);
  }
}

/** Authors of these names, each slug once. */
export function authorsOf(names: readonly string[], report: ReportFinding): Author[] {
  const authors = names.map(tidyLine).map((name) => ({ name, slug: slugOf(name) }));
  const nameless = authors.find(({ slug }) => !hasLetterOrDigit(slug));
  if (nameless === undefined && authors.length <= MAX_AUTHORS) {
    return authors.filter((author, index) => authors.findIndex(({ slug }) => slug === author.slug) === index);
  }
  const message =
    nameless === undefined
      ? `a byline has at most ${MAX_AUTHORS} names, this one has ${authors.length}`
      : `${quote(nameless.name)} has no letter or digit`;
  const hint = "Name those who wrote it: By A, B and C.";
  report({ code: "bad-byline", message, hint, severity: "error" });
  return authors;
}

function readPicture(line: Line, findings: LineFindings): Picture | null {
  const value = line.text.slice("Image:".length);
  const picture = parsePicture(value);
  const offset = "Image:".length + value.length - value.trimStart().length;
  if (picture === undefined) {
    const message = "the picture's address is not an absolute http or https address";
    const hint = "Write the line as Image: https://example.org/picture.jpg | what the picture shows";
    findings.error(line, offset, "bad-image-address", message, hint);
    return null;
  }
  if (picture.alternative === "") {
    const hint = "Add | and what the picture shows, for readers who cannot see it.";
    findings.add(line, offset, missingAlternative(hint));
  }
  return picture;
}

/** The warning for a picture without alternative text. */
export function missingAlternative(hint: string): UnplacedFinding {
  const message = "the picture has no alternative text";
  return { code: "no-alternative-text", message, hint, severity: "warning" };
}
