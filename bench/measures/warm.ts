import type { ChildProcess } from "node:child_process";
import { startNginx } from "../servers/nginx.ts";
import { printed, startModule, stop } from "../support/children.ts";
import { fetchRaw } from "../support/client.ts";
import { hammer, TOOL } from "../support/hammer.ts";
import { interleave, of } from "../support/measure.ts";
import type { Report, Row, Target } from "../support/table.ts";

const BENCH = "1 warm";

const ARTICLES = "50";

const GZIP = { "accept-encoding": "gzip" };

/** Polls of a feed that is ready, each server a process of its own, against what else could serve them. */
export async function warm(): Promise<Report> {
  const children: ChildProcess[] = [];
  const serve = async (file: string, argument: string) => {
    const child = startModule(`servers/${file}.ts`, [argument]);
    children.push(child);
    return `http://127.0.0.1:${await printed(child, /port (\d+)/)}/rss.xml`;
  };
  const harkara = await serve("harkara", ARTICLES);
  const document = await fetchRaw(harkara, { headers: GZIP });
  const nginx = await startNginx(document);
  try {
    const servers = new Map([
      ["harkara", harkara],
      ["node:http", await serve("raw", harkara)],
      ["naive", await serve("naive", ARTICLES)],
      ...(nginx === undefined ? [] : [["nginx", nginx.url] as const]),
    ]);
    return {
      rows: [
        ...(await measure("200 gzip", servers, async () => GZIP, 200)),
        ...(await measure("304", servers, conditional, 304)),
      ],
      omissions: [
        ...(nginx === undefined ? [{ bench: BENCH, left: "nginx is not installed, and left out" }] : []),
        ...(TOOL === "wrk" ? [] : [{ bench: BENCH, left: "wrk is not installed: the load is autocannon's" }]),
      ],
    };
  } finally {
    await Promise.all(children.map(stop));
    await nginx?.end();
  }
}

/** Each server is asked with the tag that it gave. */
async function conditional(url: string): Promise<Record<string, string>> {
  const { headers } = await fetchRaw(url, { headers: GZIP });
  return { ...GZIP, "if-none-match": headers.etag ?? "" };
}

async function measure(
  what: string,
  servers: ReadonlyMap<string, string>,
  headersFor: (url: string) => Promise<Readonly<Record<string, string>>>,
  status: number,
): Promise<Row[]> {
  const contenders = [];
  for (const [name, url] of servers) {
    const headers = await headersFor(url);
    const reply = await fetchRaw(url, { headers });
    const coding = reply.headers["content-encoding"];
    if (reply.status !== status || (status === 200 && coding !== "gzip")) {
      throw new Error(`${name} answers ${reply.status} ${coding} where ${status} is measured`);
    }
    await hammer(url, headers, 1);
    contenders.push({ name, round: () => hammer(url, headers, 1) });
  }
  const medians = await interleave(contenders);
  const own = of(medians, "harkara");
  return [...medians].map(([name, value]) => {
    const row: Row = { bench: BENCH, what: `${what}, ${name}`, value, unit: "req/s" };
    if (name === "harkara") return row;
    const target = TARGETS[name];
    return {
      ...row,
      against: { name: `harkara / ${name}`, ratio: own / value },
      ...(target === undefined ? {} : { target }),
    };
  });
}

const TARGETS: Readonly<Record<string, Target>> = {
  "node:http": { atLeast: 0.9 },
  naive: { atLeast: 300 },
};
