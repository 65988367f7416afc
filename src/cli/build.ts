import { join } from "node:path";
import type { BuildOptions, BuildResult } from "../build/build-site.ts";
import type { BuildContent } from "../build/open-content.ts";
import { readVariable } from "../lib/environment/read-variable.ts";
import { errorCode } from "../lib/error-code.ts";
import { countNoun } from "../lib/plural.ts";
import { SITE_FILE } from "../store/folder/folder.ts";
import { StoreChanged } from "../store/store-errors.ts";
import { type Command, type Io, parseCommand, UsageError, writeFaults } from "./command.ts";
import { contentFolder, exists, findSite } from "./places.ts";
import { createProgress } from "./progress.ts";

export const build: Command = {
  summary: "write every page and document as files, for any web server",
  usage: `Usage: harkara build [folder] --out public [options]

Writes what the service would serve of a content folder (default: CONTENT_DIR, or content) as files: pages, feeds with
their archives, sitemaps, each with .gz and .br beside it; _nginx.conf for nginx, _headers and _redirects for Cloudflare
Pages and Netlify. Only what changed since the last build is written. With DATABASE the articles are those of the
database. SITE_URL overrides the address in site.json.

  --out folder        where to write; made if there is none, and what a build did not write there stays
  --no-compress       no .gz and .br: for hosts that compress by themselves
  --all               write everything anew
  --accept-removals   remove more than a tenth of all articles at once
  --cache file        what was read of the folder, for the next build (default: build/readings); not to be published
  --json              print the result as JSON
  --help              print this

All files take their places at the end, each as a whole; a build that fails before that changes nothing. Prints when the
next build is due, where an article is scheduled. Exit code: 0 written, 1 not written, 2 usage.`,

  async run(args, io) {
    const { values, positionals } = parseCommand(
      args,
      {
        out: { type: "string" },
        "no-compress": { type: "boolean" },
        all: { type: "boolean" },
        "accept-removals": { type: "boolean" },
        cache: { type: "string" },
        json: { type: "boolean" },
      },
      1,
    );
    if (!values.out) throw new UsageError("--out is missing");
    const folder = positionals[0] ?? contentFolder(io);
    const opened = await openContent(folder, values.cache ?? join("build", "readings"), io);
    if (opened === undefined) return 1;
    try {
      const options = {
        compressed: values["no-compress"] !== true,
        all: values.all === true,
        acceptRemovals: values["accept-removals"] === true,
      };
      return await write(values.out, opened, options, values.json === true, io);
    } finally {
      opened.close();
    }
  },
};

/** Undefined if there is nothing to build from: then it is said why. @throws UsageError */
async function openContent(folder: string, cache: string, io: Io): Promise<BuildContent | undefined> {
  const { openDatabaseContent, openFolderContent } = await import("../build/open-content.ts");
  const database = readVariable(io.env, "DATABASE");
  if (database !== undefined) {
    const site = await findSite(folder, io);
    if (site === undefined) throw new UsageError(`there is no ${join(folder, SITE_FILE)}`);
    if (!(await exists(database))) throw new UsageError(`there is no database ${database}`);
    return openDatabaseContent(database, site);
  }
  const opened = await openFolderContent(folder, cache, readVariable(io.env, "SITE_URL"), io.now());
  writeFaults(folder, opened.faults, io.err);
  if (opened.content !== undefined) return opened;
  opened.close();
  return undefined;
}

async function write(
  folder: string,
  { content, faulty, fingerprints }: BuildContent,
  options: Pick<BuildOptions, "compressed" | "all" | "acceptRemovals">,
  asJson: boolean,
  io: Io,
): Promise<number> {
  if (content === undefined) return 1;
  const { buildSite } = await import("../build/build-site.ts");
  const { BuildRefused } = await import("../build/removed-articles.ts");
  const { openOutput, OutputError } = await import("../build/output.ts");
  const begun = performance.now();
  let total = 0;
  const progress = createProgress(io, () => total, "documents");
  const failed = (message: string) => {
    io.err(`${folder} is as it was: ${message}`);
    return 1;
  };
  try {
    const output = await openOutput(folder);
    try {
      const onProgress = (done: number, all: number) => {
        total = all;
        progress.update(done);
      };
      const result = await buildSite(content, {
        ...options,
        folder,
        output,
        faulty,
        fingerprints,
        now: io.now(),
        onProgress,
      }).finally(progress.clear);
      report(folder, result, (performance.now() - begun) / 1000, asJson, io);
      return 0;
    } finally {
      await output.close();
    }
  } catch (error) {
    if (error instanceof OutputError || error instanceof BuildRefused) return failed(error.message);
    if (error instanceof StoreChanged) return failed("articles were published meanwhile. Run it again");
    if (errorCode(error) === "unknown") throw error;
    return failed((error as Error).message);
  }
}

function report(folder: string, result: BuildResult, seconds: number, asJson: boolean, io: Io): void {
  const { written, unchanged, removed, leftOut, next } = result;
  for (const address of leftOut) io.err(`warning: ${address} was left out: its name is too long for a file`);
  if (asJson) io.out(JSON.stringify({ ...result, seconds }));
  else {
    io.out(
      `${folder}: ${countNoun(written, "document")} written, ${unchanged} unchanged, ${removed} removed, in ${seconds.toFixed(1)} s`,
    );
    if (next !== null) io.out(`the next build is due at ${next.toISOString()}`);
  }
}
