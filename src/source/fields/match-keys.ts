import { quote } from "../../lib/text.ts";
import { type MatchKey, nearestName } from "./field-names.ts";
import type { Findings, LocatedMember, MatchedField } from "./located-value.ts";
import type { ArticleFields } from "./read-fields.ts";

/**
 * Matches the keys of a source with fields.
 * @param names suggested for unknown keys
 * @param severity of the finding for an unknown key
 */
export function matchKeys(
  members: readonly LocatedMember[],
  matchKey: MatchKey,
  names: readonly string[],
  severity: "error" | "warning",
  findings: Findings,
): MatchedField[] {
  const fields: MatchedField[] = [];
  const seen = new Map<string, string>();
  for (const { key: written, at, value } of members) {
    const key = matchKey(written);
    if (key === "ignored") continue;
    if (key === undefined) {
      const nearest = nearestName(written, names);
      findings.add(at, {
        code: "unknown-key",
        message: `the key ${quote(written)} means nothing here`,
        hint: nearest === undefined ? `The keys are ${names.join(", ")}.` : `Did you mean ${nearest}?`,
        severity,
      });
      continue;
    }
    const other = seen.get(key);
    // Blogs have both `categories` and `tags`.
    if (other !== undefined && (key !== "categories" || other === written)) {
      const message =
        other === written ? `${quote(written)} is there already` : `${quote(written)} says the same as ${quote(other)}`;
      findings.error(at, "key-twice", message, "Keep one of the two.");
      continue;
    }
    seen.set(key, written);
    fields.push({ key, written, at, value });
  }
  return fields;
}

/** Adds a finding for a missing headline and a missing time of publication. */
export function requireFields(
  { headline }: Pick<ArticleFields, "headline">,
  fields: readonly MatchedField[],
  at: number,
  hints: { readonly published: string; readonly headline: string },
  findings: Findings,
): void {
  const published = fields.find(({ key }) => key === "published");
  const { value } = published ?? {};
  if (value === undefined || value.kind === "nothing" || (value.kind === "text" && value.text.trim() === "")) {
    findings.error(at, "no-published", "the article does not say when it was published", hints.published);
  }
  if (headline === undefined) {
    const place = fields.find(({ key }) => key === "headline")?.value.at ?? at;
    findings.error(place, "no-headline", "there is no headline", hints.headline);
  }
}
