import { writeSync } from "node:fs";

/** Milliseconds that a line of the log may wait for others to be written with it: one write for many lines, and nobody who looks sees a delay. @limit ms */
export const LOG_FLUSH_MS = 50;

/** Characters of the log after which they are written at once: what a pipe of Linux holds. @limit characters */
export const LOG_BATCH_CHARACTERS = 65_536;

/** Characters of the log that are kept while nobody reads it; further lines are dropped and counted. @limit characters */
const MAX_LOG_BACKLOG_CHARACTERS = 4_194_304;

/** Milliseconds that the end of the process waits for whoever reads the log: the last lines matter most, but it must end. @limit ms */
const LOG_END_MS = 1_000;

/** Where the lines of the log go. */
export interface LogOutput {
  /** Takes a line, without its line end; it is written together with those that come within `LOG_FLUSH_MS`. */
  readonly write: (line: string) => void;
  /** Writes what is left, as the process ends; it waits up to `LOG_END_MS` for whoever reads. */
  readonly end: () => void;
}

/** A line that tells of lines that were dropped. */
export type DescribeLoss = (dropped: number) => string;

/**
 * Writes lines to a file descriptor, many at a time: a system call for each would cost more than a poll. While nobody
 * reads, lines are kept up to a cap, and beyond it dropped and counted, for polls go first. Once nobody can read any
 * more, everything is dropped; the service goes on.
 * @param descriptor for a pipe one that does not block, as Node makes standard output when it is first asked about it
 */
export function createLogOutput(descriptor: number, tellOfLoss: DescribeLoss): LogOutput {
  let pending = "";
  /** What did not go out at once. */
  let rest = EMPTY;
  let dropped = 0;
  /** How many the last line of what did not go out tells of. */
  let reported = 0;
  /** Whether what went out ends within a line. */
  let torn = false;
  let broken = false;
  let timer: NodeJS.Timeout | undefined;

  const schedule = () => {
    timer ??= setTimeout(flush, LOG_FLUSH_MS).unref();
  };

  /** @returns whether everything went out */
  const flush = (): boolean => {
    clearTimeout(timer);
    timer = undefined;
    while (!broken && (rest.length > 0 || pending !== "" || dropped > 0)) {
      if (rest.length === 0) {
        if (dropped > 0) pending += `${tellOfLoss(dropped)}\n`;
        rest = Buffer.from(torn ? `\n${pending}` : pending);
        [pending, reported, dropped] = ["", dropped, 0];
      }
      try {
        const written = writeSync(descriptor, rest);
        if (written > 0) torn = rest[written - 1] !== LINE_FEED;
        rest = rest.subarray(written);
      } catch (error) {
        if (codeOf(error) === "EAGAIN") {
          schedule();
          return false;
        }
        if (codeOf(error) === "EINTR") continue;
        broken = codeOf(error) === "EPIPE" || codeOf(error) === "EBADF";
        // A full disk may have room again: what does not fit is dropped and counted.
        if (!broken) {
          const lines = rest.toString("latin1").replace(/^\n/, "").split("\n").length - 1;
          dropped += reported > 0 ? lines - 1 + reported : lines;
          rest = EMPTY;
          schedule();
          return false;
        }
      }
    }
    return true;
  };

  return {
    write(line) {
      if (broken) return;
      if (pending.length + rest.length + line.length > MAX_LOG_BACKLOG_CHARACTERS) {
        dropped += 1;
        return;
      }
      pending += `${line}\n`;
      // What waits for whoever reads is tried again by the timer alone.
      if (pending.length >= LOG_BATCH_CHARACTERS && rest.length === 0) flush();
      else schedule();
    },

    end() {
      const deadline = performance.now() + LOG_END_MS;
      while (!flush() && performance.now() < deadline) Atomics.wait(NOTHING, 0, 0, PAUSE_MS);
      clearTimeout(timer);
    },
  };
}

const LINE_FEED = 0x0a;

const EMPTY: Buffer = Buffer.alloc(0);

/** Never changes: to wait for it is to sleep. */
const NOTHING = new Int32Array(new SharedArrayBuffer(4));

/** Milliseconds between two attempts to write the rest of the log when the process ends: a reader empties a pipe in less. @limit ms */
const PAUSE_MS = 5;

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
