import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";

/** What every request is taken to be sent to. */
const ANY_HOST = "localhost";

/**
 * A server for Node around a function from request to response. Whatever host a request names, the function sees the
 * same one, so that nothing can come to depend on it.
 */
export function createNodeServer(answer: (request: Request) => Response | Promise<Response>): Server {
  const listener = getRequestListener(answer);
  const server = createServer((incoming, outgoing) => {
    incoming.headers.host = ANY_HOST;
    return listener(incoming, outgoing);
  });
  // What is not even HTTP never becomes a request; it gets an answer like all others.
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return;
    socket.end(`HTTP/1.1 ${CLIENT_ERRORS[error.code ?? ""] ?? "400 Bad Request"}\r\n${CLIENT_ERROR_HEADERS}`);
  });
  return server;
}

const CLIENT_ERRORS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

const CLIENT_ERROR_HEADERS =
  "Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 0\r\n\r\n";
