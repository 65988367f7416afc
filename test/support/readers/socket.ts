import { connect, type Socket } from "node:net";

/** A response as it came over the wire. */
export interface RawResponse {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Opens a connection to this machine. */
export function dial(port: number): Promise<Socket> {
  return new Promise((opened, failed) => {
    const socket = connect(port, "127.0.0.1", () => opened(socket)).on("error", failed);
  });
}

/** Everything that comes until the other side closes. */
export async function drain(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  await new Promise<void>((closed) => {
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => undefined).on("close", () => closed());
  });
  return Buffer.concat(chunks).toString("latin1");
}

/** Sends bytes as they are and reads what comes until the other side closes. */
export async function exchange(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = await dial(port);
  const answer = drain(socket);
  socket.write(bytes);
  return answer;
}

/** Reads one response out of what came over the wire. */
export function parseResponse(text: string): RawResponse {
  const end = text.indexOf("\r\n\r\n");
  const [start = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(start.split(" ")[1]), headers: new Map(headers), body: text.slice(end + 4) };
}
