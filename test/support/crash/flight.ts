import { once } from "node:events";
import type { Socket } from "node:net";
import { dial, parseResponse } from "../readers/socket.ts";
import { TOKEN } from "../services/publishing.ts";
import { crashText } from "./texts.ts";

/** A request that is under way, and how it goes on. */
export interface Flight {
  readonly name: string;
  /** Sends what is still to be sent, and reads on. */
  readonly goOn: () => Promise<void>;
  /** What was answered: its status and whether it is complete. */
  readonly landed: Promise<Landing>;
}

export interface Landing {
  readonly status: number;
  readonly whole: boolean;
  readonly body: string;
}

const HEAD = `HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${TOKEN}\r\n`;

const pause = (milliseconds: number) => new Promise((later) => setTimeout(later, milliseconds));

/** Reads one response to its end, or to that of the connection. */
function landing(socket: Socket): Promise<Landing> {
  const pieces: Buffer[] = [];
  return new Promise((resolve) => {
    socket.on("data", (piece: Buffer) => pieces.push(piece));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      const text = Buffer.concat(pieces).toString("latin1");
      const { status, headers, body } = parseResponse(text);
      const length = headers.get("content-length");
      const whole =
        length === undefined
          ? headers.get("transfer-encoding") === "chunked" && body.endsWith("0\r\n\r\n")
          : body.length === Number(length);
      resolve({ status, whole: whole && text !== "", body });
    });
  });
}

/** A reader that stopped reading once a document had begun to come. */
export async function slowReader(port: number, path: string): Promise<Flight> {
  const socket = await dial(port);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  await once(socket, "readable");
  return {
    name: `slow reader of ${path}`,
    landed: new Promise((resolve) => {
      socket.once("resume", () => resolve(landing(socket)));
    }),
    goOn: async () => {
      socket.resume();
    },
  };
}

/** A PUT whose body came up to its middle. */
export async function slowPut(port: number, slug: string, version: number): Promise<Flight> {
  const socket = await dial(port);
  const body = Buffer.from(crashText(slug, version));
  const middle = Math.floor(body.length / 2);
  const fields = `Content-Type: text/plain\r\nContent-Length: ${body.length}\r\n`;
  socket.write(`PUT /api/articles/${slug} ${HEAD}${fields}\r\n`);
  socket.write(body.subarray(0, middle));
  return {
    name: `PUT of ${slug}`,
    landed: landing(socket),
    goOn: async () => {
      socket.write(body.subarray(middle, -10));
      await pause(300);
      socket.write(body.subarray(-10));
    },
  };
}

/** A bulk request of which half of the lines came. */
export async function slowBulk(port: number, slugs: readonly string[], version: number): Promise<Flight> {
  const socket = await dial(port);
  const lines = slugs.map((slug) => {
    const line = JSON.stringify({ slug, format: "wire", source: crashText(slug, version) });
    return `${line}\n`;
  });
  const chunk = (text: string) => socket.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
  const fields = "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n";
  socket.write(`POST /api/articles ${HEAD}${fields}\r\n`);
  const middle = Math.ceil(lines.length / 2);
  for (const line of lines.slice(0, middle)) chunk(line);
  return {
    name: `POST of ${slugs.join()}`,
    landed: landing(socket),
    goOn: async () => {
      for (const line of lines.slice(middle)) {
        await pause(100);
        chunk(line);
      }
      socket.write("0\r\n\r\n");
    },
  };
}

/** A poll on a connection on which one was answered already; it is sent when it goes on. */
export async function poll(port: number, path: string): Promise<Flight> {
  const socket = await dial(port);
  socket.write(`HEAD ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  await once(socket, "data");
  return {
    name: `poll of ${path}`,
    landed: landing(socket),
    goOn: async () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    },
  };
}
