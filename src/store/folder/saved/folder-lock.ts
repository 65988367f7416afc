import { readlinkSync } from "node:fs";
import { readFile, unlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { errorCode } from "../../../lib/error-code.ts";
import type { Log } from "../../../lib/log.ts";

/** Name of the file, in the content folder, that says which service writes to it. */
export const LOCK_FILE = ".harkara-lock.json";

/** Milliseconds between two signs of life of the owner: four of them may be late. @limit ms */
export const LOCK_BEAT_MS = 3_000;

/** Milliseconds without a sign of life after which a lock is taken over: a busy machine or a slow disk pauses for less. @limit ms */
export const LOCK_STALE_MS = 15_000;

const Owner = z.object({
  id: z.string(),
  machine: z.string(),
  pid: z.int(),
  /** When it became the owner, UTC. */
  since: z.iso.datetime(),
  /** Counts its signs of life. */
  beat: z.int(),
});
type Owner = z.infer<typeof Owner>;

/** The parts of a process that a lock needs. */
export interface LockProcess {
  readonly id: string;
  readonly machine: string;
  readonly pid: number;
  /** Whether a process of this machine is alive. */
  readonly isAlive: (pid: number) => boolean;
}

/**
 * Says which of several services writes to a content folder. The owner writes a sign of life every `LOCK_BEAT_MS`. Others
 * serve the folder and do not write. They take the lock over when the owner is no longer alive on the same machine, or
 * after `LOCK_STALE_MS` without a sign of life by their own clock, as clocks of machines differ.
 */
export class FolderLock {
  readonly #path: string;
  readonly #now: () => Date;
  readonly #log: Log;
  readonly #process: LockProcess;
  #owned = false;
  #beat = 0;
  #since = new Date(0);
  /** The text of another owner's lock, and when it was first seen. */
  #seen: { readonly text: string; readonly at: number } | undefined;

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

  /** Takes a free lock, or gives a sign of life. Call it every `LOCK_BEAT_MS`. @returns whether this service became the owner */
  async check(): Promise<boolean> {
    const wasOwned = this.#owned;
    try {
      await this.#check();
    } catch (error) {
      // A folder that cannot be written to, or a full disk: nobody can take the lock, and a write fails by itself.
      if (!this.#owned && this.#seen === undefined) this.#log.debug(`${LOCK_FILE}: ${errorCode(error)}`);
      this.#owned = this.#seen === undefined;
    }
    return this.#owned && !wasOwned;
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    if (!this.#owned) return;
    this.#owned = false;
    const text = await readFile(this.#path, "utf8").catch(() => "");
    if (parseOwner(text)?.id === this.#process.id) await unlink(this.#path).catch(() => undefined);
  }

  async #check(): Promise<void> {
    const text = await readFile(this.#path, "utf8").catch((error: unknown) => {
      if (errorCode(error) === "ENOENT") return undefined;
      throw error;
    });
    if (text === undefined) return this.#take("wx");
    const owner = parseOwner(text);
    if (owner?.id === this.#process.id) return this.#write("w");
    if (this.#owned)
      this.#log.error(`${describe(owner)} took over this content folder: this service stops writing to it`);
    this.#owned = false;
    if (this.#seen?.text !== text) {
      if (this.#seen === undefined)
        this.#log.warn(`${describe(owner)} writes to this content folder: this service serves it and does not write`);
      this.#seen = { text, at: this.#now().getTime() };
    }
    const isDead = owner !== undefined && owner.machine === this.#process.machine && !this.#process.isAlive(owner.pid);
    if (isDead || this.#now().getTime() - this.#seen.at >= LOCK_STALE_MS) {
      this.#log.info(`${describe(owner)} is gone: this service writes to the content folder from now on`);
      await this.#take("w");
    }
  }

  async #take(flag: "w" | "wx"): Promise<void> {
    this.#since = this.#now();
    this.#seen = undefined;
    try {
      await this.#write(flag);
    } catch (error) {
      // Another service was faster: the next check sees who it is.
      if (errorCode(error) === "EEXIST") return this.#check();
      throw error;
    }
    // Of two that take over at once, the one whose text is there owns it.
    const text = await readFile(this.#path, "utf8");
    if (parseOwner(text)?.id !== this.#process.id) await this.#check();
  }

  async #write(flag: "w" | "wx"): Promise<void> {
    this.#beat += 1;
    const { id, machine, pid } = this.#process;
    const owner: Owner = { id, machine, pid, since: this.#since.toISOString(), beat: this.#beat };
    await writeFile(this.#path, `${JSON.stringify(owner)}\n`, { flag });
    this.#owned = true;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    return Owner.safeParse(JSON.parse(text)).data;
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
    isAlive(pid) {
      // A process with our own number was another one before us.
      if (pid === process.pid) return false;
      try {
        process.kill(pid, 0);
        return true;
      } catch (error) {
        return errorCode(error) !== "ESRCH";
      }
    },
  };
}
