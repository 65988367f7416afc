import { describe, expect, it } from "vitest";
import { faultsOf, found, lined, REQUIRED } from "./reading.ts";

/** Settings besides the two required ones, and the faults: `line:column message`. The first of them is on line 4. */
const CASES: readonly (readonly [object, readonly string[]])[] = [
  [{ title: 5 }, ["2:3 title: invalid input: expected string, received number"]],
  [{ title: "" }, ["2:3 title: must not be empty"]],
  [{ title: " \u0000 " }, ["2:3 title: must not be empty"]],
  [{ title: null }, ["2:3 title: invalid input: expected string, received null"]],
  ...[
    "news.example",
    "/news",
    "ftp://news.example",
    "https://",
    "javascript:alert(1)",
    "",
    "https://a.example:99999",
  ].map(
    (address) =>
      [
        { address },
        ["3:3 address: must be an absolute http or https address, such as https://news.example.org"],
      ] as const,
  ),
  ...["https://user@news.example", "https://u:p@news.example", "https://news.example?q", "https://news.example#f"].map(
    (address) => [{ address }, ["3:3 address: must have no user, query or fragment"]] as const,
  ),
  [{ description: "" }, ["4:3 description: must not be empty"]],
  [{ copyright: 2025 }, ["4:3 copyright: invalid input: expected string, received number"]],
  ...["", "x y", "english please", "en_IN", "e", "-", "123"].map(
    (language) => [{ language }, ["4:3 language: must be a language tag (BCP 47), such as en-IN or hi"]] as const,
  ),
  ...["", "a b", "https://example.org", "example.org/", "example.org:80", "नदी.example", "."].map(
    (authority) =>
      [{ authority }, ["4:3 authority: must be a domain name or mail address, such as example.org"]] as const,
  ),
  ...[
    "",
    "2024",
    "2024-01",
    "2024-02-30",
    "2023-02-29",
    "2024-13-01",
    "2024-1-1",
    "01-01-2024",
    "2024-01-01T00:00:00Z",
    "-000001-01-01",
    "+012024-01-01",
  ].map((authoritySince) => [{ authoritySince }, ["4:3 authoritySince: must be a day, such as 2024-01-01"]] as const),
  ...["icon.png", "/icon.png", "data:image/png;base64,AAAA", ""].map(
    (icon) => [{ icon }, ["4:3 icon: must be an absolute http or https address"]] as const,
  ),
  [{ author: "" }, ["4:3 author: must not be empty"]],
  [{ author: "—" }, ["4:3 author: must have a letter or digit"]],
  [{ pageSize: 0 }, ["4:3 pageSize: too small: expected number to be >=1"]],
  [{ pageSize: 101 }, ["4:3 pageSize: too big: expected number to be <=100"]],
  [{ pageSize: 1.5 }, ["4:3 pageSize: invalid input: expected int, received number"]],
  [{ pageSize: "50" }, ["4:3 pageSize: invalid input: expected number, received string"]],
  [{ zones: [] }, ["4:3 zones: invalid input: expected record, received array"]],
  ...["Asia/Atlantis", "IST", "UTC", "+15:00", "+5:3", "", "Kolkata"].map(
    (zone) =>
      [
        { zones: { XST: zone } },
        ["4:13 zones.XST: must be an IANA zone such as Asia/Kolkata or an offset such as +05:30"],
      ] as const,
  ),
  [{ zones: { XST: 5 } }, ["4:13 zones.XST: invalid input: expected string, received number"]],
  [{ zones: { X1: "Asia/Kolkata" } }, ["4:13 zones.X1: must be an abbreviation of letters"]],
  [{ zones: { "": "Asia/Kolkata" } }, ["4:13 zones.: must be an abbreviation of letters"]],
  [{ zones: { ABCDEFGHIJK: "+01:00" } }, ["4:13 zones.ABCDEFGHIJK: must be an abbreviation of letters"]],
  [{ categories: ["India"] }, ["4:3 categories: invalid input: expected record, received array"]],
  [{ categories: { "": {} } }, ["4:18 categories.: must not be empty"]],
  [{ categories: { India: "x" } }, ["4:18 categories.India: invalid input: expected object, received string"]],
  [{ categories: { India: { slog: "x" } } }, ["4:27 categories.India.slog: is not a setting"]],
  [
    { categories: { India: { order: "1" } } },
    ["4:27 categories.India.order: invalid input: expected number, received string"],
  ],
  [{ categories: { India: { description: "" } } }, ["4:27 categories.India.description: must not be empty"]],
  ...["In dia", "India", "a/b", "..", "a--b", "é\u0301\u0000", "-"].map(
    (slug) =>
      [
        { categories: { India: { slug } } },
        ["4:27 categories.India.slug: must be made of lower-case letters, digits and hyphens, such as india"],
      ] as const,
  ),
  [{ categories: { India: {}, INDIA: {} } }, ["4:29 categories.INDIA: has the slug india, as “India” has already"]],
  [
    { categories: { India: {}, Bharat: { slug: "india" } } },
    ["4:29 categories.Bharat: has the slug india, as “India” has already"],
  ],
  [{ hubs: "https://hub.example" }, ["4:3 hubs: invalid input: expected array, received string"]],
  [
    { hubs: ["https://hub.example", "hub", 7] },
    [
      "4:34 hubs.1: must be an absolute http or https address",
      "4:40 hubs.2: invalid input: expected string, received number",
    ],
  ],
  [{ cache: 300 }, ["4:3 cache: invalid input: expected object, received number"]],
  [{ cache: { maxAge: -1 } }, ["4:13 cache.maxAge: too small: expected number to be >=0"]],
  [{ cache: { maxAge: 31_536_001 } }, ["4:13 cache.maxAge: too big: expected number to be <=31536000"]],
  [{ cache: { staleIfError: 0.5 } }, ["4:13 cache.staleIfError: invalid input: expected int, received number"]],
  [{ cache: { maxage: 1 } }, ["4:13 cache.maxage: is not a setting"]],
  [{ Title: "x" }, ["4:3 Title: is not a setting"]],
  [{ "": 1 }, ["4:3 : is not a setting"]],
];

