import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS, type Format } from "../../src/lib/feed-format.ts";
import { appOf, contentOf, siteOf } from "../support/fixtures/content.ts";
import { READERS } from "../support/readers/feeds/readers.ts";

/**
 * Whole documents that a person can read. After a change that is meant, `UPDATE_GOLDEN=1 vitest run test/golden`
 * writes them anew; what changed is then read as a diff.
 */
const UPDATE = process.env.UPDATE_GOLDEN === "1";

const INPUTS = new URL("inputs/", import.meta.url);
const DOCUMENTS = new URL("documents/", import.meta.url);

/** Folder of inputs, and which of its feeds is shown. */
const CASES = [
  { input: "everything", folder: "/", query: "" },
  { input: "hindi", folder: "/", query: "" },
  { input: "markup", folder: "/", query: "" },
  { input: "bare", folder: "/", query: "" },
  { input: "hubs", folder: "/", query: "" },
  { input: "empty-category", folder: "/categories/archive/", query: "" },
  { input: "author", folder: "/authors/mira-joshi/", query: "" },
  { input: "one-entry", folder: "/", query: "?limit=1" },
  { input: "rollovers", folder: "/", query: "" },
  { input: "pictures-below-a-path", folder: "/news/categories/photographs/", query: "" },
] as const;

const GOLDEN = CASES.flatMap((each) =>
  FORMATS.map((format) => ({ ...each, format, file: `${each.input}/${DOCUMENT_NAMES[format]}` })),
);

async function documentOf({ input, folder, query, format }: (typeof GOLDEN)[number]): Promise<string> {
  const read = (path: string) => readFileSync(new URL(`${input}/${path}`, INPUTS), "utf8");
  const names = readdirSync(new URL(`${input}/articles/`, INPUTS));
  const texts = names.map((name) => [name.replace(/\.txt$/, "").normalize("NFC"), read(`articles/${name}`)]);
  const app = appOf(await contentOf(Object.fromEntries(texts), await siteOf(JSON.parse(read("site.json")))));
  const response = await app.request(folder + DOCUMENT_NAMES[format] + query);
  expect(response.status).toBe(200);
  return response.text();
}

describe("the golden document", () => {
  it.each(GOLDEN)("$file is what the program writes, byte for byte", async (golden) => {
    const written = await documentOf(golden);
    if (UPDATE) {
      mkdirSync(new URL(`${golden.input}/`, DOCUMENTS), { recursive: true });
      writeFileSync(new URL(golden.file, DOCUMENTS), written);
    }
    expect(written).toBe(readFileSync(new URL(golden.file, DOCUMENTS), "utf8"));
  });

  it.each(GOLDEN)("$file is understood by every parser at hand", async ({ file, format }) => {
    const document = readFileSync(new URL(file, DOCUMENTS), "utf8");
    const ids = await Promise.all(readersOf(format).map(async ({ read }) => (await read(document)).entries));
    expect(ids.length).toBeGreaterThanOrEqual(2);
    for (const entries of ids) expect(entries.map(({ id }) => id)).toEqual(ids[0]?.map(({ id }) => id));
  });
});

function readersOf(format: Format): readonly (typeof READERS)[number][] {
  return READERS.filter((reader) => reader.format === format);
}

describe("the golden folder", () => {
  it("holds a document for every case and none besides", () => {
    expect(
      readdirSync(DOCUMENTS, { recursive: true, withFileTypes: true })
        .flatMap((entry) => (entry.isFile() ? `${basename(entry.parentPath)}/${entry.name}` : []))
        .sort(),
    ).toEqual(GOLDEN.map(({ file }) => file).sort());
  });

  it("holds inputs for every case and none besides", () => {
    expect(readdirSync(INPUTS).sort()).toEqual(CASES.map(({ input }) => input).sort());
  });
});
