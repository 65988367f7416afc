import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument, type YAMLError } from "yaml";
import { tidyLine } from "../../lib/text.ts";
import type { Conventions, SourceReading } from "../conventions.ts";
import { composeArticle } from "../fields/compose-article.ts";
import { FRONT_MATTER_KEYS, matchFrontMatterKey } from "../fields/field-names.ts";
import { Findings, type LocatedMember, type LocatedValue, locatedText } from "../fields/located-value.ts";
import { matchKeys, requireFields } from "../fields/match-keys.ts";
import { readFields } from "../fields/read-fields.ts";
import { plainText } from "../html/plain-text.ts";
import { sanitise } from "../html/sanitise.ts";
import { leadingHeadline } from "./markdown-to-html.ts";

/** Characters of a Markdown article's front matter: its parser is slow for its size, and nobody fills a page with it. @limit characters */
const MAX_FRONT_MATTER_CHARACTERS = 65_536;

/** Reads an article in Markdown with YAML front matter (docs/article-formats.md). */
export function parseMarkdownArticle(text: string, slug: string, conventions: Conventions): SourceReading {
  const source = text.replace(/^\ufeff/, "");
  const findings = new Findings(source);
  const parts = splitFrontMatter(source, findings);
  const members = parts === undefined ? undefined : parseFrontMatter(parts.yaml, parts.yamlAt, findings);
  if (parts === undefined || members === undefined) return { article: null, findings: findings.list() };
  const matched = matchKeys(members, matchFrontMatterKey, FRONT_MATTER_KEYS, "warning", findings);
  const fields = readFields(matched, false, conventions, findings);
  const leading = leadingHeadline(parts.body);
  const headline = leading === undefined ? undefined : headlineOf(leading.html, fields.base);
  // A heading that repeats the headline of the front matter is not part of the text.
  const isLeading = headline !== undefined && (fields.headline ?? headline) === headline;
  const complete = isLeading ? { ...fields, headline } : fields;
  requireFields(complete, matched, 0, HINTS, findings);
  const from = parts.bodyAt + (isLeading ? parts.body.length - (leading?.body.length ?? 0) : 0);
  const body = {
    kind: "markdown",
    text: isLeading ? (leading?.body ?? "") : parts.body,
    at: from,
    from,
  } as const;
  return composeArticle(slug, complete, body, conventions, findings);
}

const HINTS = {
  published: "Add a line such as published: 2025-03-31T23:05+05:30 between two lines of ---.",
  headline: "Add a line such as headline: Rain comes early between two lines of ---.",
};

function headlineOf(html: string, base: string): string | undefined {
  const safe = sanitise(html, base);
  return ("html" in safe && tidyLine(plainText(safe.html))) || undefined;
}

interface MarkdownParts {
  readonly yaml: string;
  readonly yamlAt: number;
  readonly body: string;
  readonly bodyAt: number;
}

/** The front matter between two lines of `---`, and the body. */
function splitFrontMatter(source: string, findings: Findings): MarkdownParts | undefined {
  const opening = /^---[ \t]*(?:\r\n|\n|\r)/.exec(source)?.[0];
  if (opening === undefined) {
    if (!/^\+\+\+[ \t]*[\r\n]/.test(source)) return { yaml: "", yamlAt: 0, body: source, bodyAt: 0 };
    findings.error(0, "bad-front-matter", "this front matter is TOML", "Write it in YAML, between two lines of ---.");
    return undefined;
  }
  const closing = /^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|$)/m;
  const head = source.slice(opening.length, opening.length + MAX_FRONT_MATTER_CHARACTERS);
  const end = closing.exec(head);
  if (end === null) {
    const long = source.length > opening.length + MAX_FRONT_MATTER_CHARACTERS;
    findings.error(
      0,
      "bad-front-matter",
      `the front matter has no end${long ? ` within ${MAX_FRONT_MATTER_CHARACTERS} characters` : ""}`,
      "End it with a line that is only ---.",
    );
    return undefined;
  }
  const bodyAt = opening.length + end.index + end[0].length;
  return { yaml: head.slice(0, end.index), yamlAt: opening.length, body: source.slice(bodyAt), bodyAt };
}

function parseFrontMatter(yaml: string, from: number, findings: Findings): readonly LocatedMember[] | undefined {
  const report = (at: number, message: string, hint: string) => {
    findings.error(from + at, "bad-front-matter", message, hint);
    return undefined;
  };
  const options = { schema: "failsafe", uniqueKeys: false, prettyErrors: false, logLevel: "silent" } as const;
  try {
    // All values stay texts: YAML would make times into dates before their zone is known.
    const document = parseDocument(yaml, options);
    const errors: readonly YAMLError[] = [...document.errors, ...document.warnings];
    if (errors.some(({ message }) => /call stack/.test(message))) throw new RangeError();
    const hint = "Mend the line; a text with a colon or a # in it goes in quotation marks.";
    for (const { pos, message } of errors) report(pos[0], `this is not YAML here: ${lowerCase(message)}`, hint);
    if (errors.length > 0) return undefined;
    if (document.contents === null) return [];
    const value = new NodeReader(yaml, from, report).of(document.contents);
    if (value.kind === "members") return value.members;
    return value.kind === "nothing"
      ? []
      : report(0, "the front matter has no keys", "Write it as key: value, one a line.");
  } catch (error) {
    // The parser is recursive: deep nesting overflows the stack.
    if (!(error instanceof RangeError)) throw error;
    return report(0, "too many brackets stand inside each other", "Take some of the levels out.");
  }
}

function lowerCase(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/** Converts nodes of YAML to values. */
class NodeReader {
  readonly #yaml: string;
  readonly #from: number;
  readonly #wrong: (at: number, message: string, hint: string) => void;

  constructor(yaml: string, from: number, wrong: (at: number, message: string, hint: string) => void) {
    this.#yaml = yaml;
    this.#from = from;
    this.#wrong = wrong;
  }

  of(node: unknown): LocatedValue {
    const start = startOf(node);
    const at = this.#from + start;
    if (isAlias(node)) {
      // Aliases may expand to any amount of text.
      this.#wrong(start, "an alias has no place here", "Write out what it stands for, or put it in quotation marks.");
    } else if (isScalar(node)) {
      const text = typeof node.value === "string" ? node.value : "";
      if (text !== "") return locatedText(this.#yaml, start, text, this.#from);
    } else if (isSeq(node)) {
      return { kind: "list", at, items: node.items.map((item) => this.of(item)) };
    } else if (isMap(node)) {
      const members = node.items.map(({ key, value }) => {
        const name = isScalar(key) && typeof key.value === "string" ? key.value : "";
        return { key: name, at: this.#from + startOf(key), value: this.of(value) };
      });
      return { kind: "members", at, members };
    }
    return { kind: "nothing", at };
  }
}

/** Where a node begins, in UTF-16 code units. */
function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
