import { describe, expect, it } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";

/** A progress under a clock that is set by hand. */
function progressOf(total: number | undefined, columns: number | undefined) {
  let now = 0;
  const lines: string[] = [];
  const drawn: string[] = [];
  const io = {
    env: {},
    now: () => new Date(now),
    out: () => expect.unreachable("progress is no result"),
    err: (line: string) => lines.push(line),
    ...(columns !== undefined && {
      terminal: { write: (text: string) => drawn.push(text), columns: () => columns },
    }),
  };
  const progress = createProgress(io, () => total, "articles");
  return {
    lines,
    drawn,
    progress,
    at(seconds: number, done: number) {
      now = seconds * 1000;
      progress.update(done);
    },
  };
}

describe("progress on a terminal", () => {
  it("is one line that is drawn again, with count, rate and time left", () => {
    const { at, drawn, lines, progress } = progressOf(4000, 100);
    at(0, 0);
    at(1, 1000);
    at(2, 3000);
    at(3, 4000);
    progress.clear();
    expect(drawn).toEqual([
      "\r[######..................] 25 %  1000/4000  1000/s  0:03 left\u001b[K",
      "\r[##################......] 75 %  3000/4000  1500/s  0:01 left\u001b[K",
      "\r[########################] 100 %  4000/4000  1333/s  0:00 left\u001b[K",
      "\r\u001b[K",
    ]);
    expect(lines).toEqual([]);
  });

  it("is drawn ten times a second at most", () => {
    const { at, drawn } = progressOf(100_000, 100);
    for (let tick = 0; tick < 1000; tick += 1) at(tick / 1000, tick);
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn.length).toBeLessThanOrEqual(10);
  });

  it("never is wider than the terminal", () => {
    const { at, drawn } = progressOf(4000, 20);
    at(0, 0);
    at(1, 1000);
    expect(drawn).toEqual(["\r[######............\u001b[K"]);
  });

  it("tells hours, and a slow pace with its tenths", () => {
    const { at, drawn } = progressOf(100_000, 100);
    at(0, 0);
    at(10, 15);
    expect(drawn).toEqual(["\r[........................] 0 %  15/100000  1.5/s  18:30:57 left\u001b[K"]);
  });

  it("of what has no known end is a count", () => {
    const { at, drawn } = progressOf(undefined, 100);
    at(0, 0);
    at(1, 1000);
    expect(drawn).toEqual(["\r1000  1000/s\u001b[K"]);
  });

  it("leaves no trace where nothing was drawn", () => {
    const { progress, drawn } = progressOf(10, 100);
    progress.clear();
    expect(drawn).toEqual([]);
  });
});

describe("progress elsewhere", () => {
  it("is a plain line every ten seconds", () => {
    const { at, lines, drawn, progress } = progressOf(4000, undefined);
    for (let second = 0; second <= 25; second += 1) at(second, second * 100);
    progress.clear();
    expect(lines).toEqual([
      "1000 of 4000 articles, 100 a second, 0:30 left",
      "2000 of 4000 articles, 100 a second, 0:20 left",
    ]);
    expect(drawn).toEqual([]);
  });

  it("says nothing of what is done at once", () => {
    const { at, lines } = progressOf(3, undefined);
    at(0, 0);
    at(1, 3);
    expect(lines).toEqual([]);
  });
});
