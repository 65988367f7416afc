import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterFile } from "../../support/after-file.ts";

/** What a proxy does wrong. */
export interface Vices {
  /** Header fields of requests that it does not pass on. */
  readonly swallowed?: readonly string[];
  /** Header fields of responses that it sets, or drops where there is no value. */
  readonly replaced?: Readonly<Record<string, string | undefined>>;
  /** What it answers to a method by itself. */
  readonly refused?: Readonly<Record<string, number>>;
  /** Answers everything by itself. */
  readonly own?: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
}

/** Starts a proxy in front of a site, on any free port. @returns its address */
export async function startProxy(site: string, { swallowed = [], replaced = {}, refused = {}, own }: Vices = {}) {
  const server = createServer((incoming, outgoing) => {
    const status = refused[incoming.method ?? ""] ?? own?.status;
    if (status !== undefined) {
      outgoing.writeHead(status, { ...own?.headers }).end(own?.body);
      return;
    }
    const headers: IncomingHttpHeaders = { ...incoming.headers };
    for (const name of swallowed) delete headers[name];
    const forwarded = request(site + incoming.url, { method: incoming.method, headers }, (answer) => {
      const answered = Object.entries({ ...answer.headers, ...replaced });
      outgoing.writeHead(
        answer.statusCode ?? 500,
        Object.fromEntries(answered.filter(([, value]) => value !== undefined)),
      );
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    forwarded.end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  afterFile(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
