import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a hub takes notices: as it should, or not. */
export type HubMood =
  | { readonly kind: "well" }
  /** It answers every request with this status. */
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** It answers late. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** It takes the request and never answers. */
  | { readonly kind: "hanging" }
  /** Its port is closed. */
  | { readonly kind: "down" };

/** A request that a hub got. */
export interface HubRequest {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly agent: string;
  readonly contentType: string;
  readonly body: string;
}

/** A WebSub hub (W3C Recommendation of 23 January 2018) on loopback. */
export interface Hub {
  readonly address: string;
  /** Every request that came, whatever the mood. */
  readonly requests: readonly HubRequest[];
  /** Topics of notices that it took, in their order. */
  readonly published: readonly string[];
  /** Subscriptions whose subscribers were asked and agreed, as `callback topic`. */
  readonly subscriptions: readonly string[];
  /** What went wrong on its side: topics that could not be fetched, callbacks that failed. */
  readonly troubles: readonly string[];
  readonly set: (mood: HubMood) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Subscription {
  readonly callback: string;
  readonly topic: string;
  readonly secret: string | undefined;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Seconds that a subscription holds where the subscriber does not say. */
const LEASE_SECONDS = 864_000;

/** Bytes of the secret that a subscriber may hand in (section 5.1). */
const MAX_SECRET_BYTES = 200;

/** Starts a hub on a free port of loopback. */
export async function startHub(): Promise<Hub> {
  const requests: HubRequest[] = [];
  const published: string[] = [];
  const troubles: string[] = [];
  const subscriptions = new Map<string, Subscription>();
  let mood: HubMood = { kind: "well" };
  let port = 0;

  const server: Server = createServer((request, response) => {
    take(request, response).catch((error) => {
      troubles.push(String(error));
      response.destroy();
    });
  });

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await textOf(request);
    const { method = "", url: path = "", headers } = request;
    const { host = "", "user-agent": agent = "", "content-type": contentType = "" } = headers;
    requests.push({ method, path, host, agent, contentType, body });
    const now = mood;
    if (now.kind === "hanging") return;
    if (now.kind === "slow") await new Promise((resolve) => setTimeout(resolve, now.milliseconds));
    if (now.kind === "status") response.writeHead(now.status, now.headers).end("a reason");
    else answer(method, contentType, new URLSearchParams(body), response);
  };

  const answer = (method: string, type: string, form: URLSearchParams, response: ServerResponse) => {
    const mode = form.get("hub.mode");
    if (method !== "POST" || !type.startsWith("application/x-www-form-urlencoded")) {
      response.writeHead(400).end("a POST of a form is expected");
    } else if (mode === "publish") {
      const topics = form.getAll("hub.url");
      if (topics.length !== 1 || !URL.canParse(topics[0] ?? "")) {
        response.writeHead(400).end("one hub.url is expected");
        return;
      }
      response.writeHead(204).end();
      published.push(topics[0] ?? "");
      inBackground(distribute(topics[0] ?? ""));
    } else if (mode === "subscribe" || mode === "unsubscribe") {
      const callback = form.get("hub.callback") ?? "";
      const topic = form.get("hub.topic") ?? "";
      const secret = form.get("hub.secret") ?? undefined;
      const lease = Number(form.get("hub.lease_seconds") ?? LEASE_SECONDS);
      if (!URL.canParse(callback) || !URL.canParse(topic) || !(lease > 0)) {
        response.writeHead(400).end("hub.callback and hub.topic are expected");
      } else if (Buffer.byteLength(secret ?? "") >= MAX_SECRET_BYTES) {
        response.writeHead(400).end("hub.secret is too long");
      } else {
        // The answer must not depend on the verification (section 5.1.2).
        response.writeHead(202).end();
        const subscription = { callback, topic, secret, until: Date.now() + lease * 1000 };
        inBackground(verify(mode, subscription, lease));
      }
    } else {
      response.writeHead(400).end("this hub.mode is not known");
    }
  };

  /** Asks the subscriber whether it meant it (section 5.3). */
  const verify = async (mode: string, subscription: Subscription, lease: number) => {
    const { callback, topic } = subscription;
    const challenge = randomUUID();
    const requested = new URL(callback);
    requested.searchParams.append("hub.mode", mode);
    requested.searchParams.append("hub.topic", topic);
    requested.searchParams.append("hub.challenge", challenge);
    if (mode === "subscribe") requested.searchParams.append("hub.lease_seconds", String(lease));
    const response = await fetch(requested, { redirect: "manual" });
    if (!response.ok || (await response.text()) !== challenge) {
      troubles.push(`${callback} does not confirm`);
    } else if (mode === "subscribe") {
      subscriptions.set(`${callback} ${topic}`, subscription);
    } else {
      subscriptions.delete(`${callback} ${topic}`);
    }
  };

  /** Fetches a topic and hands its full content to all subscribers (section 7). */
  const distribute = async (topic: string) => {
    const fetched = await fetch(topic, { headers: { "cache-control": "no-cache" } });
    const content = Buffer.from(await fetched.arrayBuffer());
    if (!fetched.ok) {
      troubles.push(`${topic} answers ${fetched.status}`);
      return;
    }
    for (const [key, { callback, topic: subscribed, secret, until }] of subscriptions) {
      if (subscribed !== topic) continue;
      if (until <= Date.now()) {
        subscriptions.delete(key);
        continue;
      }
      const headers = new Headers({
        "content-type": fetched.headers.get("content-type") ?? "application/octet-stream",
        link: `<${addressOf(port)}>; rel="hub", <${topic}>; rel="self"`,
      });
      if (secret !== undefined) {
        const signature = createHmac("sha256", secret).update(content).digest("hex");
        headers.set("x-hub-signature", `sha256=${signature}`);
      }
      const response = await fetch(callback, { method: "POST", headers, body: content, redirect: "manual" });
      await response.body?.cancel();
      if (response.status === 410) subscriptions.delete(key);
      else if (!response.ok) troubles.push(`${callback} answers ${response.status}`);
    }
  };

  const inBackground = (work: Promise<void>) => {
    work.catch((error) => troubles.push(String(error)));
  };

  const open = () =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  await open();
  return {
    address: addressOf(port),
    requests,
    published,
    troubles,
    get subscriptions() {
      return [...subscriptions.keys()];
    },
    async set(next) {
      mood = next;
      if (next.kind === "down" && server.listening) await close();
      if (next.kind !== "down" && !server.listening) await open();
    },
    stop: async () => {
      if (server.listening) await close();
    },
  };
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}/`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
