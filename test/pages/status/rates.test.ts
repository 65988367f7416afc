import { expect, it } from "vitest";
import { attribute, elementsOf, tableOf, textOf, within } from "../../support/readers/page.ts";
import { watched } from "../../support/services/status.ts";

const MINUTE = 60_000;

it("the page shows of each feed what the last hour was, minute by minute, whatever was before", async () => {
  const own = await watched();
  const start = own.now.getTime();
  const after = (minutes: number) => {
    own.now = new Date(start + minutes * MINUTE);
  };
  own.count({ feed: "categories/india" }, 1_000);
  after(100);
  own.count({}, 8);
  own.count({ format: "atom" }, 3);
  after(102);
  own.count({ status: 304 }, 2);
  after(103);
  const html = await (await own.get("/status")).text();
  const [head, ...rows] = tableOf(html, "Polls by feed") ?? [];
  const columns = ["Feed", "Format", "Last hour", "Most a minute"].map((name) => head?.indexOf(name) ?? -1);
  expect(rows.map((row) => columns.map((column) => row[column]))).toEqual([
    ["categories/india", "RSS", "0", "0"],
    ["all", "RSS", "10", "8"],
    ["all", "Atom", "3", "3"],
  ]);
  const lines = elementsOf(html)
    .filter((element) => attribute(element, "class") === "spark")
    .map((svg) => within(svg, "path").map((path) => attribute(path, "d")));
  // Of 60 minutes the 57th, two later the 59th; the highest is 16 high.
  expect(lines).toEqual([["M0 16h60V16z"], ["M0 16h56v-16h1v16h1v-4h1v4h1V16z"], ["M0 16h56v-16h1v16h3V16z"]]);
});

it.each([
  [[304], "There was 1 poll, at most 1 in a minute: 1 was answered 304."],
  [[304, 304, 200], "There were 3 polls, at most 3 in a minute: 1 was answered 200, 2 were answered 304."],
])("polls answered %j are told in a sentence", async (statuses, sentence) => {
  const own = await watched();
  for (const status of statuses) own.count({ status });
  const html = await (await own.get("/status")).text();
  const described = elementsOf(html).find(({ tagName }) => tagName === "desc");
  expect(described && textOf(described)).toBe(sentence);
});

it("a store that knows its state but cannot read an article is down, and the page says so", async () => {
  const own = await watched();
  const metric = async () => /^harkara_store_up (\d)$/m.exec(await (await own.get("/metrics")).text())?.[1];
  expect(await metric()).toBe("1");
  if (!own.content) throw new Error("there is no content");
  const { store } = own.content;
  const page: typeof store.newestPage = async (query) => {
    const found = await store.newestPage(query);
    return found && { ...found, articles: () => Promise.reject(new Error("no such table: articles")) };
  };
  own.content = { ...own.content, store: { ...store, newestPage: page } };
  expect(await metric()).toBe("0");
  const html = await (await own.get("/status")).text();
  const alerts = elementsOf(html).filter((element) => attribute(element, "role") === "alert");
  expect(alerts.map(textOf)).toEqual([expect.stringMatching(/^The store failed:.*no such table: articles$/)]);
});
