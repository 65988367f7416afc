import { createDryRun } from "../import/dry-run.ts";
import { DeliveryError, type ImportSummary, importArticles, type Omission } from "../import/import-articles.ts";
import type { OpenedSource } from "../import/open-source.ts";
import { SourceError } from "../import/source-error.ts";
import { countNoun } from "../lib/plural.ts";
import { parseSite } from "../site/parse-site.ts";
import type { Site } from "../site/site.ts";
import { isAddress } from "../transfer/download.ts";
import { createHttpClient, type HttpClient, NetError } from "../transfer/http-client.ts";
import { openServiceTarget, UnsupportedError } from "../transfer/service.ts";
import type { Target } from "../transfer/target.ts";
import { type Command, type Io, parseCommand, UsageError } from "./command.ts";
import { contentFolder, exists, findSite, type Place, readPath, readPlace } from "./places.ts";
import { createProgress, type Progress } from "./progress.ts";

/** Things left out of an import that are listed one by one; the rest is counted. @limit lines */
const MAX_LISTED_OMISSIONS = 100;

export const importCommand: Command = {
  summary: "bring articles along from a folder, a feed, WordPress or a page",
  usage: `Usage: harkara import source [--to database|address] [--dry-run] [--yes]

Brings articles into a database (made if there is none) or to a running site. The source is recognised by what it
says:

  a content folder, a folder of articles, or what harkara export wrote
  an RSS, Atom or JSON feed, as a file or an address; what it says is older (RFC 5005, next_url) is fetched too
  a WordPress export (WXR)
  a page of an article, as a file or an address

It may be interrupted and run again: what is there already is not brought twice. The settings (zones, categories) are
those of site.json in CONTENT_DIR (default: content), or in the source if that is a folder with one.

  --to       path of a database, or address of a site; its token is HARKARA_TOKEN (default: DATABASE)
  --dry-run  say what would be brought along, and do nothing
  --yes      change what is there, however much it is; without it at most 5 articles or a tenth of them
  --help     print this

Ends with a count and a list of what was left out, and why. Exit code: 0 all is there, 1 something was left out or
failed, 2 usage, 130 interrupted.`,

  async run(args, io) {
    const parsed = parseCommand(args, IMPORT_OPTIONS, 1);
    const source = parsed.positionals[0];
    if (!source) throw new UsageError("the source is missing");
    if (!isAddress(source) && !(await exists(source))) throw new UsageError(`there is no ${source}`);
    // A dry run goes nowhere, but tells of a wrong place.
    if (parsed.values.to && !isAddress(parsed.values.to)) readPath(parsed.values.to, "--to");
    const place = parsed.values["dry-run"] ? undefined : readPlace(parsed.values.to, "--to", io);
    const site = await siteFor(source, place, io);
    const signal = io.interrupt?.();
    const net = createHttpClient(io.now);
    let opened: OpenedSource | undefined;
    const progress = createProgress(io, () => opened?.total, "articles");
    try {
      // Its parsers would slow the start of every command, also of `harkara serve`.
      const { openSource } = await import("../import/open-source.ts");
      opened = await openSource(source, { site, net, signal, onNote: progress.note });
    } catch (error) {
      progress.clear();
      if (!(error instanceof SourceError || error instanceof NetError || isSystemError(error))) throw error;
      if (signal?.aborted === true) return interrupted(io);
      io.err(error.message);
      return 1;
    }
    progress.clear();
    if (signal?.aborted === true) return interrupted(io);
    for (const warning of opened.warnings) io.err(`warning: ${warning}`);
    const target = await openTarget(place, site, net, signal, parsed.values.yes, io);
    if (target === undefined) return 1;
    try {
      return await importInto(opened, target, progress, { io, signal, dry: place === undefined });
    } finally {
      await target.close();
    }
  },
};

function interrupted(io: Io): number {
  io.err("interrupted. Nothing was brought along");
  return 130;
}

