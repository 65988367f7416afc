import { describe, expect, it } from "vitest";
import { conventionsOf } from "../../src/site/site.ts";
import { good, PUBLISHED } from "../source/reading.ts";
import { siteOf } from "../support/fixtures/content.ts";

async function languageOf(headline: string, body: string, language = "en-IN"): Promise<string> {
  const conventions = conventionsOf(await siteOf({ language }));
  return good([PUBLISHED, headline, "- India", body], conventions).language;
}

describe("an article's language is told by its script", () => {
  it.each([
    ["hi", "कुएँ में पानी लौटा"],
    ["ta", "கிணற்றில் நீர் திரும்பியது"],
    ["te", "బావిలో నీరు తిరిగి వచ్చింది"],
    ["kn", "ಬಾವಿಗೆ ನೀರು ಮರಳಿತು"],
    ["ml", "കിണറ്റിൽ വെള്ളം തിരിച്ചെത്തി"],
    ["bn", "কুয়োয় জল ফিরল"],
    ["gu", "કૂવામાં પાણી પાછું આવ્યું"],
    ["pa", "ਖੂਹ ਵਿੱਚ ਪਾਣੀ ਮੁੜ ਆਇਆ"],
    ["or", "କୂଅକୁ ପାଣି ଫେରିଲା"],
    ["ur", "کنویں میں پانی لوٹ آیا"],
    ["en-IN", "Water is back in the well"],
    ["en-IN", "Café Zoë opens"],
    ["en-IN", "Колодец снова полон"],
    ["en-IN", "12345 + 67890"],
  ])("%s: %s", async (language, text) => {
    expect(await languageOf(text, `${text}.`)).toBe(language);
  });
});

it("most of its letters decide, wherever they stand", async () => {
  expect(await languageOf("Water", "कुएँ में पानी लौटा।")).toBe("hi");
  expect(await languageOf("पानी", "Water is back in the well of the old town.")).toBe("en-IN");
});

it("exactly half of the letters are not most of them", async () => {
  expect(await languageOf("कख", "ab")).toBe("en-IN");
  expect(await languageOf("कखग", "ab")).toBe("hi");
});

describe("a site whose own language is written in the script is believed", () => {
  it.each([
    ["mr", "mr"],
    ["mr-IN", "mr-IN"],
    ["ne", "ne"],
    ["ta", "hi"],
    ["sr-Latn", "hi"],
  ])("%s: Devanagari is %s", async (language, expected) => {
    expect(await languageOf("कुएँ में पानी लौटा", "पानी।", language)).toBe(expected);
  });
});

it("everything else is in the site's language", async () => {
  expect(await languageOf("Eau", "De l'eau.", "fr")).toBe("fr");
});
