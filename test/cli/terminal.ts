import type { Io } from "../../src/cli/command.ts";
import { run } from "../../src/cli/harkara.ts";

/** What came of a command. */
export interface Outcome {
  readonly code: number;
  /** Lines of the result. */
  readonly out: readonly string[];
  /** Lines for the person at the terminal. */
  readonly err: readonly string[];
}

/** 23:35 in India, on the day before. */
export const EVENING = new Date("2024-02-28T18:05:00Z");

/** Runs the command line as a terminal would. */
export async function harkara(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  now: Date = EVENING,
  world: Partial<Pick<Io, "terminal" | "interrupt" | "ask" | "now">> = {},
): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    env,
    now: () => now,
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    ...world,
  };
  return { code: await run(args, io), out, err };
}
