import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { CLOSE_GRACE_MS, KEEP_ALIVE_MS } from "../limits.ts";
import { plainHeaders } from "./headers.ts";
import { type Answer, answer } from "./poll.ts";
import type { Resource } from "./resource.ts";

/** What every request is taken to be sent to. */
const ANY_HOST = "localhost";

/** What a server for Node needs. */
export interface NodeServerParts {
  /** Answers any request. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** What is ready for a path and query: polls for it are answered without the app, by the same rules. */
  readonly peek: (target: string) => Resource | undefined;
  readonly now: () => Date;
}

/**
 * A server for Node. Most polls ask for what is ready and are answered on the spot; all else goes through the app.
 * Whatever host a request names, the app sees the same one, so that nothing can come to depend on it.
 */
export function createNodeServer({ fetch, peek, now }: NodeServerParts): Server {
  const listener = getRequestListener(fetch, { errorHandler: () => refusal(400) });
  const refuse = (status: number) => getRequestListener(() => refusal(status));
  const [refuseHostless, refuseExpectation] = [refuse(400), refuse(417)];
  /** Open connections, and how many answers are still going out on each. */
  const connections = new Map<Socket, number>();

  /** Answers that are still to begin or on their way. */
  const open = new Set<ServerResponse>();

  const quick = (incoming: IncomingMessage): Answer | undefined => {
    const { method } = incoming;
    if (method !== "GET" && method !== "HEAD") return undefined;
    const resource = peek(incoming.url ?? "");
    const answered =
      resource && answer({ method, header: (name) => headerOf(incoming, name) }, resource, now());
    if (!(answered instanceof Promise)) return answered;
    // It is being made: the app, which says what is wrong if that fails, waits for the same work.
    answered.catch(() => undefined);
    return undefined;
  };

  function release(this: ServerResponse): void {
    const { socket } = this.req;
    open.delete(this);
    const left = (connections.get(socket) ?? 1) - 1;
    if (!socket.destroyed) connections.set(socket, left);
    if (left === 0 && !server.listening) socket.destroySoon();
  }

  const options = { requireHostHeader: false, keepAliveTimeout: KEEP_ALIVE_MS };
  const server = createServer(options, (incoming, outgoing) => {
    const hostless = incoming.httpVersion === "1.1" && incoming.headers.host === undefined;
    incoming.headers.host = ANY_HOST;
    const { socket } = incoming;
    connections.set(socket, (connections.get(socket) ?? 0) + 1);
    outgoing.once("close", release);
    if (server.listening) open.add(outgoing);
    else outgoing.shouldKeepAlive = false;
    if (hostless) return refuseHostless(incoming, outgoing);
    const ready = quick(incoming);
    if (ready === undefined) return listener(incoming, outgoing);
    outgoing.writeHead(ready.status, ready.headers as string[]);
    return outgoing.end(ready.body ?? undefined);
  });
  server.on("checkExpectation", (incoming, outgoing) => {
    incoming.headers.host = ANY_HOST;
    return refuseExpectation(incoming, outgoing);
  });
  server.on("connection", (socket) => {
    connections.set(socket, 0);
    socket.once("close", () => connections.delete(socket));
  });
  // What is not even HTTP never becomes a request; it gets an answer like all others.
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return;
    // Into an answer that is on its way nothing else may be written.
    if ((connections.get(socket as Socket) ?? 0) > 0) return (socket as Socket).destroySoon();
    socket.end(`HTTP/1.1 ${CLIENT_ERRORS[error.code ?? ""] ?? "400 Bad Request"}\r\n${CLIENT_ERROR_HEADERS}`);
  });
  // Node's own close() destroys connections whose answer is written but has not gone out yet.
  server.close = (callback) => {
    NetServer.prototype.close.call(server, callback);
    // RFC 9112, section 9.6: whoever is answered from now on is told that the connection ends with that.
    for (const outgoing of open) if (!outgoing.headersSent) outgoing.shouldKeepAlive = false;
    // A request that was sent before may still be on its way.
    setTimeout(() => {
      for (const [socket, answers] of connections) if (answers === 0) socket.destroySoon();
    }, CLOSE_GRACE_MS);
    return server;
  };
  return server;
}

function headerOf(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  // Node keeps the first of several dates; the app sees them all, and RFC 9110, section 13.1.3, wants none believed.
  if (name === "if-modified-since" && value !== undefined) return incoming.headersDistinct[name]?.join(", ");
  return Array.isArray(value) ? value.join(", ") : value;
}

/** The answer to what is HTTP and yet cannot be understood. */
function refusal(status: number): Response {
  return new Response(null, { status, headers: plainHeaders() });
}

const CLIENT_ERRORS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

const CLIENT_ERROR_HEADERS =
  "Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 0\r\n\r\n";
