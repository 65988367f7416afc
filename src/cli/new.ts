import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../lib/error-code.ts";
import { formatFault } from "../lib/fault.ts";
import { hasLetterOrDigit, slugOf, stripXmlForbidden } from "../lib/text.ts";
import { parseSite } from "../site/parse-site.ts";
import { conventionsOf, type Site } from "../site/site.ts";
import { formatTime } from "../source/time/parse-time.ts";
import { createZones } from "../source/time/zone.ts";
import { createZoneLabel } from "../source/time/zone-label.ts";
import { DRAFT_BODY, parseWireArticle } from "../source/wire/parse-wire.ts";
import { readName } from "../store/folder/files/read-file.ts";
import { ARTICLES_FOLDER, SITE_FILE } from "../store/folder/folder.ts";
import { type Command, type Io, parseCommand, UsageError } from "./command.ts";
import { contentFolder } from "./places.ts";

export const newArticle: Command = {
  summary: "write the file of a new article",
  usage: `Usage: harkara new "Headline" [options]

Writes a file in the articles folder with the time now in the site's zone, and prints its path. Until its last line is replaced
by the text, it is a draft and in no feed.

  --category label    a category; may be given again and again
  --standfirst text   the summary, one line
  --by names          the byline: A, B and C
  --slug slug         name of the file without .txt (default: made from the headline)
  --folder folder     the content folder (default: CONTENT_DIR, or content)
  --help              print this

Exit code: 0 written, 1 not written, 2 usage.`,

  async run(args, io) {
    const { values, positionals } = parseCommand(
      args,
      {
        category: { type: "string", multiple: true, default: [] },
        standfirst: { type: "string" },
        by: { type: "string" },
        slug: { type: "string" },
        folder: { type: "string", default: contentFolder(io) },
      },
      1,
    );
    const headline = oneLine(positionals[0] ?? "");
    if (headline === "") throw new UsageError("the headline is missing");
    const slug = values.slug ?? slugOf(headline).replace(/^-|-$/g, "");
    if (!hasLetterOrDigit(slug) || slugOf(slug) !== slug || readName(`${slug}.txt`).kind !== "article") {
      throw new UsageError(`“${slug}” cannot be a slug: give a shorter or plainer one with --slug`);
    }
    const site = await readSite(values.folder, io);
    if (site === undefined) return 1;
    const text = [
      `Published ${timeNow(site, io.now())}`,
      headline,
      ...(values.standfirst === undefined ? [] : [oneLine(values.standfirst)]),
      ...(values.by === undefined ? [] : [`By ${oneLine(values.by)}`]),
      ...values.category.map((label) => `- ${oneLine(label)}`),
      DRAFT_BODY,
      "",
    ].join("\n");
    const details = {
      standfirst: values.standfirst === undefined ? null : oneLine(values.standfirst),
      byline: values.by === undefined ? null : oneLine(values.by),
      categories: values.category.length,
    };
    return isReady(text, slug, site, details, io) ? write(values.folder, slug, text, io) : 1;
  },
};

/** The time now as an article of the site says it, in the site's zone. */
export function timeNow({ zones, timeZone }: Site, now: Date): string {
  return formatTime(now, createZoneLabel(timeZone, zones)(now), createZones(zones, timeZone));
}

async function readSite(folder: string, io: Io): Promise<Site | undefined> {
  const path = join(folder, SITE_FILE);
  try {
    const reading = await parseSite(await readFile(path, "utf8"), io.now());
    if ("site" in reading) return reading.site;
    for (const fault of reading.faults) io.err(formatFault({ ...fault, file: path }));
  } catch (error) {
    io.err(`${path} cannot be read (${errorCode(error)}): --folder says where the content is`);
  }
  return undefined;
}

interface ArticleDetails {
  readonly standfirst: string | null;
  readonly byline: string | null;
  readonly categories: number;
}

/** Reads what would be written as the service will once there is a text: all of it must be taken for what was given. */
function isReady(text: string, slug: string, site: Site, values: ArticleDetails, io: Io): boolean {
  // A subhead is never taken for the standfirst, as a first paragraph might be.
  const finished = text.replace(DRAFT_BODY, "## Subhead\nText.");
  const { article, findings } = parseWireArticle(finished, slug, { ...conventionsOf(site), author: null });
  const misread = [
    ...(article !== null && article.standfirst !== values.standfirst
      ? ["--standfirst would be read as something else"]
      : []),
    ...(article !== null && article.authors.length > 0 !== (values.byline !== null)
      ? ["--by would not be read as a byline: names begin with a capital and are short"]
      : []),
    ...(article !== null && article.categories.length < values.categories
      ? ["a --category is named twice or would be read as the reading time"]
      : []),
  ];
  const errors = findings
    .filter(({ severity }) => severity === "error")
    .map(({ message, hint }) => `${message}. ${hint}`);
  for (const message of [...errors, ...misread]) io.err(message);
  return errors.length + misread.length === 0;
}

async function write(folder: string, slug: string, text: string, io: Io): Promise<number> {
  const path = join(folder, ARTICLES_FOLDER, `${slug}.txt`);
  try {
    await mkdir(join(folder, ARTICLES_FOLDER), { recursive: true });
  } catch (error) {
    io.err(`${join(folder, ARTICLES_FOLDER)} cannot be made (${errorCode(error)})`);
    return 1;
  }
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    const why =
      errorCode(error) === "EEXIST"
        ? "is there already: give another name with --slug"
        : `cannot be written (${errorCode(error)})`;
    io.err(`${path} ${why}`);
    return 1;
  }
  io.out(path);
  return 0;
}

function oneLine(text: string): string {
  return stripXmlForbidden(text).replace(/\s+/gu, " ").trim();
}
