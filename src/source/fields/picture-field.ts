import type { Picture } from "../../article/article.ts";
import { pictureAt } from "../../article/picture.ts";
import { quote } from "../time/calendar.ts";
import { missingAlternative } from "../wire/head.ts";
import type { Findings, LocatedValue, MatchedField } from "./located-value.ts";
import { singleLineOf } from "./single-line.ts";

/**
 * The lead picture: an object of address and alternative text.
 * @param base what a relative address begins from
 * @param typed whether a text must not stand for the address alone
 */
export function readPictureField(
  { value, written }: MatchedField,
  base: string,
  typed: boolean,
  findings: Findings,
): Picture | null {
  if (value.kind === "nothing") return null;
  if (value.kind !== "members" && (typed || value.kind !== "text")) {
    const hint = "Write it with an address and an alternative.";
    findings.error(value.at, "bad-value", `${written} is not a picture`, hint);
    return null;
  }
  const parts = partsOf(value, written, findings);
  const address = parts.get("address");
  const text =
    address === undefined ? undefined : singleLineOf(address, `${written}.address`, findings)?.text;
  const alternative = parts.get("alternative");
  const shown =
    alternative === undefined
      ? undefined
      : singleLineOf(alternative, `${written}.alternative`, findings)?.text;
  const at = address?.at ?? value.at;
  if (text === undefined || !isWebAddress(text, base)) {
    const message = "the picture's address is not an http or https address";
    const hint = "Write it as https://example.org/picture.jpg, or relative to the base.";
    findings.error(at, "bad-image-address", message, hint);
    return null;
  }
  if (shown === undefined) {
    const hint = "Add what the picture shows as its alternative, for readers who cannot see it.";
    findings.add(at, missingAlternative(hint));
  }
  return pictureAt(new URL(text, base), shown ?? "");
}

function partsOf(
  value: LocatedValue,
  written: string,
  findings: Findings,
): ReadonlyMap<string, LocatedValue> {
  if (value.kind !== "members") return new Map([["address", value]]);
  const parts = new Map<string, LocatedValue>();
  for (const { key, at, value: part } of value.members) {
    const hint = "A picture has an address and an alternative (what it shows).";
    if (parts.has(key)) {
      findings.error(at, "key-twice", `${written}: ${quote(key)} is there already`, hint);
    } else if (key !== "address" && key !== "alternative") {
      findings.error(at, "unknown-key", `${written}: the key ${quote(key)} means nothing here`, hint);
    } else parts.set(key, part);
  }
  return parts;
}

function isWebAddress(text: string, base: string): boolean {
  return URL.canParse(text, base) && /^https?:$/.test(new URL(text, base).protocol);
}
