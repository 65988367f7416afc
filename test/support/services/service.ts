import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { vi } from "vitest";
import { afterFile } from "../after-file.ts";
import { eventually } from "./eventually.ts";

// Processes take their time to start where much else goes on; what has to be quick is measured by itself.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const GREETING = /^Harkara serves .*\n/m;

/** `src/server.ts` in a process of its own. */
export class Service {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Exit>;
  #out = "";
  #err = "";

  /**
   * Starts the service over a content folder, on any free port unless `env` says otherwise.
   * @param before what a shell does before, such as setting limits
   */
  constructor(folder: string, env: Readonly<Record<string, string>> = {}, before = "true") {
    const { PATH = "" } = process.env;
    const start = `${before} && exec "$0" src/server.ts`;
    this.#child = spawn("sh", ["-c", start, process.execPath], {
      env: { PATH, PORT: "0", CONTENT_DIR: folder, LOG_FORMAT: "text", LOG_REQUESTS: "all", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#out += text;
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#err += text;
    });
    this.#ended = once(this.#child, "close").then(([code, signal]) => ({ code, signal }));
    afterFile(() => {
      this.signal("SIGKILL");
      return this.#ended;
    });
  }

  /** What it has logged so far, a line each; those for people without their times. */
  get log(): readonly string[] {
    return withoutTimes(this.#out).split("\n").slice(0, -1);
  }

  /**
   * What it has written to standard error so far, but for the line that greets whoever starts it; lines for people without
   * their times.
   */
  get errors(): string {
    return withoutTimes(this.#err.replace(GREETING, ""));
  }

  /** What it has written to standard output so far. */
  get output(): string {
    return this.#out;
  }

  /** What it greets whoever starts it with, on standard error; undefined before. */
  get welcome(): string | undefined {
    return GREETING.exec(this.#err)?.[0].trimEnd();
  }

  /** The line of the log that says where it listens. */
  get greeting(): string {
    return this.log.find((line) => line.includes(" listens on ")) ?? "";
  }

  get port(): number {
    return Number(/ listens on http:\/\/\S+:(\d+) /.exec(this.greeting)?.[1]);
  }

  /** Waits until it says that it listens; fails when it ends before that. */
  async listening(): Promise<this> {
    const early = this.#ended.then(({ code, signal }) => {
      throw new Error(`the service ended with ${code ?? signal}: ${this.#out}${this.#err}`);
    });
    await Promise.race([eventually(() => this.greeting !== ""), early]);
    return this;
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${path}`, init);
  }

  /** The whole text at an address that answers 200. */
  async text(path: string, init?: RequestInit): Promise<string> {
    const response = await this.fetch(path, init);
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return response.text();
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** How it ends, by itself or after a signal. */
  ended(): Promise<Exit> {
    return this.#ended;
  }

  async stop(): Promise<Exit> {
    this.signal("SIGTERM");
    return this.#ended;
  }
}

function withoutTimes(lines: string): string {
  return lines.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /gm, "");
}

/** A service that listens. */
export function startService(
  folder: string,
  env?: Readonly<Record<string, string>>,
  before?: string,
): Promise<Service> {
  return new Service(folder, env, before).listening();
}
