import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createResponder } from "../../http/conditional-response.ts";
import { plainHeaders } from "../../http/headers.ts";
import { comesFromLoopback } from "../../http/loopback.ts";
import type { Resource } from "../../http/resource.ts";
import { responseWithLength } from "../../http/response-with-length.ts";
import { type RecordRequest, recordResponse } from "../../telemetry/record-request.ts";
import { createRequestContext, type RequestContext } from "../../telemetry/request-context.ts";

/** Milliseconds for which idle connections stay open after SIGTERM: what was sent before it has arrived by then. @limit ms */
const CLOSE_GRACE_MS = 100;

/**
 * Milliseconds that an idle connection is kept. Proxies and load balancers keep theirs for 60 s: if the service closed
 * its end first, now and then a request would meet a closing connection and fail.
 * @limit ms
 */
const KEEP_ALIVE_MS = 75_000;

/** The host that the app sees for every request. */
const ANY_HOST = "localhost";

/** What the HTTP server needs. */
export interface HttpServerOptions {
  /** Answers any request. */
  readonly fetch: (request: Request, context: RequestContext) => Response | Promise<Response>;
  /** The cached resource of a path and query: polls of it are answered without the app, by the same rules. */
  readonly peek: (target: string) => Resource | undefined;
  readonly now: () => Date;
  /** Is called for every request that is answered; what is not even HTTP is none. */
  readonly recordRequest?: RecordRequest;
}

/** What is known of a request before it becomes a `Request` of the app. */
interface Arrival {
  /** Milliseconds, by `performance.now()`. */
  readonly began: number;
  readonly local: boolean;
}

/**
 * Creates the HTTP server of Node. Most polls are for cached resources and are answered at once; all else goes through the
 * app. The app sees the same host for every request, so that nothing can depend on it.
 */
