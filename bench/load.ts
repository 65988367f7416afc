import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createEdition } from "./load/edition.ts";
import { createLedger } from "./load/ledger.ts";
import { type Ask, createMix } from "./load/mix.ts";
import { startParser } from "./load/parsing.ts";
import { here, printed, start, stop } from "./support/children.ts";
import { fetchRaw, type Reply } from "./support/client.ts";
import { randomOf } from "./support/random.ts";

const USAGE = `Usage: node bench/load.ts [--seconds 60] [--rate 500] [--seed 1]

Sends the service requests at a fixed rate, whether it answers or not, while articles are published, edited and
removed. Exit code: 0 no error, 1 errors, 2 usage.`;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    rate: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
  },
});
const [seconds, rate, seed] = [Number(values.seconds), Number(values.rate), Number(values.seed)];
if (!(seconds > 0 && rate > 0 && Number.isInteger(seed))) {
  console.error(USAGE);
  process.exit(2);
}

/** Looks at memory between the warm-up and the end: enough to tell a slope from a plateau. */
const MEMORY_SAMPLES = 8;

/** Before the first look at memory and clock: until then caches fill and the compiler works. Errors count. */
const WARM_UP_MS = Math.min(10_000, (seconds * 1000) / 4);

/** Twenty changes a minute: more than any desk makes. */
const CHANGE_EVERY_MS = 3_000;

/** How long replies may be waited for in the end. */
const PATIENCE_MS = 10_000;

const MAX_SHOWN_ERRORS = 20;

const folder = mkdtempSync(join(tmpdir(), "harkara-load-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const edition = await createEdition(folder);
const service = start(process.execPath, [here("../src/server.ts")], {
  env: { PORT: "0", HOST: "127.0.0.1", CONTENT_DIR: folder, LOG_LEVEL: "info", SITE_URL: "" },
});
const origin = await printed(service, /listens on (http:\S+)/);

const random = randomOf(seed);
const ledger = createLedger();
const mix = createMix(random, edition.kept, ledger);
const parser = startParser();
const agent = new Agent({ keepAlive: true });
const latencies: number[] = [];
const statuses = new Map<string, number>();
const errors: string[] = [];
const parsed = new Map<string, string>();
let pending = 0;
let answered = 0;

const fail = (ask: Ask, message: string) =>
  errors.push(`${ask.method} ${ask.path} ${JSON.stringify(ask.headers)}: ${message}`);

const started = performance.now();
let nextAt = started;
let nextChange = started + CHANGE_EVERY_MS;
let changing = Promise.resolve();
/** Of the service, at equal intervals after the warm-up. */
const memory: number[] = [];
const end = started + seconds * 1000;

while (performance.now() < end) {
  const now = performance.now();
  // Whatever became due meanwhile is sent late, and counted from when it was due.
  for (; nextAt <= now; nextAt += (-Math.log(1 - random()) * 1000) / rate) void send(mix(), nextAt);
  if (now >= nextChange) {
    nextChange += CHANGE_EVERY_MS;
    changing = changing.then(edition.step);
  }
  const sampleAt = WARM_UP_MS + (memory.length * (seconds * 1000 - WARM_UP_MS)) / MEMORY_SAMPLES;
  if (now - started >= sampleAt) memory.push(residentBytes());
  await new Promise((after) => setTimeout(after, 1));
}
await changing;
const deadline = performance.now() + PATIENCE_MS;
while (pending > 0 && performance.now() < deadline) await new Promise((after) => setTimeout(after, 10));
memory.push(residentBytes());
const unanswered = pending;
const { count, faults } = await parser.end();
errors.push(...faults);
if (unanswered > 0) errors.push(`${unanswered} requests have no reply`);
agent.destroy();
await stop(service);

latencies.sort((a, b) => a - b);
const percentile = (share: number) => latencies[Math.ceil(latencies.length * share) - 1] ?? Number.NaN;
const { published, edited, removed } = edition.counts;
const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
console.log(`requests   ${answered} in ${seconds} s (${Math.round(answered / seconds)}/s)`);
for (const [key, number] of [...statuses].sort()) console.log(`  ${key.padEnd(16)} ${number}`);
console.log(`changes    ${published} published, ${edited} edited, ${removed} removed`);
console.log(`parsed     ${count} different documents`);
console.log(
  `latency    after ${WARM_UP_MS / 1000} s: p50 ${show(0.5)}, p99 ${show(0.99)}, p99.9 ${show(0.999)}, max ${show(1)}`,
);
console.log(`memory     from ${WARM_UP_MS / 1000} s to the end: ${memory.map(mebibytes).join(", ")} MiB`);
console.log(`errors     ${errors.length}`);
for (const error of errors.slice(0, MAX_SHOWN_ERRORS)) console.log(`  ${error}`);
process.exitCode = errors.length > 0 ? 1 : 0;

async function send(ask: Ask, due: number): Promise<void> {
  pending += 1;
  const sent = performance.now();
  try {
    const reply = await fetchRaw(origin + ask.path, { method: ask.method, headers: ask.headers, agent });
    const received = performance.now();
    answered += 1;
    if (due - started >= WARM_UP_MS) latencies.push(received - due);
    const key = `${ask.kind} ${reply.status}`;
    statuses.set(key, (statuses.get(key) ?? 0) + 1);
    const wrong = ledger.enter(ask, reply, sent, received);
    if (wrong !== undefined) fail(ask, wrong);
    else if (reply.body.length > 0 && (reply.status === 200 || reply.status === 226)) examine(ask, reply);
  } catch (error) {
    fail(ask, String(error));
  } finally {
    pending -= 1;
  }
}

/** Each document is parsed once; the same strong tag must mean the same bytes. */
function examine(ask: Ask, { status, headers, body }: Reply): void {
  const basis = status === 226 ? ask.headers["if-none-match"] : "";
  const name = `${status} ${ask.path} ${headers.etag} ${headers["content-encoding"] ?? ""} ${basis}`;
  const digest = createHash("sha1").update(body).digest("base64");
  const before = parsed.get(name);
  if (before !== undefined && before !== digest) fail(ask, `other bytes under the tag ${headers.etag}`);
  if (before !== undefined) return;
  parsed.set(name, digest);
  parser.take({
    what: name,
    mediaType: headers["content-type"] ?? "",
    coding: headers["content-encoding"] ?? "",
    body,
  });
}

/** Memory of the service that is resident; 0 where the system does not say. */
function residentBytes(): number {
  try {
    const status = readFileSync(`/proc/${service.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  } catch {
    return 0;
  }
}

function show(share: number): string {
  return `${percentile(share).toFixed(1)} ms`;
}
