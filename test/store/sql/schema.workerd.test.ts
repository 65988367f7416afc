import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import { inOneLine, madeBy } from "../../support/sql/schema.ts";
import { emptyD1 } from "../../support/stores/d1.ts";

const made = async () => {
  const { results } = await env.TEST_DB.prepare(
    "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'd1\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
  ).all();
  return results;
};

it("the migrations make on D1 just what they say", async () => {
  await emptyD1();
  const migrations = env.TEST_MIGRATIONS as readonly { readonly queries: readonly string[] }[];
  const tables = (await made()).filter(({ sql, name }) => sql !== null && !/^words_/.test(String(name)));
  expect(tables.map(({ sql }) => inOneLine(String(sql))).sort()).toEqual(
    madeBy(migrations.flatMap(({ queries }) => queries).join(";\n")),
  );
  expect(tables.length).toBeGreaterThan(12);
});

it("applied twice, they change nothing", async () => {
  await emptyD1();
  const before = await made();
  await emptyD1();
  expect(await made()).toEqual(before);
});
