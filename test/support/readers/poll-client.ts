import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { createHttpServer } from "../../../src/runtime/node/http-server.ts";
import type { Desk } from "../services/app.ts";

/** A response as it came over the wire. */
export interface Wired {
  readonly status: number;
  /** By name in lower case; the values of a name that came twice are joined as RFC 9110, section 5.3, does. */
  readonly headers: Readonly<Record<string, string>>;
  /** Everything behind the empty line, up to the end of the connection. */
  readonly body: Buffer;
}

export type WireHeaders = readonly (readonly [name: string, value: string])[];

/** A server over a desk. */
export interface Wire {
  readonly port: number;
  /** How many requests went through the app. */
  readonly slow: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Node's server over a desk.
 * @param fast whether it may answer from what is ready, without the app
 */
export async function wireOf(client: Desk, fast: boolean): Promise<Wire> {
  let slow = 0;
  const server = createHttpServer({
    fetch: (request) => {
      slow += 1;
      return client.fetch(request);
    },
    peek: (target) => (fast ? client.service.peek(client.content, target) : undefined),
    now: () => client.now,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    slow: () => slow,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Sends a request over a connection of its own and reads until the server ends it. */
export async function send(port: number, method: string, target: string, headers: WireHeaders = []): Promise<Wired> {
  const request = [
    `${method} ${target} HTTP/1.1`,
    "Host: news.example",
    "Connection: close",
    ...headers.map(([name, value]) => `${name}: ${value}`),
    "\r\n",
  ].join("\r\n");
  return parse(await exchange(port, request));
}

/** Writes bytes to a new connection and returns all that comes back until it is ended. */
export async function exchange(port: number, request: string): Promise<Buffer> {
  const socket = connect(port, "127.0.0.1");
  socket.write(request, "latin1");
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parse(raw: Buffer): Wired {
  const end = raw.indexOf("\r\n\r\n");
  const [first = "", ...lines] = raw.subarray(0, end).toString("latin1").split("\r\n");
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return { status: Number(first.split(" ")[1]), headers, body: raw.subarray(end + 4) };
}

/** Headers that Node adds for the connection, which say nothing of the answer. */
const OF_THE_CONNECTION = ["date", "connection", "keep-alive"];

/** The headers that the service itself set. */
export function ownHeaders(headers: Readonly<Record<string, string>> | Headers): Record<string, string> {
  const pairs = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(
    pairs.filter(([name]) => !OF_THE_CONNECTION.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
