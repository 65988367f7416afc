import type { Picture } from "../../article/article.ts";
import { pictureAt } from "../../article/picture.ts";
import { missingAlternative } from "../wire/head.ts";
import type { Findings, MatchedField } from "./located-value.ts";
import { membersOf, webAddress } from "./read-value.ts";
import { singleLineOf } from "./single-line.ts";

/**
 * Reads the lead picture.
 * @param base from which a relative address begins
 * @param typed false if the address alone may stand for the picture
 */
export function readPictureField(
  { value, written }: MatchedField,
  base: string,
  typed: boolean,
  findings: Findings,
): Picture | null {
  if (value.kind === "nothing") return null;
  const partsHint = "A picture has an address and an alternative (what it shows).";
  const parts = membersOf(value, written, ["address", "alternative"], partsHint, { typed, findings });
  if (parts === undefined) {
    const hint = "Write it with an address and an alternative.";
    findings.error(value.at, "bad-value", `${written} is not a picture`, hint);
    return null;
  }
  const textOf = (key: string) => {
    const part = parts.get(key);
    return part === undefined ? undefined : singleLineOf(part, `${written}.${key}`, findings)?.text;
  };
  const [address, alternative] = [textOf("address"), textOf("alternative")];
  const at = parts.get("address")?.at ?? value.at;
  const url = address === undefined ? undefined : webAddress(address, base);
  if (url === undefined) {
    const message = "the picture's address is not an http or https address";
    const hint = "Write it as https://example.org/picture.jpg, or relative to the base.";
    findings.error(at, "bad-image-address", message, hint);
    return null;
  }
  if (alternative === undefined) {
    const hint = "Add what the picture shows as its alternative, for readers who cannot see it.";
    findings.add(at, missingAlternative(hint));
  }
  return pictureAt(url, alternative ?? "");
}
