import { describe, expect, it } from "vitest";
import { parseWireArticle } from "../../../src/source/wire/parse-wire.ts";
import { BODY, CONVENTIONS, found, PUBLISHED, read } from "../reading.ts";

describe("what must be there", () => {
  it.each([
    ["nothing at all", "", ["1:1 no-published", "1:1 no-headline", "1:1 no-body"]],
    ["only blank lines", "\n \n\u00a0\n", ["1:1 no-published", "1:1 no-headline", "1:1 no-body"]],
    ["only a byte order mark", "\ufeff", ["1:1 no-published", "1:1 no-headline", "1:1 no-body"]],
    ["only the time", PUBLISHED, ["2:1 no-headline", "2:1 no-body"]],
    ["only the time, below a blank line", `\n${PUBLISHED}\n\n\n`, ["3:1 no-headline", "3:1 no-body"]],
    ["no time", `Rain\nS.\n- India\n${BODY}`, ["1:1 no-published"]],
    ["no time, below blank lines", `\n\nRain\nS.\n- India\n${BODY}`, ["3:1 no-published"]],
    ["a time that is not on the first line", `Rain\n${PUBLISHED}\n- India\n${BODY}`, ["1:1 no-published"]],
    ["a word that only begins like it", `Publishedness\nRain\n- India\n${BODY}`, ["1:1 no-published"]],
    ["no headline, but a label", `${PUBLISHED}\n- India\n${BODY}`, ["2:1 no-headline"]],
    [
      "no headline, but a picture",
      `${PUBLISHED}\n\nImage: https://a.example/b.jpg | A\n- India\n${BODY}`,
      ["3:1 no-headline"],
    ],
    [
      "no headline, but the update",
      `${PUBLISHED}\nUpdated 00:10 IST, April 1st 2025`,
      ["3:1 no-headline", "3:1 no-body"],
    ],
    ["only a headline", `${PUBLISHED}\nRain`, ["3:1 no-body"]],
    ["only a standfirst", `${PUBLISHED}\nRain\nIt rained.\n`, ["4:1 no-body"]],
    ["only labels", `${PUBLISHED}\nRain\n- India\n- 2 min read\n`, ["5:1 no-body"]],
    ["only a byline", `${PUBLISHED}\nRain\nBy Asha Rao\n`, ["4:1 no-body"]],
    ["only a picture", `${PUBLISHED}\nRain\nImage: https://a.example/b.jpg | A`, ["4:1 no-body"]],
  ])("%s", (_, text, faults) => {
    const reading = parseWireArticle(text, "a-slug", CONVENTIONS);
    expect(found(reading)).toEqual(faults);
    expect(reading.article).toBeNull();
    for (const { severity, hint } of reading.findings) {
      expect(severity).toBe("error");
      expect(hint).not.toBe("");
    }
  });

  it("of an article that has only a standfirst, it is said what became of the line", () => {
    expect(read([PUBLISHED, "Rain", "It rained."]).findings[0]?.hint).toContain("standfirst");
  });
});

describe("all faults of a file are reported, in the order of its lines", () => {
  it("those of times, labels, byline, picture and body", () => {
    const reading = read([
      "",
      "Published 24:60 XST, February 30th 2025",
      "Rain",
      "It rained.",
      'By Asha Rao and "—"',
      "  Image: ftp://a.example/b.jpg | A",
      "- India",
      "-",
      "- india",
      "- !!",
      "",
      "Updated 25:10 YST, April 31st 2025",
    ]);
    expect(found(reading)).toEqual([
      "2:11 no-such-hour",
      "2:14 no-such-hour",
      "2:17 unknown-zone",
      "2:31 no-such-day",
      "5:1 bad-byline",
      "6:10 bad-image-address",
      "8:1 bad-category",
      "9:1 category-twice",
      "10:1 bad-category",
      "12:9 no-such-hour",
      "12:15 unknown-zone",
      "12:26 no-such-day",
      "13:1 no-body",
    ]);
    expect(reading.article).toBeNull();
    expect(reading.findings.filter(({ severity }) => severity === "warning").map(({ line }) => line)).toEqual([9]);
  });

  it("those of the body and of lines that are too long", () => {
    const reading = read([
      "Rain",
      "- India",
      "x".repeat(65_537),
      "Updated 00:10 IST, April 1st 2025",
      BODY,
      "Updated 24:10 IST, April 1st 2025",
    ]);
    expect(found(reading)).toEqual([
      "1:1 no-published",
      "3:65537 line-too-long",
      "4:1 updated-not-last",
      "6:9 no-such-hour",
    ]);
  });

  it("with warnings among them, in their places", () => {
    const reading = read([
      PUBLISHED,
      "Rain",
      "Image: https://a.example/b.jpg",
      "- India",
      "- India",
      "Updated 00:10 IST, April 1st 2025",
      BODY,
      "Updated 00:10 IST, March 1st 2025",
    ]);
    expect(found(reading)).toEqual([
      "3:8 no-alternative-text",
      "5:1 category-twice",
      "6:1 updated-not-last",
      "8:1 updated-before-published",
    ]);
    expect(reading.article?.headline).toBe("Rain");
  });
});

describe("a file of rubbish does not flood the log", () => {
  const rubbish = (faults: number) => [PUBLISHED, "Rain", ...Array.from({ length: faults }, () => "-"), BODY];

  it("100 faults are listed", () => {
    expect(read(rubbish(100)).findings).toHaveLength(100);
    expect(new Set(read(rubbish(100)).findings.map(({ code }) => code))).toEqual(new Set(["bad-category"]));
  });

  it("of more, the first 100 are, and how many more there are", () => {
    const { article, findings } = read(rubbish(1_234));
    expect(article).toBeNull();
    expect(findings).toHaveLength(101);
    expect(findings.at(-1)).toMatchObject({ line: 103, code: "too-many-faults", severity: "error" });
    expect(findings.at(-1)?.message).toContain("1134");
  });
});
