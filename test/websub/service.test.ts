import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { STOP_NOTICES_MS } from "../../src/runtime/node/delivery-timer.ts";
import { startWebSub } from "../../src/runtime/node/websub.ts";
import { deliverFromWorker } from "../../src/runtime/worker/websub.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { HubHealth } from "../../src/websub/hub-health.ts";
import { type Hub, startHub } from "../support/fakes/hub.ts";
import { createMemoryOutbox, type MemoryOutbox } from "../support/fakes/outbox.ts";
import { eventually } from "../support/services/eventually.ts";

const TOPIC = "https://news.example/atom.xml";
const now = () => new Date();

let hub: Hub;
let outbox: MemoryOutbox;
let lines: string[];
const log = createLog("debug", (line) => lines.push(line));

beforeAll(async () => {
  hub = await startHub();
});
beforeEach(() => {
  outbox = createMemoryOutbox();
  lines = [];
});
afterEach(() => hub.set({ kind: "well" }));
afterAll(() => hub.stop());

describe("telling a hub on loopback from Node", () => {
  it("reaches it soon after a publication, and after the next one when it was away", async () => {
    const service = startWebSub({ outbox, allowPrivate: true, now, log });
    outbox.publish(hub.address, TOPIC, now());
    service.wake();
    await eventually(() => hub.published.includes(TOPIC) && outbox.list().length === 0);
    await hub.set({ kind: "down" });
    outbox.publish(hub.address, `${TOPIC}?limit=2`, now());
    service.wake();
    await eventually(() => outbox.list().some(({ attempts }) => attempts === 1));
    expect(outbox.list()).toMatchObject([{ topic: `${TOPIC}?limit=2`, attempts: 1 }]);
    await hub.set({ kind: "well" });
    outbox.publish(hub.address, `${TOPIC}?limit=2`, now());
    service.wake();
    await eventually(() => hub.published.includes(`${TOPIC}?limit=2`) && outbox.list().length === 0);
    await service.stop();
  });

  it("does not hold up the end of the service while a hub hangs, and keeps the notice", async () => {
    await hub.set({ kind: "hanging" });
    const before = hub.requests.length;
    outbox.publish(hub.address, TOPIC, now());
    const service = startWebSub({ outbox, allowPrivate: true, now, log });
    await eventually(() => hub.requests.length > before);
    const started = performance.now();
    await service.stop();
    expect(performance.now() - started).toBeLessThan(2 * STOP_NOTICES_MS);
    expect(outbox.list()).toMatchObject([{ topic: TOPIC, attempts: 0 }]);
  });

  it("does not reach it unless private hubs are allowed", async () => {
    const before = hub.requests.length;
    outbox.publish(hub.address, TOPIC, now());
    const service = startWebSub({ outbox, allowPrivate: false, now, log });
    await eventually(() => lines.length > 0);
    await service.stop();
    expect(lines).toEqual([
      `error the hub ${hub.address} is not told: its address is private; ALLOW_PRIVATE_HUBS=true allows that`,
    ]);
    expect(hub.requests.length).toBe(before);
    expect(outbox.list().length).toBe(1);
  });
});

describe("telling a hub on loopback from a Worker", () => {
  it("tells what is due, and the rest at a later run", async () => {
    const parts = { outbox, allowPrivate: true, health: new HubHealth(log), now, log };
    const before = hub.published.length;
    for (let number = 0; number < 50; number += 1) outbox.publish(hub.address, `${TOPIC}?limit=${number}`, now());
    await deliverFromWorker(parts);
    expect(hub.published.length - before).toBeLessThan(50);
    expect(hub.published.length - before).toBeGreaterThan(30);
    await deliverFromWorker(parts);
    expect(hub.published.length - before).toBe(50);
    expect(outbox.list()).toEqual([]);
  });

  it("does not reject when the outbox fails, and says so", async () => {
    const broken = { ...outbox, due: () => Promise.reject(new Error("D1_ERROR")) };
    await deliverFromWorker({ outbox: broken, allowPrivate: true, health: new HubHealth(log), now, log });
    expect(lines).toEqual(["error the outbox of notices to hubs failed: D1_ERROR"]);
  });
});
