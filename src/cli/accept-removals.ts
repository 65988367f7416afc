import { acceptRemovals } from "../store/folder/accepted-removals.ts";
import { isFolder } from "./check.ts";
import { type Command, parseCommand, UsageError } from "./command.ts";
import { contentFolder } from "./places.ts";

export const acceptRemovalsCommand: Command = {
  summary: "let a service remove articles that vanished at once",
  usage: `Usage: harkara accept-removals [folder]

When more than a tenth of the articles of a content folder vanish within a minute, the service goes on serving them:
an unmounted disk looks the same. This tells the service of that folder (default: CONTENT_DIR, or content) that they
were removed on purpose. It acts within seconds.

  --help   print this

Exit code: 0 accepted, 1 the folder cannot be written to, 2 usage.`,

  async run(args, io) {
    const path = parseCommand(args, {}, 1).positionals[0] ?? contentFolder(io);
    if (!(await isFolder(path))) throw new UsageError(`there is no folder ${path}`);
    try {
      await acceptRemovals(path);
    } catch (error) {
      io.err(`${path} cannot be written to: ${(error as Error).message}`);
      return 1;
    }
    io.out("accepted: articles whose files are missing are removed");
    return 0;
  },
};
