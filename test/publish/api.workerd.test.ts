import { expect, it } from "vitest";
import { linesOf, NDJSON_TYPE, problemOf, publishing, wireText } from "../support/services/publishing.ts";

it("the publishing API serves the same on workerd", async () => {
  const client = await publishing();
  expect(
    (await problemOf(await client.ask("GET", "/api", { headers: { authorization: "Bearer wrong" } }))).status,
  ).toBe(401);
  const put = await client.put("café", wireText("Ports"));
  expect(put.status).toBe(201);
  const tag = put.headers.get("etag") ?? "";
  expect((await client.put("café", wireText("Edited"), { "if-match": '"other"' })).status).toBe(412);
  expect((await client.put("café", wireText("Edited"), { "if-match": tag })).status).toBe(200);
  expect((await problemOf(await client.put("faulty", "nonsense"))).faults?.[0]).toMatchObject({
    code: "no-published",
  });
  expect(await (await client.ask("GET", "/api/articles/caf%C3%A9")).text()).toBe(wireText("Edited"));
  expect(await (await client.ask("GET", "/api/articles?limit=1")).json()).toMatchObject({
    articles: [{ slug: "café" }],
  });
  expect((await client.ask("GET", "/api/schema.json")).status).toBe(200);
  expect((await client.ask("DELETE", "/api/articles/caf%C3%A9")).status).toBe(204);
});

it("a bulk request on workerd is answered while it still comes", async () => {
  const client = await publishing();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const line = (slug: string) => `${JSON.stringify({ slug, format: "wire", source: wireText("A") })}\n`;
  const requested = client.ask("POST", "/api/articles", { headers: NDJSON_TYPE, body: readable });
  const response = await requested;
  const reader = response.body?.getReader();
  for (const slug of ["a", "b"]) {
    await writer.write(new TextEncoder().encode(line(slug)));
    const { value } = (await reader?.read()) ?? {};
    expect(JSON.parse(new TextDecoder().decode(value))).toMatchObject({ slug, status: 201 });
  }
  await writer.close();
  expect((await reader?.read())?.done).toBe(true);
  expect(client.reported).toMatchObject([{ slugs: ["a", "b"] }]);
});

it("a thousand lines at once are answered in order on workerd", async () => {
  const client = await publishing();
  const lines = Array.from({ length: 1_000 }, (_, index) => ({
    slug: `a${index}`,
    format: "wire",
    source: wireText("A"),
  }));
  const body = lines.map((line) => JSON.stringify(line)).join("\n");
  const answers = await linesOf(await client.ask("POST", "/api/articles", { headers: NDJSON_TYPE, body }));
  expect(answers.map(({ line, status }) => [line, status])).toEqual(lines.map((_, index) => [index + 1, 201]));
});
