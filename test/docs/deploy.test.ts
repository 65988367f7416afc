import { execFile, execFileSync, spawn } from "node:child_process";
import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { PROBES } from "../../src/app.ts";
import { VARIABLES } from "../../src/runtime/node/environment.ts";
import { DRAIN_MS } from "../../src/runtime/node/service/run-service.ts";
import { eventually } from "../support/services/eventually.ts";
import { freePort } from "../support/services/free-port.ts";
import { temporaryFolder } from "../support/stores/folder.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

const DOCKERFILE = read("Dockerfile").replaceAll("\\\n", " ");
const UNIT = read("deploy/harkara.service");
const DEPLOY = read("docs/deploy.md");

/** The instructions of a kind of the Dockerfile's last stage. */
function instructions(name: string): string[] {
  const stage = DOCKERFILE.slice(DOCKERFILE.lastIndexOf("\nFROM "));
  return [...stage.matchAll(new RegExp(`^\\s*${name} +(.+)$`, "gm"))].map(([, rest = ""]) => rest.trim());
}

/** The values of a setting of the unit, in their order. */
function settings(name: string): string[] {
  return [...UNIT.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].map(([, value = ""]) => value);
}

const variables = (assignments: readonly string[]) =>
  Object.fromEntries(assignments.map((each) => each.split("=") as [string, string]));

const IMAGE = variables(instructions("ENV").flatMap((line) => line.split(/ +/)));
const COMMAND = JSON.parse(instructions("CMD").at(-1) ?? "") as string[];
const HEALTH = JSON.parse(/CMD +(\[.+\])$/.exec(instructions("HEALTHCHECK")[0] ?? "")?.[1] ?? "") as string[];

it.each([
  ["the folder", {}],
  ["a database", { DATABASE: "articles.db" }],
])(
  "what the image holds serves %s, says when it is healthy, and stops when it is told to",
  async (_, more) => {
    const folder = await temporaryFolder();
    const copied = instructions("COPY").filter((line) => !line.startsWith("--from="));
    for (const line of copied) {
      const [target = "", ...sources] = line
        .replace(/^--\S+ /, "")
        .split(" ")
        .reverse();
      for (const source of sources) {
        // What the build is not given cannot be copied.
        expect(read(".dockerignore").split("\n"), source).toContain(`!${source}`);
        cpSync(join(ROOT, source), join(folder, target === "./" ? source : target), { recursive: true });
      }
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    execFileSync("npx", ["tsdown", "--no-dts", "--out-dir", join(folder, "dist")], { cwd: ROOT });
    const port = await freePort();
    const [program = "", ...options] = COMMAND;
    const env = {
      PATH: dirname(process.execPath),
      ...IMAGE,
      PORT: String(port),
      CONTENT_DIR: join(folder, "content"),
      ...more,
    };
    const service = spawn(program, options, { cwd: folder, env, stdio: "ignore" });
    const ended = new Promise<number | null>((resolve) => service.on("exit", resolve));
    const healthy = () =>
      new Promise<boolean>((resolve) => {
        const [check = "", ...rest] = HEALTH;
        execFile(check, rest, { cwd: folder, env }, (error) => resolve(error === null));
      });
    try {
      await eventually(healthy);
      expect((await fetch(`http://127.0.0.1:${port}/rss.xml`)).status).toBe(200);
      service.kill("SIGTERM");
      expect(await ended).toBe(0);
      expect(await healthy()).toBe(false);
    } finally {
      service.kill("SIGKILL");
    }
  },
  30_000,
);

it("the image runs as nobody's user, listens to all, and asks a probe at the port that it names", () => {
  expect(instructions("USER")).toEqual(["harkara"]);
  expect(IMAGE.HOST).toBe("0.0.0.0");
  expect([IMAGE.PORT, ...instructions("EXPOSE")]).toEqual([VARIABLES.PORT, VARIABLES.PORT]);
  expect(PROBES.filter((probe) => HEALTH.join(" ").includes(`}${probe}\``))).toEqual(["/readyz"]);
  const unknown = Object.keys(IMAGE).filter((name) => name !== "NODE_ENV" && !(name in VARIABLES));
  expect(unknown).toEqual([]);
});

it("the unit starts what there is, with variables that there are, and waits until requests are answered", () => {
  const [, ...command] = (settings("ExecStart")[0] ?? "").split(" ");
  expect(command.map((part) => part.replace("node_modules/@harkara/server/", ""))).toEqual(COMMAND);
  expect(settings("WorkingDirectory")).toEqual([/--prefix (\S+)/.exec(DEPLOY)?.[1]]);
  const environment = variables(settings("Environment"));
  expect(Object.keys(environment).filter((name) => !(name in VARIABLES))).toEqual(["NODE_ENV"]);
  expect(environment.CONTENT_DIR).toBe(`/var/lib/${settings("StateDirectory")[0]}/content`);
  expect(Number(settings("TimeoutStopSec")[0]) * 1000).toBeGreaterThan(DRAIN_MS + 2_000);
  expect(DRAIN_MS / 1000).toBe(8);
  for (const text of [UNIT, DEPLOY]) expect(text).toMatch(/eight\s+seconds/);
});

it("everything that the Worker may be given is told of, and where it is named", () => {
  const reported = [...DEPLOY.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, name]) => name);
  const declared = /interface Bindings \{(.*?)\n\}/s.exec(read("src/runtime/worker/create-worker.ts"))?.[1] ?? "";
  expect(reported.sort()).toEqual([...declared.matchAll(/readonly ([A-Z_]+)\?/g)].map(([, name]) => name).sort());
  const bound = [...read("wrangler.toml").matchAll(/^(?:# )?binding = "(\w+)"/gm)].map(([, name]) => name);
  expect(bound).toContain("DB");
  expect(bound.filter((name) => !reported.includes(name))).toEqual([]);
  const secrets = [...read(".dev.vars.example").matchAll(/^([A-Z_]+)=(.*)$/gm)];
  // Whatever stood there would be everybody's secret.
  expect(secrets.map(([, name, value]) => [name, value])).toEqual([["PUBLISH_TOKEN", ""]]);
});

it("what the Deploy-to-Cloudflare button asks for is described", () => {
  const { scripts, cloudflare } = JSON.parse(read("package.json"));
  expect(scripts.deploy).toContain("wrangler deploy");
  expect(Object.keys(cloudflare.bindings)).toEqual(["PUBLISH_TOKEN"]);
  expect(cloudflare.bindings.PUBLISH_TOKEN.description).toContain("`openssl rand");
});

it("every script that the page names is there, and every port is the service's", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const named = [...DEPLOY.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const ports = [...DEPLOY.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => port);
  expect(new Set(ports)).toEqual(new Set([VARIABLES.PORT]));
});
