import { describe, expect, it } from "vitest";
import { BODY, found, good, PUBLISHED, read, withHead } from "../reading.ts";

/** The names in a byline, or nothing when the line was taken for the standfirst. */
function namesOf(line: string): readonly string[] {
  return withHead(line).authors.map(({ name }) => name);
}

describe("a byline names its authors in their order", () => {
  it.each([
    ["By Asha Rao", ["Asha Rao"]],
    ["By Asha Rao and Ravi Iyer", ["Asha Rao", "Ravi Iyer"]],
    ["By Asha Rao, Ravi Iyer and Meera Nair", ["Asha Rao", "Ravi Iyer", "Meera Nair"]],
    ["By Asha Rao, Ravi Iyer, and Meera Nair", ["Asha Rao", "Ravi Iyer", "Meera Nair"]],
    ["By Asha Rao,Ravi Iyer", ["Asha Rao", "Ravi Iyer"]],
    ["By A, B, C, D and E", ["A", "B", "C", "D", "E"]],
    ["By   Asha   Rao   and   Ravi Iyer", ["Asha Rao", "Ravi Iyer"]],
    ["By Sandra Anderson and Orlando Brand", ["Sandra Anderson", "Orlando Brand"]],
    ["By Andrea Mandal, Anand Holland and Rand Andrews", ["Andrea Mandal", "Anand Holland", "Rand Andrews"]],
    ["By S. R. Vengalil", ["S. R. Vengalil"]],
    ["By S. R. Vengalil and K. P. S.", ["S. R. Vengalil", "K. P. S."]],
    ["By Orlando Brand Jr.", ["Orlando Brand Jr."]],
    ["By Courier Desk", ["Courier Desk"]],
    ["By D’Souza and O'Brien", ["D’Souza", "O'Brien"]],
    ["By Jean-Luc d'Arcy", ["Jean-Luc d'Arcy"]],
    ["By Émile Zola", ["Émile Zola"]],
    ["By आशा राव and रवि अय्यर", ["आशा राव", "रवि अय्यर"]],
    ["By Asha Rao & Ravi Iyer", ["Asha Rao & Ravi Iyer"]],
  ])("%s", (line, names) => {
    expect(namesOf(line)).toEqual(names);
    expect(withHead(line).standfirst).toBeNull();
  });
});

describe("a standfirst may begin with “By” as well", () => {
  it.each([
    "By noon the river had risen",
    "By noon the river had risen.",
    "By Monday the river had risen.",
    "By Thursday, the wells were full!",
    "By all accounts it rained",
    "By and large a good year",
    "By the river and by the sea",
    "By Monday morning every well in the old town had been opened to the sky",
    "Byline writers wanted",
    "by Asha Rao",
    "BY ASHA RAO",
    "By",
  ])("%s", (line) => {
    const article = withHead(line);
    expect(article.standfirst).toBe(line);
    expect(article.authors).toEqual([]);
  });
});

it("a name that stands twice is named once, also when it is written otherwise", () => {
  expect(namesOf("By Asha Rao, Ravi Iyer and Asha Rao")).toEqual(["Asha Rao", "Ravi Iyer"]);
  expect(namesOf("By Asha Rao and Asha-Rao")).toEqual(["Asha Rao"]);
});

it.each([
  ["Asha Rao", "asha-rao"],
  ["S. R. Vengalil", "s-r-vengalil"],
  ["D’Souza", "d-souza"],
  ["आशा राव", "आशा-राव"],
  ["Émile", "émile"],
])("the slug of %s is made as that of a category", (name, slug) => {
  expect(withHead(`By ${name}`).authors).toEqual([{ name, slug }]);
});

describe("the length of names", () => {
  it("is at most 80 characters and six words", () => {
    expect(namesOf(`By ${"X".repeat(80)}`)).toEqual(["X".repeat(80)]);
    expect(namesOf(`By ${"X".repeat(81)}`)).toEqual([]);
    expect(namesOf("By A B C D E F")).toEqual(["A B C D E F"]);
    expect(namesOf("By A B C D E F G")).toEqual([]);
  });

  it("is counted in characters, not in code units", () => {
    const adlam = "\u{1e900}".repeat(80);
    expect(namesOf(`By ${adlam}`)).toEqual([adlam]);
  });
});

describe("faults", () => {
  it("a name without a letter or digit", () => {
    const reading = read([PUBLISHED, "Rain", '  By Asha Rao and "—"', "- India", BODY]);
    expect(found(reading)).toEqual(["3:3 bad-byline"]);
    expect(reading.findings[0]?.message).toContain('"—"');
  });

  it("more than 32 names", () => {
    const names = Array.from({ length: 33 }, (_, index) => `N${index}`);
    expect(good([PUBLISHED, "Rain", `By ${names.slice(1).join(", ")}`, "- India", BODY]).authors).toHaveLength(32);
    const reading = read([PUBLISHED, "Rain", `By ${names.join(", ")}`, "- India", BODY]);
    expect(found(reading)).toEqual(["3:1 bad-byline"]);
    expect(reading.article).toBeNull();
  });
});
