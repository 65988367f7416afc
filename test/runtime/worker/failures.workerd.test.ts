import { env } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { D1_MISHAPS, type D1Mishap, type FaultyD1, faultyD1 } from "../../support/fakes/faulty-d1.ts";
import { textOf } from "../../support/services/app.ts";
import { linesOf, NDJSON_TYPE, problemOf } from "../../support/services/publishing.ts";
import { database, type WorkerDesk, workerDesk } from "../../support/services/worker.ts";
import { emptyD1 } from "../../support/stores/d1.ts";

const SETTINGS = { categories: { India: {} }, pageSize: 2, hubs: ["https://hub.example/"] };
const text = (headline: string, day: number) =>
  textOf({ published: `2026-10-0${day}T00:00:00Z`, headline, categories: ["India"], byline: "Asha Rao" });

/** Everything in which an article shows. */
const PLACES = [
  "/rss.xml",
  "/categories/india/atom.xml",
  "/authors/asha-rao/feed.json",
  "/archive/1/atom.xml",
  "/search/feed.json?q=headlined&limit=100",
  "/categories/india",
  "/articles/a",
  "/",
  "/articles/nothing",
];

/** More calls to a database than anything takes that is asked here. */
const MANY = 12;

const soon = globalThis.setTimeout;
let faulty: FaultyD1;
let client: WorkerDesk;

beforeEach(async () => {
  await emptyD1();
  vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
  client = await workerDesk(SETTINGS);
  for (const [index, slug] of ["a", "b", "c"].entries())
    expect((await client.put(slug, text(`Headlined ${slug}`, index + 1))).status).toBe(201);
  await client.settled();
  // From now on what hubs are to be told stays where it can be counted.
  vi.stubGlobal("fetch", async () => new Response(null, { status: 503 }));
  faulty = faultyD1(database());
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const worker = () => workerDesk(SETTINGS, { DB: faulty.binding });

/** Waits for something; time passes only while a call hangs. */
async function patiently<T>(work: Promise<T>): Promise<T> {
  const state = { over: false };
  const end = () => {
    state.over = true;
  };
  work.then(end, end);
  while (!state.over) {
    await new Promise((later) => soon(later, 1));
    if (faulty.hangs()) await vi.advanceTimersByTimeAsync(500);
  }
  return work;
}

/** Status and body. */
async function answer(from: WorkerDesk, path: string): Promise<readonly [number, string]> {
  const response = await patiently(from.ask(path));
  const body = await response.text();
  if (response.status === 503) expect(response.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  return [response.status, body];
}

describe.each(D1_MISHAPS)("a call of the database that %s", (mishap) => {
  it("makes a poll 503, or is survived: what is answered is never less than all", async () => {
    const seen = new Set<number>();
    for (const path of PLACES) {
      const truth = await answer(client, path);
      for (let call = 1; call <= MANY; call += 1) {
        const cold = await worker();
        faulty.spoil(call, mishap);
        const [status, body] = await answer(cold, path);
        seen.add(status);
        if (status !== 503) expect([status, body], `${path} at ${call}`).toEqual(truth);
        if (faulty.calls() < call) break;
        expect(call, `${path} never ends`).toBeLessThan(MANY);
      }
    }
    expect(seen).toEqual(new Set([200, 404, 503]));
  });

  it("leaves readers what was there last, where it is held", async () => {
    for (const path of PLACES.filter((each) => each !== "/articles/nothing")) {
      const truth = await answer(client, path);
      expect(truth[0], path).toBe(200);
      const warm = await worker();
      faulty.spoil();
      expect(await answer(warm, path), path).toEqual(truth);
      faulty.spoil(1, mishap);
      expect(await answer(warm, path), path).toEqual(truth);
      expect(faulty.calls(), path).toBe(1);
      expect(warm.lines.join("\n"), path).toContain("answered with what was last");
    }
  });
});

/** In which places an article shows, how many sources there are of it, and how many notices wait. */
async function traces(headline: string, slug: string) {
  const shown = [];
  for (const path of PLACES.slice(0, 6)) shown.push((await (await client.ask(path)).text()).includes(headline));
  const source = (await client.order("GET", `/api/articles/${slug}`)).status === 200;
  const { results } = await env.TEST_DB.prepare("SELECT count(*) AS notices FROM outbox").all();
  return { shown: [...new Set([...shown, source])], notices: Number(results[0]?.notices) };
}

const WHOLE = { shown: [true], notices: 9 };
const NOTHING = { shown: [false], notices: 0 };
const ORDERS: readonly [string, (from: WorkerDesk) => Promise<number>][] = [
  ["PUT", async (from) => (await from.put("d", text("Headlined fresh", 4))).status],
  [
    "POST",
    async (from) => {
      const line = { slug: "d", format: "wire", source: text("Headlined fresh", 4) };
      const body = JSON.stringify(line);
      const response = await from.order("POST", "/api/articles", { headers: NDJSON_TYPE, body });
      return (await linesOf(response))[0]?.status ?? 0;
    },
  ],
];

describe.each(D1_MISHAPS)("publishing while a call of the database %s", (mishap: D1Mishap) => {
  it.each(ORDERS)("by %s stores all or nothing, says so, and can be repeated", async (_, order) => {
    const statuses: number[] = [];
    for (let call = 1; call <= 2; call += 1) {
      const cold = await worker();
      faulty.spoil(call, mishap);
      const status = await patiently(order(cold));
      statuses.push(status);
      const created = call === 2 && ["is lost", "is made and hangs"].includes(mishap);
      expect(await traces("Headlined fresh", "d"), `${mishap} at ${call}`).toEqual(created ? WHOLE : NOTHING);
      faulty.spoil();
      expect(await order(await worker())).toBe(created ? 200 : 201);
      vi.useRealTimers();
      await client.order("DELETE", "/api/articles/d");
      await client.settled();
      await env.TEST_DB.prepare("DELETE FROM outbox").all();
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    }
    expect(statuses).toEqual([503, 503]);
  });

  it("removal takes all away or nothing", async () => {
    for (let call = 1; call <= 2; call += 1) {
      const cold = await worker();
      faulty.spoil(call, mishap);
      const response = await patiently(cold.order("DELETE", "/api/articles/c"));
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
      await problemOf(response);
      const created = call === 2 && ["is lost", "is made and hangs"].includes(mishap);
      const { shown, notices } = await traces("Headlined c", "c");
      expect([shown, notices]).toEqual(created ? [[false], 9] : [[true], 0]);
      expect((await client.ask("/articles/c")).status).toBe(created ? 410 : 200);
    }
  });
});

it("an article's source, and the list, are 503 while the database fails", async () => {
  for (const mishap of D1_MISHAPS) {
    for (const path of ["/api/articles/a", "/api/articles"]) {
      const cold = await worker();
      faulty.spoil(1, mishap);
      const response = await patiently(cold.order("GET", path));
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
      await problemOf(response);
    }
  }
});
