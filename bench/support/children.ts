import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const alive = new Set<ChildProcess>();

// However the bench ends, nothing of it goes on running.
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Keeps a channel for messages open. */
  readonly messages?: boolean;
}

/** Starts a program that is killed when the bench ends at the latest. Its errors are shown. */
export function start(command: string, args: readonly string[], options: StartOptions = {}): ChildProcess {
  const child = spawn(command, args, {
    stdio: options.messages ? ["ignore", "pipe", "inherit", "ipc"] : ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  alive.add(child);
  child.on("exit", () => alive.delete(child));
  return child;
}

/** Starts a TypeScript file, given relative to `bench`, on this Node. */
export function startModule(file: string, args: readonly string[], options?: StartOptions): ChildProcess {
  return start(process.execPath, [here(file), ...args], options);
}

/** Path of a file, given relative to `bench`. */
export function here(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}

/** Waits until a child prints a line that a pattern finds; gives what its first group found. */
export async function printed(child: ChildProcess, pattern: RegExp, withinMs = 20_000): Promise<string> {
  const late = AbortSignal.timeout(withinMs);
  let text = "";
  const { stdout } = child;
  if (stdout === null) throw new Error("the child's output is not piped");
  stdout.setEncoding("utf8");
  const ended = once(child, "exit", { signal: late }).then(() => {
    throw new Error(`${child.spawnargs.join(" ")} ended early: ${text}`);
  });
  // It ends after all in the end, when nobody waits for this any more.
  ended.catch(() => undefined);
  for (;;) {
    const found = pattern.exec(text);
    if (found !== null) {
      // What is not read would block it one day.
      stdout.resume();
      return found[1] ?? found[0];
    }
    const [chunk] = await Promise.race([once(stdout, "data", { signal: late }), ended]);
    text += chunk;
  }
}

/** Ends a child and waits until it is gone. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Where a program is, if this machine has it. */
export function onPath(name: string): string | undefined {
  for (const folder of [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"]) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // It may be in the next one.
    }
  }
  return undefined;
}

/** A port of the loopback interface that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}
