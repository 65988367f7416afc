// A database of a million invented articles (or as many as argument 1 says) beside one of a thousand: how fast it is
// made, how large it is, and what polls cost over both. `npm run million`.
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabaseTarget } from "../src/transfer/database.ts";
import type { Facts } from "./servers/database.ts";
import { POLLS } from "./servers/polls.ts";
import { here, start, stop } from "./support/children.ts";
import { benchSite, storyOf, wireText } from "./support/corpus.ts";
import { interleave, of } from "./support/measure.ts";
import { print, type Row } from "./support/table.ts";

const COUNT = Number(process.argv[2] ?? 1_000_000);
const SMALL = 1_000;
const BATCH = 1_000;
/** An agency's report rather than a feature: some 100 words. */
const PARAGRAPHS = 2;

const folder = mkdtempSync(join(tmpdir(), "harkara-million-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

interface Imported {
  readonly path: string;
  readonly seconds: number;
  readonly bytes: number;
}

async function importInto(name: string, count: number): Promise<Imported> {
  const path = join(folder, name);
  const target = await openDatabaseTarget(path, await benchSite(), () => new Date());
  const started = performance.now();
  // The oldest first, as a newsroom publishes.
  for (let left = count; left > 0; left -= BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, left) }, (_, index) => left - 1 - index);
    const deliveries = await target.put(
      numbers.map((number) => {
        const story = storyOf(number);
        const text = wireText({ ...story, paragraphs: story.paragraphs.slice(0, PARAGRAPHS) });
        return { slug: story.slug, format: "wire", text };
      }),
    );
    const wrong = deliveries.find(({ kind }) => kind !== "created");
    if (wrong !== undefined) throw new Error(JSON.stringify(wrong));
    if (left % 50_000 === 0) {
      const seconds = (performance.now() - started) / 1000;
      process.stderr.write(`${count - left} of ${count} in ${Math.round(seconds)} s\n`);
    }
  }
  const seconds = (performance.now() - started) / 1000;
  await target.close();
  return { path, seconds, bytes: statSync(path).size };
}

const small = await importInto("small.db", SMALL);
const large = await importInto("large.db", COUNT);
const rows: Row[] = [
  { bench: "import", what: "articles a second", value: COUNT / large.seconds, unit: "1/s" },
  { bench: "import", what: "file size", value: large.bytes / 2 ** 20, unit: "MiB" },
  { bench: "import", what: "bytes an article", value: large.bytes / COUNT, unit: "B" },
];

const servers = [];
for (const { path } of [small, large]) {
  const child = start(process.execPath, ["--expose-gc", here("servers/database.ts"), path], {
    messages: true,
  });
  const [facts] = (await once(child, "message")) as [Facts];
  servers.push({ child, facts, name: path });
}
for (const [index, { facts }] of servers.entries()) {
  const what = index === 0 ? "over a thousand" : "over all";
  rows.push({ bench: "server", what: `start, ${what}`, value: facts.startMs, unit: "ms" });
}
for (const poll of POLLS) {
  const contenders = servers.map(({ child, name }) => ({
    name,
    round: async () => {
      child.send(poll.name);
      return ((await once(child, "message")) as [number])[0];
    },
  }));
  for (const { round } of contenders) await round();
  const medians = await interleave(contenders, 9);
  const [before, after] = [of(medians, small.path), of(medians, large.path)];
  rows.push(
    { bench: "poll", what: `${poll.name}, over a thousand`, value: before, unit: "µs" },
    {
      bench: "poll",
      what: `${poll.name}, over all`,
      value: after,
      unit: "µs",
      against: { name: "a thousand", ratio: after / before },
      target: { atMost: 1.5 },
    },
  );
}
for (const [index, { child }] of servers.entries()) {
  child.send("memory");
  const [bytes] = (await once(child, "message")) as [number];
  const what = index === 0 ? "over a thousand" : "over all";
  rows.push({
    bench: "server",
    what: `memory after the polls, ${what}`,
    value: bytes / 2 ** 20,
    unit: "MiB",
  });
  await stop(child);
}
console.log(print({ rows, omissions: [] }));
console.log(`\n${COUNT} articles, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}`);
