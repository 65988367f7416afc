import { createServer, type Server } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { plainHeaders } from "./headers.ts";

/** What every request is taken to be sent to. */
const ANY_HOST = "localhost";

/**
 * A server for Node around a function from request to response. Whatever host a request names, the function sees the
 * same one, so that nothing can come to depend on it.
 */
export function createNodeServer(answer: (request: Request) => Response | Promise<Response>): Server {
  const listener = getRequestListener(answer, { errorHandler: () => refusal(400) });
  const refuse = (status: number) => getRequestListener(() => refusal(status));
  const [refuseHostless, refuseExpectation] = [refuse(400), refuse(417)];
  /** Open connections, and how many answers are still going out on each. */
  const connections = new Map<Socket, number>();

  const server = createServer({ requireHostHeader: false }, (incoming, outgoing) => {
    const hostless = incoming.httpVersion === "1.1" && incoming.headers.host === undefined;
    incoming.headers.host = ANY_HOST;
    const { socket } = incoming;
    connections.set(socket, (connections.get(socket) ?? 0) + 1);
    outgoing.once("close", () => {
      const left = (connections.get(socket) ?? 1) - 1;
      if (!socket.destroyed) connections.set(socket, left);
      if (left === 0 && !server.listening) socket.destroySoon();
    });
    return (hostless ? refuseHostless : listener)(incoming, outgoing);
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
    for (const [socket, answers] of connections) if (answers === 0) socket.destroySoon();
    return server;
  };
  return server;
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
