import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Facts, Round } from "../servers/archive.ts";
import { here, start, stop } from "../support/children.ts";
import { interleave, of } from "../support/measure.ts";
import type { Report, Row, Target } from "../support/table.ts";

const BENCH = "4 archive";

const SIZES = [1_000, 10_000, 100_000];

const POLLS: readonly Round[] = ["200", "304", "200 app", "304 app"];

const TITLES: Readonly<Record<Round, string>> = {
  "200": "200",
  "304": "304",
  "200 app": "200, through the app",
  "304 app": "304, through the app",
};

/** Polls over small and large archives, in process; each archive has a process of its own. */
export async function archive(): Promise<Report> {
  const children: ChildProcess[] = [];
  try {
    const archives: { size: number; child: ChildProcess; facts: Facts }[] = [];
    for (const size of SIZES) {
      const child = start(process.execPath, ["--expose-gc", here("servers/archive.ts"), String(size)], {
        messages: true,
      });
      children.push(child);
      const [facts] = (await once(child, "message")) as [Facts];
      archives.push({ size, child, facts });
    }
    const rows: Row[] = archives.flatMap(({ size, facts }) => [
      { bench: BENCH, what: `start-up, ${named(size)}`, value: facts.startMs, unit: "ms" },
      { bench: BENCH, what: `memory, ${named(size)}`, value: facts.bytes / 2 ** 20, unit: "MiB" },
    ]);
    for (const poll of POLLS) {
      const contenders = archives.map(({ size, child }) => ({
        name: String(size),
        round: async () => {
          child.send(poll);
          const [microseconds] = (await once(child, "message")) as [number];
          return microseconds;
        },
      }));
      for (const { round } of contenders) await round();
      const medians = await interleave(contenders, 9);
      const smallest = of(medians, String(SIZES[0]));
      for (const size of SIZES) {
        const value = of(medians, String(size));
        const row: Row = { bench: BENCH, what: `${TITLES[poll]}, ${named(size)}`, value, unit: "µs" };
        if (size === SIZES[0]) rows.push(row);
        else rows.push({ ...row, against: { name: "1,000", ratio: value / smallest }, ...targetOf(size) });
      }
    }
    return { rows, omissions: [] };
  } finally {
    await Promise.all(children.map(stop));
  }
}

function targetOf(size: number): { target?: Target } {
  return size === SIZES.at(-1) ? { target: { atMost: 1.2 } } : {};
}

function named(size: number): string {
  return size.toLocaleString("en");
}
