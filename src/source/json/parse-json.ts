import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { quote } from "../../lib/text.ts";
import type { Conventions, SourceReading } from "../conventions.ts";
import { type Body, composeArticle } from "../fields/compose-article.ts";
import { BODY_KEYS, type BodyKey, JSON_KEYS, matchJsonKey } from "../fields/field-names.ts";
import {
  Findings,
  type LocatedMember,
  type LocatedValue,
  locatedText,
  type MatchedField,
} from "../fields/located-value.ts";
import { matchKeys, requireFields } from "../fields/match-keys.ts";
import { readFields } from "../fields/read-fields.ts";

/** Reads an article in JSON (docs/article-formats.md); `articleJsonSchema` describes it. */
export function parseJsonArticle(text: string, slug: string, conventions: Conventions): SourceReading {
  const source = text.replace(/^\ufeff/, "");
  const findings = new Findings(source);
  const members = parseMembers(source, findings);
  if (members === undefined) return { article: null, findings: findings.list() };
  const matched = matchKeys(members, matchJsonKey, JSON_KEYS, "error", findings);
  const fields = readFields(matched, true, conventions, findings);
  requireFields(fields, matched, 0, JSON_HINTS, findings);
  return composeArticle(slug, fields, bodyOf(matched, findings), conventions, findings);
}

const JSON_HINTS = {
  published: 'Add "published": "2025-03-31T23:05:00+05:30".',
  headline: 'Add "headline": "…".',
};

function bodyOf(fields: readonly MatchedField[], findings: Findings): Body | undefined {
  const bodies = fields.filter((field): field is MatchedField & { key: BodyKey } =>
    BODY_KEYS.some((key) => key === field.key),
  );
  const [first, ...others] = bodies;
  for (const other of others) {
    const message = `an article has one body, and ${quote(first?.written ?? "")} is there already`;
    findings.error(other.at, "two-bodies", message, "Keep one of html, markdown and text.");
  }
  if (first === undefined) {
    findings.error(0, "no-body", "the article has no body", "Add one of html, markdown and text.");
    return undefined;
  }
  const { key, value } = first;
  if (value.kind !== "text") {
    findings.error(value.at, "bad-value", `${key}: this is not a text`, "Put the text in quotation marks.");
    return undefined;
  }
  return { kind: key, text: value.text, at: value.at, from: value.from };
}

function parseMembers(source: string, findings: Findings): readonly LocatedMember[] | undefined {
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(source, errors, { allowTrailingComma: false, disallowComments: true });
    for (const [index, { error, offset }] of errors.entries()) {
      // Of several errors at one place, the others follow from the first.
      if (errors[index - 1]?.offset === offset) continue;
      const what = printParseErrorCode(error)
        .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`)
        .toLowerCase();
      findings.error(offset, "bad-json", `this is not JSON here: ${what}`, "Mend the line.");
    }
    if (errors.length > 0) return undefined;
    const value = tree === undefined ? undefined : toLocatedValue(tree, source);
    if (value?.kind === "members") return value.members;
    findings.error(0, "bad-json", "this is not a JSON object", "Begin it with { and end it with }.");
    return undefined;
  } catch (error) {
    // The parser is recursive: deep nesting overflows the stack.
    if (!(error instanceof RangeError)) throw error;
    findings.error(0, "bad-json", "too many brackets stand inside each other", "Take some of the levels out.");
    return undefined;
  }
}

function toLocatedValue(node: Node, source: string): LocatedValue {
  const at = node.offset;
  switch (node.type) {
    case "string":
      return locatedText(source, at, String(node.value));
    case "number":
      return { kind: "number", at, number: Number(node.value) };
    case "boolean":
      return { kind: "boolean", at, boolean: node.value === true };
    case "array":
      return { kind: "list", at, items: (node.children ?? []).map((item) => toLocatedValue(item, source)) };
    case "object":
      return {
        kind: "members",
        at,
        members: (node.children ?? []).flatMap((property) => membersOf(property, source)),
      };
    default:
      return { kind: "nothing", at };
  }
}

function membersOf(property: Node, source: string): readonly LocatedMember[] {
  const [key, value] = property.children ?? [];
  if (key === undefined || value === undefined) return [];
  return [{ key: String(key.value), at: key.offset, value: toLocatedValue(value, source) }];
}
