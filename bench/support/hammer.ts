import { createRequire } from "node:module";
import { onPath, start } from "./children.ts";

/** Connections that ask at the same time. */
const CONNECTIONS = 32;

/** What sends the load, from a process of its own. */
export const TOOL = onPath("wrk") === undefined ? "autocannon" : "wrk";

/** Asks for an address as fast as it is answered, for some whole seconds; gives requests a second. */
export async function hammer(url: string, headers: Readonly<Record<string, string>>, seconds: number): Promise<number> {
  const fields = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  return TOOL === "wrk" ? byWrk(url, fields, seconds) : byAutocannon(url, fields, seconds);
}

async function byWrk(url: string, fields: readonly string[], seconds: number): Promise<number> {
  const text = await output(onPath("wrk") ?? "wrk", ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, ...fields, url]);
  const rate = /Requests\/sec:\s*([\d.]+)/.exec(text)?.[1];
  if (rate === undefined || /Non-2xx|Socket errors/.test(text)) throw new Error(`${url}: ${text}`);
  return Number(rate);
}

async function byAutocannon(url: string, fields: readonly string[], seconds: number): Promise<number> {
  const program = createRequire(import.meta.url).resolve("autocannon");
  const text = await output(process.execPath, [program, "--json", `-c${CONNECTIONS}`, `-d${seconds}`, ...fields, url]);
  const result = JSON.parse(text) as {
    errors: number;
    timeouts: number;
    requests: { total: number };
    duration: number;
    "4xx": number;
    "5xx": number;
  };
  if (result.errors + result.timeouts + result["4xx"] + result["5xx"] > 0) throw new Error(`${url}: ${text}`);
  return result.requests.total / result.duration;
}

async function output(command: string, args: readonly string[]): Promise<string> {
  const child = start(command, args);
  let text = "";
  child.stdout?.setEncoding("utf8");
  for await (const chunk of child.stdout ?? []) text += chunk;
  return text;
}