/** A folder's own settings go first; a site elsewhere has its own, so that here hardly anything hangs on them. */
async function siteFor(source: string, place: Place | undefined, io: Io): Promise<Site> {
  const own = isAddress(source) ? undefined : await findSite(source, io);
  const site = own ?? (await findSite(contentFolder(io), io));
  if (site !== undefined) return site;
  if (place?.kind === "database") {
    throw new UsageError(`there is no site.json in ${contentFolder(io)}: CONTENT_DIR says where it is`);
  }
  const address = place?.address ?? "https://site.invalid";
  const reading = await parseSite(JSON.stringify({ title: new URL(address).host, address }), io.now());
  if ("faults" in reading) throw new UsageError(`--to: ${reading.faults[0].message}`);
  return reading.site;
}

const IMPORT_OPTIONS = {
  to: { type: "string" },
  "dry-run": { type: "boolean" },
  yes: { type: "boolean" },
} as const;

async function openTarget(
  place: Place | undefined,
  site: Site,
  net: HttpClient,
  signal: AbortSignal | undefined,
  confirmed: boolean | undefined,
  io: Io,
): Promise<Target | undefined> {
  if (place === undefined) return createDryRun(site, io.out);
  if (place.kind === "service") return openServiceTarget(net, place.address, place.token, signal, confirmed);
  try {
    const { openDatabaseTarget } = await import("../transfer/database.ts");
    return openDatabaseTarget(place.path, site, io.now, confirmed);
  } catch (error) {
    io.err(`${place.path} cannot be opened: ${(error as Error).message}`);
    return undefined;
  }
}

interface Setting {
  readonly io: Io;
  readonly signal: AbortSignal | undefined;
  readonly dry: boolean;
}

async function importInto(
  { entries, removals, reserved }: OpenedSource,
  target: Target,
  progress: Progress,
  { io, signal, dry }: Setting,
): Promise<number> {
  const omissions: Omission[] = [];
  let tally: ImportSummary = { created: 0, changed: 0, same: 0, leftOut: 0, interrupted: false };
  let failure: string | undefined;
  const messages: string[] = [];
  progress.update(0);
  try {
    tally = await importArticles(entries, target, {
      signal,
      onOmission: (omission) => {
        if (omissions.length < MAX_LISTED_OMISSIONS) omissions.push(omission);
      },
      onProgress: (now) => {
        tally = now;
        progress.update(now.created + now.changed + now.same + now.leftOut);
      },
    });
    if (!tally.interrupted) await target.note(removals, reserved).catch(asDeliveryError);
  } catch (error) {
    if (error instanceof UnsupportedError) messages.push(`${countNoun(removals.length, "removal")}: ${error.message}`);
    else if (error instanceof DeliveryError || isSystemError(error)) failure = error.message;
    else throw error;
  }
  progress.clear();
  for (const { name, reason } of omissions) io.out(reason.startsWith(name) ? reason : `${name}: ${reason}`);
  const listed = omissions.reduce((sum, { count }) => sum + count, 0);
  const more = tally.leftOut - listed;
  if (more > 0) io.out(`and ${more} more that are not listed`);
  for (const message of messages) io.out(message);
  io.out(summary(tally, dry));
  if (failure !== undefined && signal?.aborted !== true)
    io.err(`it ended early: ${failure}. What is counted is there; run it again for the rest`);
  if (signal?.aborted === true) {
    io.err("interrupted. What is counted is there; run it again for the rest");
    return 130;
  }
  return failure === undefined && tally.leftOut === 0 && messages.length === 0 ? 0 : 1;
}

function asDeliveryError(error: unknown): never {
  throw error instanceof UnsupportedError ? error : new DeliveryError(String(error), { cause: error });
}

/** Whether the system says it, of a file or a disk: the person can do something about it. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}

function summary({ created, changed, same, leftOut }: ImportSummary, dry: boolean): string {
  if (dry) return `${countNoun(created, "article")} would be brought along, ${leftOut} left out`;
  return `${created} new, ${changed} changed, ${same} already there, ${leftOut} left out`;
}
