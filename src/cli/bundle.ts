import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { readVariable } from "../lib/environment/read-variable.ts";
import { errorCode } from "../lib/error-code.ts";
import { countNoun } from "../lib/plural.ts";
import { Folder } from "../store/folder/folder.ts";
import type { Bundle } from "../store/memory/bundle-store.ts";
import { type Command, parseCommand, writeFaults } from "./command.ts";
import { contentFolder } from "./places.ts";

export const bundle: Command = {
  summary: "read a content folder ahead into the file that the Worker carries",
  usage: `Usage: harkara bundle [folder] [--out file]

Reads every article of a content folder (default: CONTENT_DIR, or content) and writes what it read as JSON, for
the build of the Worker. SITE_URL overrides the address in site.json.

  --out file   where to write it (default: build/content.json)
  --help       print this

Articles with a fault are named and left out. Exit code: 0 written, 1 not written, 2 usage.`,

  async run(args, io) {
    const parsed = parseCommand(args, { out: { type: "string", default: "build/content.json" } }, 1);
    const path = parsed.positionals[0] ?? contentFolder(io);
    const folder = new Folder(path, {
      now: io.now,
      addressOverride: readVariable(io.env, "SITE_URL"),
      skipSettling: true,
    });
    await folder.scan();
    const { site, articles, removals, changed, faults } = folder.state;
    writeFaults(path, faults, io.err);
    if (site === undefined) return 1;
    const out = String(parsed.values.out);
    const content = JSON.parse(JSON.stringify({ site, articles, removals, changed })) as Bundle;
    try {
      await write(out, content);
    } catch (error) {
      io.err(`${out} cannot be written (${errorCode(error)}): --out says where to`);
      return 1;
    }
    io.out(`${out}: ${countNoun(articles.length, "article")}`);
    return 0;
  },
};

/** Under another name first, so that a build that runs at the same time never sees half of it. */
async function write(path: string, content: Bundle): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, JSON.stringify(content));
  await rename(temporary, path);
}
