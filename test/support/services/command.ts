import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { afterFile } from "../after-file.ts";
import { eventually } from "./eventually.ts";
import type { Exit } from "./service.ts";

// Processes take their time to start where much else goes on.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const HARKARA = fileURLToPath(new URL("../../../src/cli/harkara.ts", import.meta.url));

/** `harkara` in a process of its own, for commands that run until they are told to stop. */
export class RunningCommand {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Exit>;
  out = "";
  err = "";

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd?: string) {
    const { PATH = "" } = process.env;
    this.#child = spawn(process.execPath, [HARKARA, ...args], {
      env: { PATH, ...env },
      ...(cwd !== undefined && { cwd }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.out += text;
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.err += text;
    });
    this.#ended = once(this.#child, "close").then(([code, signal]) => ({ code, signal }));
    afterFile(() => this.stop("SIGKILL"));
  }

  /** The address that it tells, once it does; fails when it ends before. */
  async address(): Promise<string> {
    const find = () => / at (http:\/\/\S+?)\/?\n/.exec(this.out + this.err)?.[1];
    const early = this.#ended.then(({ code }) => {
      throw new Error(`it ended with ${code}: ${this.out}${this.err}`);
    });
    await Promise.race([eventually(() => find() !== undefined), early]);
    return find() ?? "";
  }

  /** How it ends, by itself or after a signal. */
  ended(): Promise<Exit> {
    return this.#ended;
  }

  stop(signal: NodeJS.Signals = "SIGTERM"): Promise<Exit> {
    this.#child.kill(signal);
    return this.#ended;
  }
}
