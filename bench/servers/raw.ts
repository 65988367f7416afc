// What node:http can do at best: the bytes and headers of another server (argument 1: its address) from memory.
import { createServer } from "node:http";
import { fetchRaw } from "../support/client.ts";
import { listen } from "./listen.ts";

const url = process.argv[2] ?? "";
const full = await fetchRaw(url, { headers: { "accept-encoding": "gzip" } });
const tag = full.headers.etag ?? "";
const unchanged = await fetchRaw(url, { headers: { "accept-encoding": "gzip", "if-none-match": tag } });
if (full.status !== 200 || unchanged.status !== 304) throw new Error(`${url}: no 200 and 304 to copy`);

const headers200 = own(full.rawHeaders);
const headers304 = own(unchanged.rawHeaders);

listen(
  createServer((incoming, outgoing) => {
    if (incoming.headers["if-none-match"] === tag) {
      outgoing.writeHead(304, headers304);
      outgoing.end();
    } else {
      outgoing.writeHead(200, headers200);
      outgoing.end(full.body);
    }
  }),
);

/** Headers without those that node:http writes by itself. */
function own(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    if (!["connection", "keep-alive", "date"].includes(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}
