import { afterEach, describe, expect, it, vi } from "vitest";
import { type Publishing, problemOf, publishing, wireText } from "../support/services/publishing.ts";

const TEXT = wireText("Ports");
const SECRET = "SQLITE_IOERR at /var/lib/articles.db";

afterEach(() => {
  vi.useRealTimers();
});

const REQUESTS: readonly (readonly [name: string, ask: (desk: Publishing) => Promise<Response>])[] = [
  ["GET", (desk) => desk.ask("GET", "/api/articles/ports")],
  ["the list", (desk) => desk.ask("GET", "/api/articles")],
  ["PUT", (desk) => desk.put("ports", TEXT)],
  ["PUT with If-None-Match", (desk) => desk.put("ports", TEXT, { "if-none-match": '"other"' })],
  ["DELETE", (desk) => desk.ask("DELETE", "/api/articles/ports")],
];

/** Makes the store fail at its nth call, and at all calls after it. */
function failAt(desk: Publishing, call: number, how: () => unknown): void {
  let calls = 0;
  desk.press.before = () => {
    calls += 1;
    return calls >= call ? how() : undefined;
  };
}

describe.each(REQUESTS)("%s", (name, ask) => {
  it("is asked to come back when the store fails at any call, and is told nothing of its inside", async () => {
    const calls = name === "PUT with If-None-Match" ? 2 : 1;
    for (let call = 1; call <= calls; call += 1) {
      const desk = await publishing();
      failAt(desk, call, () => {
        throw new Error(SECRET);
      });
      const response = await ask(desk);
      expect(response.headers.get("retry-after")).toBe("5");
      expect((await problemOf(response)).status).toBe(503);
      expect(desk.lines.join("\n")).toContain(SECRET);
      expect(desk.told).toEqual([]);
    }
  });

  it("is asked to come back when the store does not answer", async () => {
    const desk = await publishing();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    failAt(desk, 1, () => new Promise(() => undefined));
    const answered = ask(desk);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await problemOf(await answered)).status).toBe(503);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("can be repeated after a failure", async () => {
    const desk = await publishing();
    failAt(desk, 1, () => {
      throw new Error(SECRET);
    });
    expect((await ask(desk)).status).toBe(503);
    desk.press.before = () => undefined;
    expect((await ask(desk)).status).toBeLessThan(500);
  });
});

it("a store that answers in time leaves no timer behind", async () => {
  const desk = await publishing();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  for (const [, ask] of REQUESTS) expect((await ask(desk)).status).toBeLessThan(500);
  await desk.bulk([{ slug: "a", remove: true }]);
  expect(vi.getTimerCount()).toBe(0);
});

it("a store that says too little of what it did has failed", async () => {
  const desk = await publishing();
  const press = { ...desk.press, writeChanges: async () => [] };
  const other = await publishing({ content: () => ({ site: desk.site, store: {} as never, writer: press }) });
  expect((await problemOf(await other.put("ports", TEXT))).status).toBe(503);
});

it("a change that is made after the answer was given up is told all the same", async () => {
  const desk = await publishing();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let release = () => {};
  failAt(
    desk,
    1,
    () =>
      new Promise<void>((resolve) => {
        release = resolve;
      }),
  );
  const answered = desk.put("ports", TEXT);
  await vi.advanceTimersByTimeAsync(10_000);
  expect((await answered).status).toBe(503);
  expect(desk.told).toEqual([]);
  release();
  await vi.waitFor(() => expect(desk.told).toMatchObject([{ slugs: ["ports"] }]));
});

it("what is published is published even if telling of it fails", async () => {
  const desk = await publishing({
    onPublished: () => {
      throw new Error(SECRET);
    },
  });
  expect((await desk.put("ports", TEXT)).status).toBe(201);
  expect(desk.lines.join("\n")).toContain(SECRET);
});

it("a program that fails tells nothing of its inside", async () => {
  const desk = await publishing({
    content: () => {
      throw new Error(SECRET);
    },
  });
  expect((await problemOf(await desk.put("ports", TEXT))).detail).toBe("The service failed. The failure is logged.");
  expect(desk.lines.join("\n")).toContain(SECRET);
});

it("after a failure in the middle of a bulk request nothing more is tried", async () => {
  const desk = await publishing();
  let calls = 0;
  desk.press.before = () => {
    calls += 1;
    if (calls === 2) throw new Error(SECRET);
  };
  const answers = await desk.bulk([
    { slug: "a", format: "wire", source: TEXT },
    { slug: "a", remove: true },
    { slug: "b", format: "wire", source: TEXT },
    { slug: "b", remove: true },
    "{",
  ]);
  expect(answers.map(({ status }) => status)).toEqual([201, 503, 503, 503, 400]);
  expect(JSON.stringify(answers)).not.toContain("SQLITE");
  expect([...desk.press.stored.keys()]).toEqual(["a"]);
  expect(desk.told).toMatchObject([{ slugs: ["a"] }]);
});
