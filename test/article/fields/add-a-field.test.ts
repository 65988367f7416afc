import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const SCRIPT = fileURLToPath(new URL("show-fields.ts", import.meta.url));
const PAGE = join(ROOT, "docs/contributing/add-a-field.md");

const run = promisify(execFile);

const BODY = "The river rose.";
const PLAIN = `Published 23:05 IST, March 31st 2025\nRain\n- India\n${BODY}`;

/** The same article in each notation, with a dateline that has something to escape, and two credits. */
const SOURCES = {
  wire: `Published 23:05 IST, March 31st 2025
Rain
Dateline: Kochi & <Aluva>
- India
Credit: Nila Das | "photographs"
Credit: Tara Sen
${BODY}`,
  markdown: `---
title: Rain
date: 2025-03-31T23:05:00+05:30
location: Kochi & <Aluva>
credits:
  - name: Nila Das
    role: '"photographs"'
  - Tara Sen
categories: India
---
${BODY}
`,
  json: JSON.stringify({
    headline: "Rain",
    published: "2025-03-31T23:05:00+05:30",
    dateline: "Kochi & <Aluva>",
    credits: [{ name: "Nila Das", role: '"photographs"' }, { name: "Tara Sen" }],
    categories: ["India"],
    text: BODY,
  }),
};

const DATELINE = "Kochi & <Aluva>";
const CREDITS = [{ name: "Nila Das", role: '"photographs"' }, { name: "Tara Sen" }];

interface Shown {
  readonly article: Readonly<Record<string, unknown>>;
  readonly findings: readonly { readonly code: string }[];
  readonly valid: boolean;
  readonly validWithNumber: boolean;
  readonly searched: string;
  readonly rss: string;
  readonly atom: string;
  readonly json: { readonly _harkara: unknown };
  readonly page: string;
}

let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "harkara-add-a-field-"));
  for (const name of ["src", "docs/generate", "package.json", "tsconfig.json"])
    await cp(join(ROOT, name), join(copy, name), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
  await followPage(copy);
}, 60_000);

afterAll(() => rm(copy, { recursive: true, force: true }));

/** Does what the page says: each of its marked blocks goes into the file, and the list, that its mark names. */
async function followPage(root: string): Promise<void> {
  const page = await readFile(PAGE, "utf8");
  const blocks = [...page.matchAll(/<!-- (insert|import): (\S+?)(?:, (\w+))? -->\n\n```ts\n(.*?)```/gs)];
  expect(blocks.map(([, kind]) => kind)).toEqual(["insert", "import", "insert", "import"]);
  for (const [, kind, file = "", list = "", block = ""] of blocks) {
    const path = join(root, file);
    const text = await readFile(path, "utf8");
    const place = kind === "import" ? 0 : text.indexOf(`${list} = [`) + `${list} = [`.length;
    await writeFile(path, text.slice(0, place) + block + text.slice(place));
  }
}

async function show(root: string, sources: object): Promise<Readonly<Record<string, Shown>>> {
  const { stdout } = await run(process.execPath, [SCRIPT, root, JSON.stringify(sources)]);
  return JSON.parse(stdout);
}

describe("a field that is added as docs/contributing/add-a-field.md says", () => {
  let shown: Readonly<Record<string, Shown>>;
  beforeAll(async () => {
    shown = await show(copy, SOURCES);
  }, 60_000);

  it.each(Object.keys(SOURCES))("is read from %s and searched", (format) => {
    expect(shown[format]).toMatchObject({
      findings: [],
      article: { dateline: DATELINE, credits: CREDITS },
      valid: true,
      validWithNumber: false,
    });
    expect(shown[format]?.searched).toContain("kochi aluva");
  });

  it("gives the same article whatever it is written in", () => {
    const [wire, ...others] = Object.values(shown).map(({ article }) => article.revision);
    expect(others).toEqual([wire, wire]);
  });

  it("is shown in every format and on the page, escaped", () => {
    const { rss = "", atom = "", json, page = "" } = shown.wire ?? {};
    expect(rss).toContain("<dc:coverage>Kochi &amp; &lt;Aluva&gt;</dc:coverage>");
    expect(rss).toContain('<media:credit role="&quot;photographs&quot;">Nila Das</media:credit>');
    expect(rss).toContain("<media:credit>Tara Sen</media:credit>");
    expect(atom).toContain(
      '<dc:coverage xmlns:dc="http://purl.org/dc/elements/1.1/">Kochi &amp; &lt;Aluva&gt;</dc:coverage>\n    </entry>',
    );
    expect(json?._harkara).toMatchObject({ dateline: DATELINE, credits: CREDITS });
    expect(page).toContain('Dateline: <span lang="en-IN" dir="auto">Kochi &amp; &lt;Aluva&gt;</span>');
  });

  it("changes nothing of an article that has none", async () => {
    const [before, after] = [await show(ROOT, { wire: PLAIN }), await show(copy, { wire: PLAIN })];
    expect({ ...after.wire, validWithNumber: true }).toEqual(before.wire);
  });

  it("has the type that its shape says", async () => {
    const config = { extends: "./tsconfig.json", include: ["src/article", "use.ts"] };
    await writeFile(join(copy, "tsconfig.use.json"), JSON.stringify(config));
    await writeFile(
      join(copy, "use.ts"),
      `import type { Article } from "./src/article/article.ts";
export function use({ dateline, credits }: Article): string | undefined {
  const roles: readonly (string | undefined)[] | undefined = credits?.map(({ name, role }) => role ?? name);
  // @ts-expect-error it is a text
  const number: number | undefined = dateline;
  return dateline ?? roles?.[0] ?? String(number);
}
`,
    );
    await run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.use.json"], {
      cwd: copy,
    });
  }, 60_000);

  it("is in the schema and in the reference", async () => {
    await run(process.execPath, [join(copy, "src/cli/schema.ts")]);
    const schema = JSON.parse(await readFile(join(copy, "src/source/json/article.schema.json"), "utf8"));
    expect(schema.properties).toMatchObject({
      dateline: { description: "Where it was written, plain text.", type: ["string", "null"] },
      credits: { type: ["array", "null"], items: { required: ["name"] }, maxItems: 16 },
    });
    const { fieldsPage } = await import(join(copy, "docs/generate/fields.ts"));
    expect(fieldsPage()).toContain("| `dateline` | text | Where it was written, plain text. |");
    expect(fieldsPage()).toContain("`Credit: name \\| role`, a line each");
    expect(fieldsPage()).toContain("| `dateline` | `dc:coverage` | `dc:coverage` | `_harkara.dateline` | Dateline |");
  });

  it("has its faults told where they stand", async () => {
    const bad = {
      wire: `Published 23:05 IST, March 31st 2025\nRain\nCredit: | photographs\n- India\n${BODY}`,
      json: '{"headline": "Rain", "published": "2025-03-31T17:35:00Z",\n"dateline": 5, "datelin": "", "text": "x"}',
    };
    const { wire, json } = await show(copy, bad);
    expect(wire?.findings).toMatchObject([{ code: "bad-value", line: 3, column: 9 }]);
    expect(json?.findings).toMatchObject([
      { code: "bad-value", line: 2, column: 13 },
      { code: "unknown-key", hint: "Did you mean dateline?" },
    ]);
  });
});
