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
import { doctor } from "./doctor/doctor.ts";
import { exportCommand } from "./export.ts";
import { importCommand } from "./import.ts";
import { askAtTerminal } from "./init/ask.ts";
import { init } from "./init/init.ts";
import { newArticle } from "./new.ts";
import { publish } from "./publish.ts";
import { dev } from "./serve/dev.ts";
import { serve } from "./serve/serve.ts";
import { tokenCommand } from "./tokens/token.ts";

/** What commands are for, in the order of a site's life, with the commands of each by name. */
export const COMMAND_GROUPS: Readonly<Record<string, Readonly<Record<string, Command>>>> = {
  Begin: { init },
  Write: { new: newArticle, check, publish },
  Serve: { dev, serve, build, bundle },
  Move: { import: importCommand, export: exportCommand },
  "Look after": {
    doctor,
    "accept-removals": acceptRemovalsCommand,
    backup: backupCommand,
    restore: restoreCommand,
    token: tokenCommand,
  },
};

/** Every command, by name; `docs/reference/commands.md` is made from them. */
export const COMMANDS: Readonly<Record<string, Command>> = Object.assign({}, ...Object.values(COMMAND_GROUPS));

const USAGE = `Usage: harkara command [arguments]

${Object.entries(COMMAND_GROUPS)
  .map(([group, commands]) => `${group}:\n${listOf(commands)}`)
  .join("\n\n")}

  --help      print this, or a command's own help behind its name
  --version   print the version`;

function listOf(commands: Readonly<Record<string, Command>>): string {
  return Object.entries(commands)
    .map(([name, { summary }]) => `  ${name.padEnd(15)} ${summary}`)
    .join("\n");
}

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
    ...(process.stdin.isTTY && process.stderr.isTTY && { ask: askAtTerminal }),
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