export function createHttpServer({ fetch, peek, now, recordRequest = () => {} }: HttpServerOptions): Server {
  const respond = createResponder();
  const arrivals = new WeakMap<IncomingMessage, Arrival>();

  const answerByApp = async (request: Request, incoming: IncomingMessage): Promise<Response> => {
    const { began = performance.now(), local = false } = arrivals.get(incoming) ?? {};
    const context = createRequestContext(local);
    const response = await fetch(request, context);
    arrivals.delete(incoming);
    const took = performance.now() - began;
    const { subject } = context;
    const target = incoming.url ?? "";
    recordResponse(recordRequest, { request, subject, response, target, at: now(), took });
    return response;
  };

  const listener = getRequestListener((request, env) => answerByApp(request, env.incoming as IncomingMessage), {
    errorHandler: () => refusal(400),
  });
  const refuse = (status: number) => getRequestListener(() => refusal(status));
  const [refuseHostless, refuseExpectation] = [refuse(400), refuse(417)];
  /** Open connections, and how many answers are still going out on each. */
  const connections = new Map<Socket, number>();

  /** Answers that are still to begin or on their way. */
  const open = new Set<ServerResponse>();

  /** Records a request that was refused without the app. */
  const tellOfRefusal = ({ method = "", url, headers }: IncomingMessage, status: number): void =>
    recordRequest({
      at: now(),
      method,
      target: url ?? "",
      status,
      feed: null,
      format: null,
      bytes: 0,
      took: 0,
      cache: "none",
      agent: headers["user-agent"],
    });

  const answerQuickly = (incoming: IncomingMessage, outgoing: ServerResponse, began: number): boolean => {
    const { method } = incoming;
    if (method !== "GET" && method !== "HEAD") return false;
    const resource = peek(incoming.url ?? "");
    if (resource === undefined) return false;
    const at = now();
    const answered = respond({ method, header: (name) => headerOf(incoming, name) }, resource, at);
    if (answered instanceof Promise) {
      // It is being encoded: the app waits for the same work, and answers if it fails.
      answered.catch(() => undefined);
      return false;
    }
    const { status, headers, body } = answered;
    outgoing.writeHead(status, headers as string[]);
    outgoing.end(body ?? undefined);
    recordRequest({
      at,
      method,
      target: incoming.url ?? "",
      status,
      feed: resource.feed?.name ?? null,
      format: resource.feed?.format ?? null,
      bytes: body?.length ?? 0,
      took: performance.now() - began,
      cache: "hit",
      agent: incoming.headers["user-agent"],
    });
    return true;
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
    const began = performance.now();
    const hostless = incoming.httpVersion === "1.1" && incoming.headers.host === undefined;
    incoming.headers.host = ANY_HOST;
    const { socket } = incoming;
    connections.set(socket, (connections.get(socket) ?? 0) + 1);
    outgoing.once("close", release);
    if (server.listening) open.add(outgoing);
    else outgoing.shouldKeepAlive = false;
    if (hostless) {
      tellOfRefusal(incoming, 400);
      refuseHostless(incoming, outgoing);
      return;
    }
    if (answerQuickly(incoming, outgoing, began)) return;
    arrivals.set(incoming, { began, local: isLocal(incoming) });
    listener(incoming, outgoing).then(() => {
      // What cannot even be made a request for the app was refused without it.
      if (arrivals.delete(incoming)) tellOfRefusal(incoming, outgoing.statusCode);
    });
  });
  server.on("checkExpectation", (incoming, outgoing) => {
    incoming.headers.host = ANY_HOST;
    tellOfRefusal(incoming, 417);
    return refuseExpectation(incoming, outgoing);
  });
  server.on("connection", (socket) => {
    connections.set(socket, 0);
    socket.once("close", () => connections.delete(socket));
  });
  // What is not even HTTP never becomes a request; it gets an answer like all others.
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return;
    // Nothing may be written into a response that is on its way.
    if ((connections.get(socket as Socket) ?? 0) > 0) return (socket as Socket).destroySoon();
    socket.end(`HTTP/1.1 ${CLIENT_ERRORS[error.code ?? ""] ?? "400 Bad Request"}\r\n${CLIENT_ERROR_HEADERS}`);
  });
  // Node's own close() destroys connections whose answer is written but has not gone out yet.
  server.close = (callback) => {
    NetServer.prototype.close.call(server, callback);
    // RFC 9112, section 9.6: responses from now on say that the connection closes.
    for (const outgoing of open) if (!outgoing.headersSent) outgoing.shouldKeepAlive = false;
    // A request that was sent before may still be on its way.
    setTimeout(() => {
      for (const [socket, answers] of connections) if (answers === 0) socket.destroySoon();
    }, CLOSE_GRACE_MS);
    return server;
  };
  return server;
}

/** Whether a request comes from the machine itself; `headersDistinct` has what was sent, whatever was made of it. */
function isLocal({ socket, httpVersion, headersDistinct, url = "" }: IncomingMessage): boolean {
  const [host, ...others] = headersDistinct.host ?? [];
  // Many a proxy speaks HTTP/1.0 and says nothing of itself; a target that names a host is meant for a proxy.
  if (httpVersion !== "1.1" || others.length > 0 || !url.startsWith("/")) return false;
  return comesFromLoopback({ peer: socket.remoteAddress, host, fields: Object.keys(headersDistinct) });
}

function headerOf(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  // Node keeps the first of several dates; the app sees them all, and RFC 9110, section 13.1.3, wants none believed.
  if (name === "if-modified-since" && value !== undefined) return incoming.headersDistinct[name]?.join(", ");
  return Array.isArray(value) ? value.join(", ") : value;
}

/** The answer to what is HTTP and yet cannot be understood. */
function refusal(status: number): Response {
  return responseWithLength("", { status, headers: plainHeaders() });
}

const CLIENT_ERRORS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

const CLIENT_ERROR_HEADERS =
  "Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 0\r\n\r\n";
