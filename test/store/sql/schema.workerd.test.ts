import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import { SCHEMA, schemaText } from "../../support/sql/schema.ts";
import { emptyD1 } from "../../support/stores/d1.ts";
import schema from "./schema.sql?raw";

const schemaOfD1 = async () => schemaText((await env.TEST_DB.prepare(SCHEMA).all()).results);

it("the migrations make the same tables on D1 as in SQLite", async () => {
  await emptyD1();
  expect(await schemaOfD1()).toBe(schema);
});

it("applied twice, they change nothing", async () => {
  await emptyD1();
  await emptyD1();
  expect(await schemaOfD1()).toBe(schema);
});
