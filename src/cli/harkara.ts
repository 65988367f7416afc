#!/usr/bin/env node
import { VariableError } from "../lib/environment/read-variable.ts";
import { VERSION } from "../lib/version.ts";
import { acceptRemovalsCommand } from "./accept-removals.ts";
import { backupCommand } from "./backup/backup.ts";
import { restoreCommand } from "./backup/restore.ts";
import { build } from "./build.ts";
import { bundle } from "./bundle.ts";
import { check } from "./check.ts";
import { type Command, type Io, UsageError } from "./command.ts";
import { exportCommand } from "./export.ts";
import { importCommand } from "./import.ts";
import { newArticle } from "./new.ts";
import { publish } from "./publish.ts";
import { tokenCommand } from "./tokens/token.ts";

/** Every command, by name; `docs/reference/commands.md` is made from them. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  check,
  "accept-removals": acceptRemovalsCommand,
  new: newArticle,
  bundle,
  build,
  import: importCommand,
  export: exportCommand,
  publish,
  backup: backupCommand,
  restore: restoreCommand,
  token: tokenCommand,
};

const USAGE = `Usage: harkara command [arguments]

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(15)} ${summary}`)
  .join("\n")}

  --help      print this, or a command's own help behind its name
  --version   print the version`;

/**
 * Runs the command line.
 * @param args without the program's own name
 * @returns the exit code
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const [name = "", ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const literal = rest.indexOf("--");
  const options = literal === -1 ? rest : rest.slice(0, literal);
  if (name === "--help" || name === "-h") io.out(USAGE);
  else if (name === "--version") io.out(VERSION);
  else if (command === undefined) {
    io.err(name === "" ? USAGE : `harkara: there is no command “${name}”. See harkara --help`);
    return 2;
  } else if (options.includes("--help") || options.includes("-h")) io.out(command.usage);
  else {
    try {
      return await command.run(rest, io);
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof VariableError)) throw error;
      io.err(`harkara ${name}: ${error.message}. See harkara ${name} --help`);
      return 2;
    }
  }
  return 0;
}

/** Runs the command line of this process. */
export async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), {
    env: process.env,
    now: () => new Date(),
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    ...(process.stderr.isTTY && {
      terminal: {
        write: (text) => process.stderr.write(text),
        columns: () => process.stderr.columns || 80,
      },
    }),
    interrupt: () => {
      const controller = new AbortController();
      // Once: a second interrupt ends the program as it always does.
      process.once("SIGINT", () => controller.abort());
      return controller.signal;
    },
  });
}

// bin/harkara.js is the command; what npx kept of 0.2.0 still calls this file.
if (import.meta.main) await main();
