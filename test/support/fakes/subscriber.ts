import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** Content that a hub handed to a subscriber. */
export interface Delivery {
  readonly body: string;
  readonly contentType: string;
  /** The `Link` header. */
  readonly link: string;
  /** Whether the signature is the one that the secret makes of the body. */
  readonly signed: boolean;
}

/** A WebSub subscriber on loopback: a callback server. */
export interface Subscriber {
  readonly callback: string;
  readonly deliveries: readonly Delivery[];
  /** Asks a hub for a topic; it is subscribed once the hub has verified that. @returns the hub's status */
  readonly subscribe: (hub: string, topic: string) => Promise<number>;
  readonly unsubscribe: (hub: string, topic: string) => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Starts a subscriber that signs with a secret; it confirms only what it asked for. */
export async function startSubscriber(secret: string): Promise<Subscriber> {
  const deliveries: Delivery[] = [];
  const pending = new Set<string>();
  const server = createServer(async (request, response) => {
    if (request.method === "GET") {
      const requested = new URL(request.url ?? "", "http://subscriber").searchParams;
      const known = pending.has(`${requested.get("hub.mode")} ${requested.get("hub.topic")}`);
      response.writeHead(known ? 200 : 404, { "content-type": "text/plain" });
      response.end(known ? requested.get("hub.challenge") : undefined);
      return;
    }
    const body = await buffer(request);
    const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
    deliveries.push({
      body: body.toString("utf8"),
      contentType: request.headers["content-type"] ?? "",
      link: String(request.headers.link ?? ""),
      signed: request.headers["x-hub-signature"] === signature,
    });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback?kept=1`;

  const ask = async (mode: string, hub: string, topic: string) => {
    pending.add(`${mode} ${topic}`);
    const body = new URLSearchParams({
      "hub.mode": mode,
      "hub.callback": callback,
      "hub.topic": topic,
      "hub.secret": secret,
      "hub.lease_seconds": "86400",
    });
    return (await fetch(hub, { method: "POST", body })).status;
  };
  return {
    callback,
    deliveries,
    subscribe: (hub, topic) => ask("subscribe", hub, topic),
    unsubscribe: (hub, topic) => ask("unsubscribe", hub, topic),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
