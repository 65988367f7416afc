import { type Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Names and values, one after the other, as they came. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
}

/** Sends one request and takes the reply as it comes: nothing is decoded. */
export function fetchRaw(url: string, { method = "GET", headers = {}, agent }: Request = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers }, timeout: 10_000, ...(agent ? { agent } : {}) };
    const outgoing = request(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          rawHeaders: incoming.rawHeaders,
          body: Buffer.concat(chunks),
        }),
      );
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer within 10 s")));
    outgoing.on("error", reject);
    outgoing.end();
  });
}
