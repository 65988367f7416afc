import { expect, it } from "vitest";
import { textOf } from "../../support/services/app.ts";
import { linesOf, NDJSON_TYPE } from "../../support/services/publishing.ts";
import { workerDesk } from "../../support/services/worker.ts";
import { emptyD1 } from "../../support/stores/d1.ts";
import { readNews } from "./reading.ts";

it("on D1, which takes a hundred values a query, more news than that is there all the same", async () => {
  await emptyD1();
  const client = await workerDesk({});
  const slugs = Array.from({ length: 230 }, (_, index) => `n${index}`);
  const lines = slugs.map((slug, index) => {
    const published = new Date(client.now.getTime() - index * 60_000).toISOString();
    return JSON.stringify({ slug, format: "wire", source: textOf({ published, headline: `News ${slug}` }) });
  });
  const order = await client.order("POST", "/api/articles", { headers: NDJSON_TYPE, body: lines.join("\n") });
  expect((await linesOf(order)).filter(({ status }) => status !== 201)).toEqual([]);
  await client.settled();
  const response = await client.ask("/news-sitemap.xml");
  expect(response.status).toBe(200);
  expect(readNews(await response.text()).map(({ title }) => title)).toEqual(slugs.map((slug) => `News ${slug}`));
});
