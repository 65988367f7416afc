import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Article } from "../../src/article/article.ts";
import type { Site } from "../../src/site/site.ts";
import type { Content } from "../../src/store/content.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { benchArticles, benchSite, STORED } from "../support/corpus.ts";
import { partsOf } from "../support/service.ts";
import type { Report, Row } from "../support/table.ts";

const BENCH = "5 bytes, 100 polls";

const POLLS = 100;

/** Articles that appear: one before each of these polls. */
const APPEAR = [10, 30, 50, 70, 90];

interface Reader {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly conditional: boolean;
}

const READERS: readonly Reader[] = [
  { name: "full", headers: {}, conditional: false },
  { name: "gzip", headers: { "accept-encoding": "gzip" }, conditional: false },
  { name: "brotli", headers: { "accept-encoding": "br" }, conditional: false },
  { name: "conditional (gzip)", headers: { "accept-encoding": "gzip" }, conditional: true },
  { name: "delta (gzip)", headers: { "accept-encoding": "gzip", "a-im": "feed" }, conditional: true },
];

/** Bytes that come over the wire to a reader of RSS that polls while articles appear, headers counted. */
export async function traffic(): Promise<Report> {
  const [site, articles] = await Promise.all([benchSite(), benchArticles(50 + APPEAR.length)]);
  const rows: Row[] = [];
  let full = 0;
  for (const reader of READERS) {
    const value = (await poll(reader, site, articles)) / 1024;
    full ||= value;
    rows.push({
      bench: BENCH,
      what: reader.name,
      value,
      unit: "KiB",
      ...(reader.name === "full" ? {} : { against: { name: "full", ratio: value / full } }),
    });
  }
  return { rows, omissions: [] };
}

async function poll({ name, headers, conditional }: Reader, site: Site, articles: readonly Article[]): Promise<number> {
  // The newest are still to appear.
  let hidden = APPEAR.length;
  const publish = (): Content => ({ site, store: createMemoryStore(site, articles.slice(hidden), STORED) });
  let content = publish();
  const { server } = partsOf(() => content);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const socket = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
  try {
    let tag = "";
    const statuses = new Map<number, number>();
    for (let count = 1; count <= POLLS; count += 1) {
      if (APPEAR.includes(count)) {
        hidden -= 1;
        content = publish();
      }
      const requested = { ...headers, ...(conditional && tag !== "" ? { "if-none-match": tag } : {}) };
      const reply = await exchange(socket, requested);
      tag = reply.tag;
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
    }
    const news = headers["a-im"] === undefined ? 200 : 226;
    const expected = conditional ? APPEAR.length + (news === 200 ? 1 : 0) : POLLS;
    if (statuses.get(news) !== expected) throw new Error(`${name}: ${JSON.stringify([...statuses])}`);
    return socket.bytesRead;
  } finally {
    socket.destroy();
    server.close();
  }
}

/** Sends a request and waits until the whole reply is there. */
async function exchange(
  socket: Socket,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; tag: string }> {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET /rss.xml HTTP/1.1\r\nhost: localhost\r\n${fields.join("")}\r\n`);
  let received = Buffer.alloc(0);
  for (;;) {
    const [chunk] = (await once(socket, "data", { signal: AbortSignal.timeout(10_000) })) as [Buffer];
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf("\r\n\r\n");
    if (end === -1) continue;
    const head = received.toString("latin1", 0, end);
    const status = Number(head.slice(9, 12));
    const length = status === 304 ? 0 : Number(/^content-length: (\d+)/im.exec(head)?.[1]);
    if (received.length === end + 4 + length) return { status, tag: /^etag: (.*)$/im.exec(head)?.[1] ?? "" };
    if (!(received.length < end + 4 + length)) throw new Error(`a reply of no length: ${head}`);
  }
}
