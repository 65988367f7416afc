import { readVariable } from "../../lib/environment/read-variable.ts";
import { countNoun } from "../../lib/plural.ts";
import { type Command, parseCommand, UsageError } from "../command.ts";
import { contentFolder } from "../places.ts";
import { reportFailure } from "./failure.ts";

export const backupCommand: Command = {
  summary: "copy what is served while it is served, and check the copy",
  usage: `Usage: harkara backup --to folder [--folder content] [--database file]

Copies the content folder into a new folder, and the database where the articles are in one. The service may run and
publish meanwhile: each file is whole, and a database is as it was at one moment. The copy is then restored into a
temporary folder beside it and compared. Only then has it the name that --to gives it.

  --to        the folder that becomes the backup; it must not be there
  --folder    the content folder (default: CONTENT_DIR, or content)
  --database  path of the database (default: DATABASE; without it only the folder is copied)
  --help      print this

Hidden files of the content folder are left out, but those with removals, notices to hubs and last good versions. Prints
what was copied and what was checked. Exit code: 0 the backup is there and was checked, 1 there is none, 2 usage,
130 interrupted.`,

  async run(args, io) {
    const strings = { to: { type: "string" }, folder: { type: "string" }, database: { type: "string" } } as const;
    const { values } = parseCommand(args, strings, 0);
    const { to } = values;
    if (!to) throw new UsageError("--to is missing");
    const folder = values.folder || contentFolder(io);
    const database = values.database || readVariable(io.env, "DATABASE");
    const signal = io.interrupt?.();
    const { makeBackup } = await import("../../backup/make-backup.ts");
    try {
      const { manifest, leftOut } = await makeBackup({ folder, database, to, now: io.now, signal });
      const files = Object.keys(manifest.files).length;
      const stored = manifest.database && `, and a database with ${countNoun(manifest.database.articles, "article")}`;
      for (const name of leftOut) io.err(`warning: ${name} was left out: no regular file, or a link out of its folder`);
      io.out(
        `${to}: ${countNoun(manifest.articles, "article")} of ${folder}${stored ?? ""}, in ${countNoun(files, "file")}`,
      );
      io.out(
        `checked by restoring it: SHA-256 of ${countNoun(files, "file")}, ${countNoun(manifest.articles, "article")} read` +
          (manifest.database ? ", integrity_check, slug and revision of each article in the database" : ""),
      );
      return 0;
    } catch (error) {
      return reportFailure(error, signal, "there is no backup", io);
    }
  },
};
