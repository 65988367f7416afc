import { expect, it } from "vitest";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { linesOf, NDJSON_TYPE, publishing, wireText } from "../../support/services/publishing.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

/** The API over a database in which there are so many articles. */
async function filled(count: number) {
  const [site, database] = [await siteOf(), await emptyDatabase()];
  const content = { site, store: createSqlStore(database, site), writer: createSqlWriter(database, site) };
  const client = await publishing({ content: () => content });
  const send = async (lines: readonly unknown[], address = "/api/articles") => {
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    return linesOf(await client.ask("POST", address, { headers: NDJSON_TYPE, body }));
  };
  const put = (index: number, text: string) => ({ slug: `a${index}`, format: "wire", source: wireText(text) });
  const all = (text: string, length = count) => Array.from({ length }, (_, index) => put(index, text));
  await send(all("First"));
  return { send, put, all, client };
}

const countOf = (lines: readonly { readonly status: number }[]) =>
  Object.entries(Object.groupBy(lines, ({ status }) => status)).map(([status, { length = 0 } = []]) => [
    Number(status),
    length,
  ]);

it("a bulk request that would remove most of what is there removes nothing", async () => {
  const { send, client } = await filled(40);
  const removals = Array.from({ length: 30 }, (_, index) => ({ slug: `a${index}`, remove: true }));
  const refused = await send(removals);
  expect(countOf(refused)).toEqual([[409, 30]]);
  expect(refused[0]?.detail).toMatch(/30 of 40 articles.*\?yes/s);
  const { articles } = (await (await client.ask("GET", "/api/articles?limit=1000")).json()) as { articles: unknown[] };
  expect(articles).toHaveLength(40);
  expect(countOf(await send(removals, "/api/articles?yes"))).toEqual([[204, 30]]);
});

it("edits of most of what is there are refused; what is new and what is the same comes through", async () => {
  const { send, put, all } = await filled(40);
  const lines = [...all("Second", 20), put(30, "First"), put(100, "New")];
  expect(countOf(await send(lines))).toEqual([
    [200, 1],
    [201, 1],
    [409, 20],
  ]);
  expect(countOf(await send(all("First")))).toEqual([[200, 40]]);
});

it("a few edits are none of its business, nor a tenth of many", async () => {
  const few = await filled(8);
  expect(countOf(await few.send(few.all("Second", 5)))).toEqual([[200, 5]]);
  const many = await filled(120);
  expect(countOf(await many.send(many.all("Second", 12)))).toEqual([[200, 12]]);
  expect(countOf(await many.send(many.all("Third", 13)))).toEqual([[409, 13]]);
});

it("lines are counted together, however many batches they are written in", async () => {
  const { send, all } = await filled(250);
  const statuses = countOf(await send([...all("Second", 20), ...all("Third", 20)]));
  expect(statuses).toEqual([
    [200, 20],
    [409, 20],
  ]);
});
