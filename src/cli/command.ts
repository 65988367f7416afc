import { join } from "node:path";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import type { Variables } from "../lib/environment/read-variable.ts";
import { type Fault, formatFault } from "../lib/fault.ts";

/** What a command may use of the world. */
export interface Io {
  readonly env: Variables;
  readonly now: () => Date;
  /** Writes one line of the result. */
  readonly out: (line: string) => void;
  /** Writes one line for the person at the terminal. */
  readonly err: (line: string) => void;
  /** Where a line can be drawn again and again; missing where there is no terminal. */
  readonly terminal?: Terminal;
  /** Asks the person at the terminal for a line; nothing if they break off. Missing where nobody can answer. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** From now on the first interrupt (SIGINT) raises the signal and does nothing else; missing where there are none. */
  readonly interrupt?: () => AbortSignal;
}

/** A terminal that a person looks at. */
export interface Terminal {
  readonly write: (text: string) => void;
  /** How wide it is at the moment, in characters. */
  readonly columns: () => number;
}

/** A command of `harkara`. */
export interface Command {
  /** A few words for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly usage: string;
  /**
   * @returns the exit code
   * @throws UsageError when the arguments are not of the command's form
   */
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
}

/** The arguments are not of a command's form; the message says in what. */
export class UsageError extends Error {}

/**
 * Parses a command's arguments.
 * @param most how many of them may be no options
 * @throws UsageError
 */
export function parseCommand<T extends ParseArgsOptionsConfig>(args: readonly string[], options: T, most: number) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const extra = parsed.positionals[most];
    if (extra !== undefined) throw new UsageError(`“${extra}” is one argument too many`);
    return parsed;
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}

/** Writes each fault as `file:line:column code message`, its hint below. */
export function writeFaults(folder: string, faults: readonly Fault[], write: (line: string) => void): void {
  for (const fault of faults) {
    write(formatFault({ ...fault, file: join(folder, fault.file) }));
    write(`  ${fault.severity === "warning" ? "warning: " : ""}${fault.hint}`);
  }
}
