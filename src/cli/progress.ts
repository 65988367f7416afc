import type { Io } from "./command.ts";

/** Milliseconds between two drawings of the progress bar: smooth to the eye, and next to no work. @limit ms */
const BAR_MS = 100;

/** Milliseconds between two lines of progress where there is no terminal: a log of an hour stays readable. @limit ms */
const PROGRESS_LINE_MS = 10_000;

/** Shows how far something is. */
export interface Progress {
  /** What is being done while nothing can be counted. */
  readonly note: (text: string) => void;
  /** @param done of all that there is */
  readonly update: (done: number) => void;
  /** Takes the bar away; to be called before other lines are written. */
  readonly clear: () => void;
}

/** Characters of the bar itself. */
const WIDTH = 24;

/**
 * A bar with count, rate and time left on a terminal; a line every so often elsewhere. It begins to count the time
 * with the first `update`.
 * @param total how many there are, as far as that is known
 * @param noun what is counted, in the plural
 */
export function createProgress(io: Io, total: () => number | undefined, noun: string): Progress {
  const { terminal } = io;
  const pause = terminal === undefined ? PROGRESS_LINE_MS : BAR_MS;
  let begun: number | undefined;
  let shown = io.now().getTime();
  let drawn = false;

  const show = (text: string, now: number) => {
    shown = now;
    if (terminal === undefined) return io.err(text);
    drawn = true;
    terminal.write(`\r${[...text].slice(0, Math.max(1, terminal.columns() - 1)).join("")}\u001b[K`);
  };
  const isDue = (now: number) => now - shown >= pause;

  return {
    note(text) {
      const now = io.now().getTime();
      if (terminal !== undefined || isDue(now)) show(text, now);
    },
    update(done) {
      const now = io.now().getTime();
      begun ??= now;
      const whole = total();
      if (!isDue(now) && done !== whole) return;
      if (terminal === undefined && !isDue(now)) return;
      show(terminal === undefined ? lineOf(done, whole, now - begun, noun) : barOf(done, whole, now - begun), now);
    },
    clear() {
      if (drawn) terminal?.write("\r\u001b[K");
      drawn = false;
    },
  };
}

function barOf(done: number, total: number | undefined, elapsed: number): string {
  const { rate, left } = paceOf(done, total, elapsed);
  const pace = rate === undefined ? "" : `  ${rate}/s`;
  if (total === undefined) return `${done}${pace}`;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * WIDTH);
  const bar = `[${"#".repeat(filled)}${".".repeat(WIDTH - filled)}]`;
  return `${bar} ${Math.floor(share * 100)} %  ${done}/${total}${pace}${left === undefined ? "" : `  ${clock(left)} left`}`;
}

function lineOf(done: number, total: number | undefined, elapsed: number, noun: string): string {
  const { rate, left } = paceOf(done, total, elapsed);
  const count = total === undefined ? `${done} ${noun}` : `${done} of ${total} ${noun}`;
  return [count, rate && `${rate} a second`, left !== undefined && `${clock(left)} left`].filter(Boolean).join(", ");
}

/** How many a second, and how many seconds are left; nothing where that cannot be told yet. */
function paceOf(
  done: number,
  total: number | undefined,
  elapsed: number,
): { readonly rate: string | undefined; readonly left: number | undefined } {
  if (done === 0 || elapsed <= 0) return { rate: undefined, left: undefined };
  const exact = (done * 1000) / elapsed;
  const rate = exact >= 10 ? String(Math.round(exact)) : exact.toFixed(1);
  const left = total === undefined || total < done ? undefined : Math.ceil((total - done) / exact);
  return { rate, left };
}

/** `0:07`, `12:30`, `3:00:00`. */
function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const short = `${minutes % 60}:${two(seconds % 60)}`;
  return minutes < 60 ? short : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
