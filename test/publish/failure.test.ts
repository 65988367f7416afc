import { afterEach, describe, expect, it, vi } from "vitest";
import { type Publishing, problemOf, publishing, wireText } from "../support/services/publishing.ts";

const TEXT = wireText("Ports");
const SECRET = "SQLITE_IOERR at /var/lib/articles.db";

afterEach(() => {
  vi.useRealTimers();
});

const REQUESTS: readonly (readonly [name: string, ask: (client: Publishing) => Promise<Response>])[] = [
  ["GET", (client) => client.ask("GET", "/api/articles/ports")],
  ["the list", (client) => client.ask("GET", "/api/articles")],
  ["PUT", (client) => client.put("ports", TEXT)],
  ["PUT with If-None-Match", (client) => client.put("ports", TEXT, { "if-none-match": '"other"' })],
  ["DELETE", (client) => client.ask("DELETE", "/api/articles/ports")],
];

/** Makes the store fail at its nth call, and at all calls after it. */
function failAt(client: Publishing, call: number, how: () => unknown): void {
  let calls = 0;
  client.articleWriter.before = () => {
    calls += 1;
    return calls >= call ? how() : undefined;
  };
}

describe.each(REQUESTS)("%s", (name, ask) => {
  it("is asked to come back when the store fails at any call, and is told nothing of its inside", async () => {
    const calls = name === "PUT with If-None-Match" ? 2 : 1;
    for (let call = 1; call <= calls; call += 1) {
      const client = await publishing();
      failAt(client, call, () => {
        throw new Error(SECRET);
      });
      const response = await ask(client);
      expect(response.headers.get("retry-after")).toBe("5");
      expect((await problemOf(response)).status).toBe(503);
      expect(client.lines.join("\n")).toContain(SECRET);
      expect(client.reported).toEqual([]);
    }
  });

  it("is asked to come back when the store does not answer", async () => {
    const client = await publishing();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    failAt(client, 1, () => new Promise(() => undefined));
    const answered = ask(client);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await problemOf(await answered)).status).toBe(503);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("can be repeated after a failure", async () => {
    const client = await publishing();
    failAt(client, 1, () => {
      throw new Error(SECRET);
    });
    expect((await ask(client)).status).toBe(503);
    client.articleWriter.before = () => undefined;
    expect((await ask(client)).status).toBeLessThan(500);
  });
});

it("a store that answers in time leaves no timer behind", async () => {
  const client = await publishing();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  for (const [, ask] of REQUESTS) expect((await ask(client)).status).toBeLessThan(500);
  await client.bulk([{ slug: "a", remove: true }]);
  expect(vi.getTimerCount()).toBe(0);
});

it("a store that says too little of what it did has failed", async () => {
  const client = await publishing();
  const articleWriter = { ...client.articleWriter, writeChanges: async () => [] };
  const other = await publishing({ content: () => ({ site: client.site, store: {} as never, writer: articleWriter }) });
  expect((await problemOf(await other.put("ports", TEXT))).status).toBe(503);
});

it("a change that is made after the answer was given up is told all the same", async () => {
  const client = await publishing();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let release = () => {};
  failAt(
    client,
    1,
    () =>
      new Promise<void>((resolve) => {
        release = resolve;
      }),
  );
  const answered = client.put("ports", TEXT);
  await vi.advanceTimersByTimeAsync(10_000);
  expect((await answered).status).toBe(503);
  expect(client.reported).toEqual([]);
  release();
  await vi.waitFor(() => expect(client.reported).toMatchObject([{ slugs: ["ports"] }]));
});

it("what is published is published even if telling of it fails", async () => {
  const client = await publishing({
    onPublished: () => {
      throw new Error(SECRET);
    },
  });
  expect((await client.put("ports", TEXT)).status).toBe(201);
  expect(client.lines.join("\n")).toContain(SECRET);
});

it("a program that fails tells nothing of its inside", async () => {
  const client = await publishing({
    content: () => {
      throw new Error(SECRET);
    },
  });
  expect((await problemOf(await client.put("ports", TEXT))).detail).toBe("The service failed. The failure is logged.");
  expect(client.lines.join("\n")).toContain(SECRET);
});

it("after a failure in the middle of a bulk request nothing more is tried", async () => {
  const client = await publishing();
  let calls = 0;
  client.articleWriter.before = () => {
    calls += 1;
    if (calls === 2) throw new Error(SECRET);
  };
  const answers = await client.bulk([
    { slug: "a", format: "wire", source: TEXT },
    { slug: "a", remove: true },
    { slug: "b", format: "wire", source: TEXT },
    { slug: "b", remove: true },
    "{",
  ]);
  expect(answers.map(({ status }) => status)).toEqual([201, 503, 503, 503, 400]);
  expect(JSON.stringify(answers)).not.toContain("SQLITE");
  expect([...client.articleWriter.stored.keys()]).toEqual(["a"]);
  expect(client.reported).toMatchObject([{ slugs: ["a"] }]);
});
