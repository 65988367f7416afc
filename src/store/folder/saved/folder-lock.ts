import { readlinkSync } from "node:fs";
import { readFile, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { errorCode } from "../../../lib/error-code.ts";
import type { Fault } from "../../../lib/fault.ts";
import { isRunning } from "../../../lib/is-running.ts";
import type { Log } from "../../../lib/log.ts";

/** Name of the file, in the content folder, that says which service writes to it. */
export const LOCK_FILE = ".harkara-lock.json";

/** Milliseconds between two signs of life of the owner: four of them may be late. @limit ms */
export const LOCK_BEAT_MS = 3_000;

/** Milliseconds without a sign of life after which a lock is taken over: a busy machine or a slow disk pauses for less. @limit ms */
export const LOCK_STALE_MS = 15_000;

/** Milliseconds between two attempts of a command to take a lock: soon enough for who waits at a terminal. @limit ms */
const ACQUIRE_PAUSE_MS = 500;

interface Owner {
  readonly id: string;
  readonly machine: string;
  readonly pid: number;
  /** When it became the owner, UTC, ISO 8601. */
  readonly since: string;
}

/** The parts of a process that a lock needs. */
export interface LockProcess {
  readonly id: string;
  readonly machine: string;
  readonly pid: number;
  /** Whether a process of this machine is alive. */
  readonly isAlive: (pid: number) => boolean;
}

/**
 * Says which of several services writes to a content folder. The owner sets the time of the lock file every
 * `LOCK_BEAT_MS`, which a full disk allows. Others serve the folder and do not write. They take the lock over when the
 * owner is no longer alive on the same machine, or after `LOCK_STALE_MS` without a sign of life by their own clock, as
 * clocks of machines differ.
 */
export class FolderLock {
  readonly #path: string;
  readonly #now: () => Date;
  readonly #log: Log;
  readonly #process: LockProcess;
  #owned = false;
  /** The last sign of life of another owner, and when it was first seen. */
  #seen: { readonly sign: string; readonly at: number; readonly owner: Owner | undefined } | undefined;

  /** @param now UTC */
  constructor(folder: string, now: () => Date, log: Log, process: LockProcess = thisProcess()) {
    this.#path = join(folder, LOCK_FILE);
    this.#now = now;
    this.#log = log;
    this.#process = process;
  }

  /** Whether this service may write. */
  get owned(): boolean {
    return this.#owned;
  }

  /** Why this service does not write; undefined if it may. */
  get fault(): Fault | undefined {
    if (this.#owned) return undefined;
    return {
      file: LOCK_FILE,
      line: 1,
      column: 1,
      code: "another-service",
      message: `${describe(this.#seen?.owner)} writes to this content folder: this one serves it and does not write`,
      hint: "Stop one of the two, or give each a folder of its own; when the other is gone, this one takes over.",
      severity: "warning",
    };
  }

  /** Takes a free lock, or gives a sign of life. Call it every `LOCK_BEAT_MS`. @returns whether this service became the owner */
  async check(): Promise<boolean> {
    const wasOwned = this.#owned;
    const waited = this.#seen !== undefined;
    try {
      await this.#check();
    } catch {
      // The folder cannot be written to, or the disk is full. Unless another owner was seen, this service goes on:
      // what it writes fails by itself, and what it removes makes room.
      this.#owned = this.#seen === undefined;
    }
    if (this.#owned && waited) this.#log.info("this service writes to the content folder from now on");
    return this.#owned && !wasOwned;
  }

  /** Says who has the lock, and whether it is only left behind; undefined if nobody has it. Takes nothing. */
  async look(): Promise<{ readonly owner: string; readonly stale: boolean } | undefined> {
    const lock = await this.#read();
    if (lock === undefined) return undefined;
    const alive = this.#isAlive(lock.owner) ?? this.#now().getTime() - lock.beat < LOCK_STALE_MS;
    return { owner: describe(lock.owner), stale: !alive };
  }

  /**
   * Takes the lock once no owner gives a sign of life: waits up to `LOCK_STALE_MS` for one on another machine.
   * @returns who owns it; undefined if this process does
   */
  async acquire(): Promise<string | undefined> {
    const deadline = performance.now() + LOCK_STALE_MS + ACQUIRE_PAUSE_MS;
    for (let first: string | undefined; ; ) {
      await this.check();
      if (this.#seen === undefined) return undefined;
      const { owner, sign } = this.#seen;
      first ??= sign;
      if (this.#isAlive(owner) || sign !== first || performance.now() > deadline) return describe(owner);
      await pause(ACQUIRE_PAUSE_MS);
    }
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    if (!this.#owned) return;
    this.#owned = false;
    const lock = await this.#read().catch(() => undefined);
    if (lock?.owner?.id === this.#process.id) await unlink(this.#path).catch(() => undefined);
  }

  async #check(): Promise<void> {
    const lock = await this.#read();
    if (lock === undefined) return this.#create();
    const { owner, sign } = lock;
    if (owner?.id === this.#process.id) {
      this.#owned = true;
      return utimes(this.#path, this.#now(), this.#now());
    }
    if (this.#owned || this.#seen === undefined)
      this.#log.warn(`${describe(owner)} writes to this content folder: this service serves it and does not write`);
    this.#owned = false;
    if (this.#seen?.sign !== sign) this.#seen = { sign, at: this.#now().getTime(), owner };
    if (this.#isAlive(owner) !== false && this.#now().getTime() - this.#seen.at < LOCK_STALE_MS) return;
    // Another service may have taken it over since it was read.
    if ((await this.#read())?.sign === sign) await unlink(this.#path);
    await this.#create();
  }

  /** Undefined where that cannot be told. */
  #isAlive(owner: Owner | undefined): boolean | undefined {
    return owner?.machine === this.#process.machine ? this.#process.isAlive(owner.pid) : undefined;
  }

  async #create(): Promise<void> {
    const { id, machine, pid } = this.#process;
    const owner: Owner = { id, machine, pid, since: this.#now().toISOString() };
    this.#seen = undefined;
    try {
      await writeFile(this.#path, `${JSON.stringify(owner)}\n`, { flag: "wx" });
    } catch (error) {
      // Another service was faster.
      if (errorCode(error) === "EEXIST") return this.#check();
      await unlink(this.#path).catch(() => undefined);
      throw error;
    }
    // Of two that take over at once, the one whose file is there owns it.
    await this.#check();
  }

  /** Undefined if there is no lock. */
  async #read(): Promise<
    { readonly owner: Owner | undefined; readonly sign: string; readonly beat: number } | undefined
  > {
    try {
      const [text, { mtimeMs }] = await Promise.all([readFile(this.#path, "utf8"), stat(this.#path)]);
      return { owner: parseOwner(text), sign: `${mtimeMs} ${text}`, beat: mtimeMs };
    } catch (error) {
      if (errorCode(error) === "ENOENT") return undefined;
      throw error;
    }
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    return z
      .object({ id: z.string(), machine: z.string(), pid: z.int(), since: z.iso.datetime() })
      .safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function describe(owner: Owner | undefined): string {
  return owner === undefined
    ? "another service"
    : `the service with process ${owner.pid} on ${owner.machine}, since ${owner.since},`;
}

/** Containers may share a host name: their processes are told apart by the namespace of their numbers. */
function thisProcess(): LockProcess {
  let namespace = "";
  try {
    namespace = ` (${readlinkSync("/proc/self/ns/pid")})`;
  } catch {
    // Not Linux.
  }
  return {
    id: crypto.randomUUID(),
    machine: hostname() + namespace,
    pid: process.pid,
    isAlive: isRunning,
  };
}