describe("each kind of fault is named by its path, line and column", () => {
  it.each(CASES)("%j", async (settings, faults) => {
    expect(await found({ ...REQUIRED, ...settings })).toEqual(faults);
  });
});

describe("what is missing is named where it should be", () => {
  it.each([
    ["{}", ["1:1 title: is missing", "1:1 address: is missing"]],
    ['\n {"title": "T"}', ["2:2 address: is missing"]],
    ["null", ["1:1 the file: invalid input: expected object, received null"]],
    ["[]", ["1:1 the file: invalid input: expected object, received array"]],
    ['  "x"', ["1:3 the file: invalid input: expected object, received string"]],
    ["5", ["1:1 the file: invalid input: expected object, received number"]],
  ])("%s", async (source, expected) => {
    const faults = await faultsOf(source);
    expect(faults.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(expected);
  });
});

it("every fault is an error in site.json, with a code and a hint", async () => {
  for (const [settings] of CASES) {
    const faults = await faultsOf(lined({ ...REQUIRED, ...settings }));
    expect(faults).not.toEqual([]);
    for (const { file, code, severity, hint } of faults) {
      expect({ file, code, severity }).toEqual({ file: "site.json", code: "bad-setting", severity: "error" });
      expect(hint).toContain("site.schema.json");
    }
  }
});

describe("all faults of a file are reported at once", () => {
  const paths = async (settings: object) =>
    (await faultsOf(lined(settings))).map(({ message }) => message.slice(0, message.indexOf(":"))).toSorted();

  it("one of each setting", async () => {
    const settings = {
      title: "",
      address: "x",
      description: 1,
      language: "x y",
      authority: "a b",
      authoritySince: "2024-02-30",
      copyright: "",
      icon: "x",
      author: "",
      pageSize: 0,
      zones: { X1: "+01:00" },
      categories: { India: 5 },
      hubs: ["x"],
      cache: { maxAge: -1 },
      other: 1,
    };
    expect(await paths(settings)).toEqual(
      [
        ...Object.keys(settings).filter((key) => !["zones", "categories", "hubs", "cache"].includes(key)),
        "zones.X1",
        "categories.India",
        "hubs.0",
        "cache.maxAge",
      ].toSorted(),
    );
  });

  it("those of a zone, an author and a slug", async () => {
    expect(
      await paths({
        ...REQUIRED,
        author: "—",
        zones: { AST: "Mars/X", BST: "Mars/Y" },
        categories: { A: { slug: "B C" }, D: {}, d: {} },
      }),
    ).toEqual(["author", "categories.A.slug", "categories.d", "zones.AST", "zones.BST"]);
  });

  it("those of a zone, an author and a slug together with any other", async () => {
    expect(
      await paths({
        ...REQUIRED,
        author: "—",
        pageSize: 0,
        zones: { AST: "Mars/X" },
        categories: { A: { slug: "B C" }, D: {}, d: {} },
      }),
    ).toEqual(["author", "categories.A.slug", "categories.d", "pageSize", "zones.AST"]);
  });
});

describe("places in the file", () => {
  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("are counted over lines that end in %s", async (_, end) => {
    const source = ["{", ' "title": "T",', "", ' "address": "https://a.example",', '   "hubs": 5', "}"].join(end);
    expect(await faultsOf(source)).toMatchObject([{ line: 5, column: 4 }]);
  });

  it("are counted in characters, not in code units", async () => {
    const source = '{"title": "\u{1f600}\u{1f600}", "address": "https://a.example", "hubs": 5}';
    expect(await faultsOf(source)).toMatchObject([{ line: 1, column: 49 }]);
  });
});

describe("SITE_URL that is no address is a fault", () => {
  it.each([
    "",
    "news.example",
    "ftp://news.example",
    "https://",
    "https://u:p@a.example",
    "https://a.example?q",
    "https://a.example#f",
  ])("%j", async (override) => {
    const faults = await faultsOf(JSON.stringify(REQUIRED), override);
    expect(faults).toMatchObject([{ line: 1, column: 1, code: "bad-setting", severity: "error" }]);
    expect(faults[0]?.message).toMatch(/^SITE_URL: must be an absolute http or https address/);
  });

  it("and is reported with all others", async () => {
    const faults = await faultsOf('{"title": ""}', "x");
    expect(faults.map(({ message }) => message.split(":")[0])).toEqual(["title", "address", "SITE_URL"]);
  });
});

it("of a file with thousands of faults the first hundred are listed, and how many more there are", async () => {
  const categories = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [`Label ${index}`, { descripton: "" }]),
  );
  const faults = await faultsOf(JSON.stringify({ ...REQUIRED, categories }));
  expect(faults).toHaveLength(101);
  expect(faults[0]?.message).toContain("descripton");
  expect(faults[100]?.message).toContain("19900 more faults");
});

it("an address of a thousand slashes is read like one of none", async () => {
  expect(await faultsOf(JSON.stringify({ ...REQUIRED, address: `https://a.example/${"/".repeat(80_000)}x` }))).toEqual(
    [],
  );
});
