import { readVariable } from "../../lib/environment/read-variable.ts";
import { countNoun } from "../../lib/plural.ts";
import { type Command, parseCommand, UsageError } from "../command.ts";
import { contentFolder } from "../places.ts";
import { reportFailure } from "./failure.ts";

export const restoreCommand: Command = {
  summary: "put a backup in the place of what is served",
  usage: `Usage: harkara restore backup [--folder content] [--database file] [--yes]

Brings back what harkara backup copied, and checks each file before anything else is touched. The service must be
stopped. What is there already is not replaced without --yes; with it, it is renamed, and its new name printed.

  --folder    the content folder (default: CONTENT_DIR, or content); made if there is none
  --database  path of the database (default: DATABASE)
  --yes       set aside what is there
  --help      print this

Hidden files that are none of the service's stay as they are. Exit code: 0 restored, 1 not restored, and all is as
before, 2 usage, 130 interrupted.`,

  async run(args, io) {
    const options = { folder: { type: "string" }, database: { type: "string" }, yes: { type: "boolean" } } as const;
    const { values, positionals } = parseCommand(args, options, 1);
    const [backup] = positionals;
    if (!backup) throw new UsageError("the backup is missing");
    const folder = values.folder || contentFolder(io);
    const database = values.database || readVariable(io.env, "DATABASE");
    const signal = io.interrupt?.();
    const { restoreBackup } = await import("../../backup/restore-backup.ts");
    try {
      const { manifest, articles, aside } = await restoreBackup({
        ...{ backup, folder, database, signal, now: io.now },
        replace: values.yes === true,
      });
      for (const path of aside) io.out(`what was there before is in ${path}`);
      if (database !== undefined && manifest.database === undefined)
        io.err(`warning: there is no database in the backup: ${database} is as it was`);
      if (articles !== manifest.articles)
        io.err(`warning: ${manifest.articles} articles were read when it was made, by version ${manifest.version}`);
      const stored = manifest.database && `, ${database}: ${countNoun(manifest.database.articles, "article")}`;
      io.out(`${folder}: ${countNoun(articles, "article")}${stored ?? ""}, as of ${manifest.made}`);
      return 0;
    } catch (error) {
      return reportFailure(error, signal, "nothing was changed", io);
    }
  },
};
