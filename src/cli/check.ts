import { stat } from "node:fs/promises";
import { hasError } from "../lib/fault.ts";
import { countFaults, countNoun } from "../lib/plural.ts";
import { Folder } from "../store/folder/folder.ts";
import { type Command, parseCommand, UsageError, writeFaults } from "./command.ts";
import { contentFolder } from "./places.ts";

export const check: Command = {
  summary: "name every fault of a content folder",
  usage: `Usage: harkara check [folder]

Reads site.json and every article of a content folder (default: CONTENT_DIR, or content). Prints each fault as
file:line:column code message, with a hint below, and ends with a count. Warnings do not keep an article out.

  --help   print this

Exit code: 0 clean (there may be warnings), 1 faults, 2 usage.`,

  async run(args, io) {
    const path = parseCommand(args, {}, 1).positionals[0] ?? contentFolder(io);
    if (!(await isFolder(path))) throw new UsageError(`there is no folder ${path}`);
    const folder = new Folder(path, { now: io.now, skipSettling: true });
    await folder.scan();
    const { articles, faults } = folder.state;
    writeFaults(path, faults, io.out);
    io.out(`${countNoun(articles.length, "article")}, ${countFaults(faults)}`);
    return hasError(faults) ? 1 : 0;
  },
};

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
