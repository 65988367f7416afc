import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Hub, startHub } from "../support/fakes/hub.ts";
import { type Subscriber, startSubscriber } from "../support/fakes/subscriber.ts";
import { eventually } from "../support/services/eventually.ts";

const SECRET = "a secret of the subscriber";

describe("the hub of the tests", () => {
  let hub: Hub;
  let subscriber: Subscriber;
  let topic = "";
  let content = "first";
  const origin = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/atom+xml; charset=utf-8" }).end(content);
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
    topic = `http://127.0.0.1:${(origin.address() as AddressInfo).port}/atom.xml`;
    hub = await startHub();
    subscriber = await startSubscriber(SECRET);
  });
  afterEach(() => hub.set({ kind: "well" }));
  afterAll(async () => {
    await hub.stop();
    await subscriber.stop();
    origin.closeAllConnections();
    origin.close();
  });

  const publish = (fields: Record<string, string> = { "hub.mode": "publish", "hub.url": topic }) =>
    fetch(hub.address, { method: "POST", body: new URLSearchParams(fields) });

  it("subscribes who confirms, and hands over the full content, signed, with the links of hub and topic", async () => {
    expect(await subscriber.subscribe(hub.address, topic)).toBe(202);
    await eventually(() => hub.subscriptions.length === 1);
    content = "second: ख़बर";
    expect((await publish()).status).toBe(204);
    await eventually(() => subscriber.deliveries.length === 1);
    expect(subscriber.deliveries).toEqual([
      {
        body: "second: ख़बर",
        contentType: "application/atom+xml; charset=utf-8",
        link: `<${hub.address}>; rel="hub", <${topic}>; rel="self"`,
        signed: true,
      },
    ]);
    expect(await subscriber.unsubscribe(hub.address, topic)).toBe(202);
    await eventually(() => hub.subscriptions.length === 0);
    expect(hub.troubles).toEqual([]);
  });

  it("subscribes nobody who did not ask", async () => {
    const stranger = await startSubscriber("another");
    const fields = { "hub.mode": "subscribe", "hub.callback": stranger.callback, "hub.topic": topic };
    expect((await publish(fields)).status).toBe(202);
    await eventually(() => hub.troubles.some((trouble) => trouble.includes("does not confirm")));
    expect(hub.subscriptions).toEqual([]);
    await stranger.stop();
  });

  it.each([
    ["another mode", { "hub.mode": "announce", "hub.url": "https://a.example/" }],
    ["a notice without a topic", { "hub.mode": "publish" }],
    ["a subscription without a callback", { "hub.mode": "subscribe", "hub.topic": "https://a.example/" }],
  ])("refuses %s", async (_, fields) => {
    expect((await publish(fields as unknown as Record<string, string>)).status).toBe(400);
  });

  it("is down when it is told to be, and comes back at the same address", async () => {
    await hub.set({ kind: "down" });
    await expect(publish()).rejects.toThrow();
    await hub.set({ kind: "status", status: 429, headers: { "retry-after": "7" } });
    const response = await publish();
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "7"]);
    await hub.set({ kind: "well" });
    expect((await publish()).status).toBe(204);
  });
});
