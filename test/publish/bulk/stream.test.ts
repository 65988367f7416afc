import { expect, it } from "vitest";
import { BATCH_PAUSE_MS, MAX_BULK_BYTES } from "../../../src/publish/bulk/split-lines.ts";
import { eventually } from "../../support/services/eventually.ts";
import {
  linesOf,
  NDJSON_TYPE,
  type Publishing,
  problemOf,
  publishing,
  wireText,
} from "../../support/services/publishing.ts";

const encoder = new TextEncoder();
const lineOf = (slug: string) => encoder.encode(`${JSON.stringify({ slug, format: "wire", source: wireText("A") })}\n`);

/** A bulk request whose body is written as the test goes along. */
async function begin(client: Publishing) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, {
    highWaterMark: 64,
  });
  const response = await client.ask("POST", "/api/articles", { headers: NDJSON_TYPE, body: readable });
  return { response, writer: writable.getWriter() };
}

const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes).trim();

it("the answer to a line is there before the next line is sent", async () => {
  const client = await publishing();
  const { response, writer } = await begin(client);
  const reader = response.body?.getReader();
  for (const [index, slug] of ["a", "b", "c"].entries()) {
    await writer.write(lineOf(slug));
    const answer = JSON.parse(decode((await reader?.read())?.value));
    expect(answer).toMatchObject({ line: index + 1, slug, status: 201 });
  }
  expect(client.reported).toEqual([]);
  await writer.close();
  expect((await reader?.read())?.done).toBe(true);
  expect(client.reported).toMatchObject([{ slugs: ["a", "b", "c"] }]);
});

it("a client that goes away stops it after the batch in hand, and what was changed is told", async () => {
  const client = await publishing();
  const { response, writer } = await begin(client);
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let writing = false;
  client.articleWriter.before = (operation) => {
    if (operation !== "write") return undefined;
    writing = true;
    return gate;
  };
  for (let index = 0; index < 100; index += 1) await writer.write(lineOf(`in-hand-${index}`));
  await eventually(() => writing);
  const more = writer.write(lineOf("never")).catch(() => undefined);
  const gone = response.body?.cancel();
  release();
  await gone;
  await more;
  await eventually(() => client.reported.length > 0);
  expect(client.reported[0]?.slugs).toHaveLength(100);
  expect(client.articleWriter.stored.size).toBe(100);
  expect(client.articleWriter.stored.has("never")).toBe(false);
  await expect(writer.write(lineOf("later"))).rejects.toBeUndefined();
});

it("a client that goes away while nothing is in hand leaves nothing waiting", async () => {
  const client = await publishing();
  const { response, writer } = await begin(client);
  await writer.write(lineOf("a"));
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await eventually(() => client.reported.length > 0);
  expect(client.reported).toMatchObject([{ slugs: ["a"] }]);
});

it("a body that breaks off says so at the end of its answer; half a line is no line", async () => {
  const client = await publishing();
  const { response, writer } = await begin(client);
  await writer.write(lineOf("a"));
  await writer.write(lineOf("b").subarray(0, 50));
  await writer.abort(new Error("the client is gone"));
  const answers = await linesOf(response);
  expect(answers.at(-1)).toMatchObject({ status: 400, detail: expect.stringContaining("complete") });
  expect(answers.slice(0, -1).every(({ slug, status }) => slug === "a" && status === 201)).toBe(true);
  expect(client.articleWriter.stored.has("b")).toBe(false);
  expect(client.reported.length).toBe(client.articleWriter.stored.size);
});

it("a client that reads no answer before it has sent all is not made to wait", async () => {
  const client = await publishing();
  const { response, writer } = await begin(client);
  for (let index = 0; index < 2_000; index += 1) await writer.write(lineOf(`a${index}`));
  await writer.close();
  await eventually(() => client.articleWriter.stored.size === 2_000);
  expect(await linesOf(response)).toHaveLength(2_000);
  // Lines that are there are written together.
  expect(client.articleWriter.writes.length).toBeLessThan(2_000 / BATCH_PAUSE_MS);
});

it("a body of too many bytes is refused where it says so, and else cut where they end", async () => {
  const client = await publishing();
  const headers = { ...NDJSON_TYPE, "content-length": String(MAX_BULK_BYTES + 1) };
  expect((await problemOf(await client.ask("POST", "/api/articles", { headers, body: "x" }))).status).toBe(413);
  const blanks = new Uint8Array(1_048_576).fill(0x20);
  blanks[0] = 0x0a;
  let sent = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        controller.enqueue(sent === 0 ? lineOf("a") : blanks);
        sent += 1;
      },
    },
    { highWaterMark: 0 },
  );
  const answers = await linesOf(await client.ask("POST", "/api/articles", { headers: NDJSON_TYPE, body }));
  expect(answers.map(({ line, status }) => [line, status])).toEqual([
    [1, 201],
    [expect.any(Number), 413],
  ]);
  expect(sent).toBe(MAX_BULK_BYTES / 1_048_576 + 1);
});
