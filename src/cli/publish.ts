import { basename, dirname, join, resolve, sep } from "node:path";
import type { Finding } from "../lib/fault.ts";
import { formatFault, hasError } from "../lib/fault.ts";
import { conventionsOf, type Site } from "../site/site.ts";
import { parseSource } from "../source/parse-source.ts";
import type { Source } from "../source/source.ts";
import { readName, readTextFile } from "../store/folder/files/read-file.ts";
import { ARTICLES_FOLDER } from "../store/folder/folder.ts";
import { createHttpClient, NetError } from "../transfer/http-client.ts";
import { ServiceClient } from "../transfer/service-client.ts";
import { type Command, type Io, parseCommand, UsageError } from "./command.ts";
import { exists, findSite, readService } from "./places.ts";

export const publish: Command = {
  summary: "publish articles on a running site",
  usage: `Usage: harkara publish file… --to address

Puts each file on a running site, in the place of what was there under its name. The ending tells its format: .txt,
.md, .markdown or .json, in any case; the rest of the name is the article's slug. Where a site.json lies beside a file,
in the folder above or above the folder articles, the file is checked here first. A site that is busy is asked again
for a while.

  --to     address of the site; its token is HARKARA_TOKEN, or PUBLISH_TOKEN
  --help   print this

Prints what came of each file and the article's address. Faults are printed as file:line:column code message, with a
hint below. Exit code: 0 all are published, 1 some are not, 2 usage, 130 interrupted.`,

  async run(args, io) {
    const { values, positionals } = parseCommand(args, { to: { type: "string" } }, Number.POSITIVE_INFINITY);
    if (positionals.length === 0) throw new UsageError("there is no file named");
    if (!values.to) throw new UsageError("--to is missing");
    const { address, token } = readService(values.to, "--to", io);
    const signal = io.interrupt?.();
    const client = new ServiceClient(createHttpClient(io.now), address, token, signal);
    const isAborted = () => signal?.aborted === true;
    let failed = 0;
    for (const [index, path] of positionals.entries()) {
      const interrupted = () => {
        const left = positionals.length - index;
        io.err(`interrupted: ${left} of ${positionals.length} files were not sent`);
        return 130;
      };
      if (isAborted()) return interrupted();
      try {
        if (!(await publishFile(path, client, address, io))) failed += 1;
      } catch (error) {
        if (!(error instanceof NetError)) throw error;
        if (isAborted()) return interrupted();
        io.err(`${path}: ${error.message}`);
        return 1;
      }
    }
    return failed === 0 ? 0 : 1;
  },
};

/** @returns whether the article is on the site as the file says it */
async function publishFile(path: string, client: ServiceClient, address: string, io: Io): Promise<boolean> {
  if (!(await exists(path))) {
    io.err(`${path}: there is no such file`);
    return false;
  }
  const source = await readFile(path, io);
  if (source === undefined || !(await isSound(path, source, io))) return false;
  const outcome = await client.put(source);
  if (outcome.kind === "failed") {
    io.err(`${path}: ${outcome.message}`);
    return false;
  }
  writeFindings(path, outcome.findings, io);
  if (outcome.kind === "faulty") return false;
  io.out(`${outcome.kind} ${outcome.address ?? `${address}/articles/${encodeURIComponent(source.slug)}`}`);
  return true;
}

async function readFile(path: string, io: Io): Promise<Source | undefined> {
  const named = readName(basename(path));
  const read = named.kind === "article" ? await readTextFile(dirname(path), basename(path)) : undefined;
  if (named.kind === "article" && read !== undefined && "text" in read) {
    return { slug: named.slug, format: named.format, text: read.text };
  }
  const finding =
    named.kind === "refused" ? named.finding : read !== undefined && "finding" in read ? read.finding : HIDDEN;
  writeFindings(path, [finding], io);
  return undefined;
}

const HIDDEN: Finding = {
  line: 1,
  column: 1,
  code: "bad-name",
  message: "a hidden file cannot be an article",
  hint: "Rename it: letters, digits and hyphens, then .txt, .md or .json.",
  severity: "error",
};

/** What the site would refuse is told without asking it. */
async function isSound(path: string, source: Source, io: Io): Promise<boolean> {
  let site: Site | undefined;
  for (const folder of siteFolders(dirname(path))) site ??= await findSite(folder, io);
  if (site === undefined) return true;
  const { article, findings } = await parseSource(source, conventionsOf(site));
  if (article !== null && !hasError(findings)) return true;
  writeFindings(path, findings, io);
  return false;
}

/** Where the settings of an article's file may lie: beside it, above it, or above the folder of articles that it is in. */
function siteFolders(folder: string): readonly string[] {
  const parts = resolve(folder).split(sep);
  const above = parts.length - parts.lastIndexOf(ARTICLES_FOLDER);
  return [folder, join(folder, ".."), ...(above < parts.length ? [join(folder, ...Array(above).fill(".."))] : [])];
}

function writeFindings(path: string, findings: readonly Finding[], io: Io): void {
  for (const finding of findings) {
    io.err(formatFault({ file: path, ...finding }));
    io.err(`  ${finding.severity === "warning" ? "warning: " : ""}${finding.hint}`);
  }
}
