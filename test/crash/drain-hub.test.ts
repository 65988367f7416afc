import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Flight, slowPut } from "../support/crash/flight.ts";
import { CRASH_SETTINGS, crashText } from "../support/crash/texts.ts";
import { type Hub, startHub } from "../support/fakes/hub.ts";
import { eventually } from "../support/services/eventually.ts";
import { TOKEN } from "../support/services/publishing.ts";
import { type Service, startService } from "../support/services/service.ts";
import { contentFolder } from "../support/stores/folder.ts";
import { databasePath } from "../support/stores/sqlite.ts";

let hubs: readonly Hub[];

beforeAll(async () => {
  hubs = await Promise.all([startHub(), startHub(), startHub()]);
});
afterAll(async () => {
  await Promise.all(hubs.map((hub) => hub.stop()));
});

async function put(service: Service, slug: string): Promise<number> {
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "text/plain" };
  const body = crashText(slug, 1);
  return (await service.fetch(`/api/articles/${slug}`, { method: "PUT", headers, body })).status;
}

describe.each(["a database", "a folder"])("a service over %s with hubs that hang", (kept) => {
  it("is not kept from ending by them, and tells them after its next start", async () => {
    await Promise.all(hubs.map((hub) => hub.set({ kind: "hanging" })));
    const requested = () => hubs.map(({ requests }) => requests.length);
    const before = requested();
    const site = { ...CRASH_SETTINGS, hubs: hubs.map(({ address }) => address) };
    const folder = await contentFolder({}, site);
    const env = {
      PUBLISH_TOKEN: TOKEN,
      ALLOW_PRIVATE_HUBS: "true",
      ...(kept === "a database" ? { DATABASE: await databasePath() } : {}),
    };
    const service = await startService(folder, env);
    expect(await put(service, "first")).toBe(201);
    await eventually(() => requested().every((count, index) => count > (before[index] ?? 0)));
    // More becomes due while the hubs hang, and something is still in flight.
    expect(await put(service, "second")).toBe(201);
    const flight: Flight = await slowPut(service.port, "third", 1);
    await service.text("/healthz");
    const started = performance.now();
    service.signal("SIGTERM");
    await eventually(() => service.log.some((line) => line.includes("SIGTERM: ")));
    await flight.goOn();
    expect(await flight.landed).toMatchObject({ status: 201, whole: true });
    expect(await service.ended()).toEqual({ code: 0, signal: null });
    const took = performance.now() - started;
    console.log(`${kept}: ended after ${Math.round(took)} ms`);
    expect(took).toBeLessThan(10_000);
    expect(service.errors).toBe("");

    await Promise.all(hubs.map((hub) => hub.set({ kind: "well" })));
    const reported = hubs.map(({ published }) => published.length);
    const next = await startService(folder, env);
    const topic = "https://news.example/atom.xml";
    await eventually(() => hubs.every(({ published }, index) => published.slice(reported[index]).includes(topic)));
    expect(await next.stop()).toEqual({ code: 0, signal: null });
  });
});
