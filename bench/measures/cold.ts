import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { freePort, here, start, stop } from "../support/children.ts";
import { interleave, of, ROUNDS } from "../support/measure.ts";
import type { Report, Row } from "../support/table.ts";

const BENCH = "3 cold start";

/** How long something may take to answer at all. */
const PATIENCE_MS = 20_000;

/** From the start of a process to the first byte of a 200, against a hello-world of the same framework. */
export async function cold(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "harkara-cold-"));
  try {
    const [own, hello] = await Promise.all([
      bundle(["deploy"], join(folder, "own")),
      bundle(
        ["deploy", here("servers/hello-app.ts"), "--name", "hello", "--config", await helloConfig(folder)],
        join(folder, "hello"),
      ),
    ]);
    const node = (file: string) => async () => {
      const port = await freePort();
      const env = { PORT: String(port), CONTENT_DIR: here("../content"), LOG_LEVEL: "error" };
      return firstByte(port, () => start(process.execPath, [here(file)], { env }));
    };
    const worker = (script: string) => async () => {
      const port = await freePort();
      const config = join(folder, `${port}.capnp`);
      await writeFile(config, capnp(port, relative(folder, script)));
      return firstByte(port, () => start(WORKERD, ["serve", config]));
    };
    const contenders = [
      { name: "Node, harkara", round: node("../src/server.ts") },
      { name: "Node, hello", round: node("servers/hello.ts") },
      { name: "workerd, harkara", round: worker(own) },
      { name: "workerd, hello", round: worker(hello) },
    ];
    for (const { round } of contenders) await round();
    const medians = await interleave(contenders, ROUNDS + 2);
    const rows: Row[] = [...medians].map(([what, value]) => ({
      bench: BENCH,
      what,
      value,
      unit: "ms",
      ...(what.endsWith("harkara")
        ? { against: { name: "hello", ratio: value / of(medians, what.replace("harkara", "hello")) } }
        : {}),
    }));
    return { rows, omissions: [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds until a server that is started now has begun to send a 200. */
async function firstByte(port: number, launch: () => ReturnType<typeof start>): Promise<number> {
  const started = performance.now();
  const child = launch();
  try {
    while ((await statusOf(port)) !== 200) {
      if (performance.now() - started > PATIENCE_MS) throw new Error(`${child.spawnfile} does not answer`);
      await new Promise((after) => setTimeout(after, 1));
    }
    return performance.now() - started;
  } finally {
    await stop(child);
  }
}

/** The status that a poll is answered with; nothing while nobody listens. */
function statusOf(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const poll = request({ port, host: "127.0.0.1", path: "/rss.xml", agent: false }, (reply) => {
      resolve(reply.statusCode);
      reply.destroy();
    });
    poll.on("error", () => resolve(undefined));
    poll.end();
  });
}

/** The script that Wrangler would deploy. */
async function bundle(args: readonly string[], folder: string): Promise<string> {
  const program = here("../node_modules/wrangler/bin/wrangler.js");
  const child = start(process.execPath, [program, ...args, "--env=", "--dry-run", "--outdir", folder], {
    cwd: here(".."),
    env: { WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" },
  });
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`wrangler: ${text}`);
  return join(folder, args.length === 1 ? "bundle-worker.js" : "hello-app.js");
}

async function helloConfig(folder: string): Promise<string> {
  const path = join(folder, "wrangler.toml");
  await mkdir(folder, { recursive: true });
  await writeFile(path, `compatibility_date = "${COMPATIBILITY}"\n`);
  return path;
}

/** The runtime itself, as Miniflare starts it. */
const { default: WORKERD } = createRequire(import.meta.url)("workerd") as { default: string };

/** What the Worker is deployed with. */
const COMPATIBILITY = /^compatibility_date = "(.*)"$/m.exec(readFileSync(here("../wrangler.toml"), "utf8"))?.[1] ?? "";

/** A configuration of workerd, in Cap'n Proto's text form, for one script. */
function capnp(port: number, script: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker", esModule = embed ${JSON.stringify(script)})],
    compatibilityDate = "${COMPATIBILITY}",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;
}
