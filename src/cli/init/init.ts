import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { errorCode } from "../../lib/error-code.ts";
import { parseSite } from "../../site/parse-site.ts";
import type { Site } from "../../site/site.ts";
import { ARTICLES_FOLDER, SITE_FILE } from "../../store/folder/folder.ts";
import { type Command, type Io, parseCommand, UsageError } from "../command.ts";
import { timeNow } from "../new.ts";
import { exists, findSite, readPath } from "../places.ts";
import { type Answers, askAnswers, faultsOf, proposedAnswers } from "./answers.ts";
import { firstArticles, projectFiles, siteJson } from "./site-files.ts";

export const init: Command = {
  summary: "make a site of its own",
  usage: `Usage: harkara init folder [options]

Makes a folder with all that a site needs: package.json with the commands of every day, content/site.json, two articles,
wrangler.toml for Cloudflare Workers, .gitignore and README.md. What is there already stays as it is: a content folder
that is in it becomes the site's.

On a terminal it asks for what is not given; elsewhere it takes what stands in brackets.

  --title text       title of the site [made from the folder's name]
  --address address  where people will reach it [http://localhost:8787]
  --language tag     language of its articles, such as en-IN [that of the environment]
  --time-zone zone   such as Asia/Kolkata [that of the machine]
  --yes              ask nothing
  --help             print this

Exit code: 0 written, 1 not written, 2 usage, 130 interrupted.`,

  async run(args, io) {
    const { values, positionals } = parseCommand(args, OPTIONS, 1);
    if (!positionals[0]) throw new UsageError("the folder is missing");
    const folder = readPath(positionals[0], "the folder");
    const content = join(folder, "content");
    const present = await findSite(content, io);
    const files: Record<string, string> = { ...projectFiles(packageName(folder)) };
    let site = present;
    if (site === undefined) {
      const given = { ...values, timeZone: values["time-zone"] };
      const answers = await readAnswers(folder, given, values.yes, io);
      if (typeof answers === "number") return answers;
      const text = siteJson(answers, io.now().toISOString().slice(0, 10));
      files[join("content", SITE_FILE)] = text;
      site = await readSettings(text, io.now());
    }
    if (!(await exists(join(content, ARTICLES_FOLDER)))) {
      for (const [name, text] of Object.entries(firstArticles(timeNow(site, io.now()))))
        files[join("content", name)] = text;
    }
    if (present !== undefined) io.err(`${join(content, SITE_FILE)} is there already: it stays as it is`);
    if (!(await writeAll(folder, files, io))) return 1;
    const shown = /^[\w./-]+$/.test(folder) ? folder : `"${folder}"`;
    io.out(`Go on with: ${resolve(folder) === resolve(".") ? "" : `cd ${shown} && `}npm install && npm run dev`);
    return 0;
  },
};

const OPTIONS = {
  title: { type: "string" },
  address: { type: "string" },
  language: { type: "string" },
  "time-zone": { type: "string" },
  yes: { type: "boolean", default: false },
} as const;

/** @returns the exit code where there are none */
async function readAnswers(
  folder: string,
  options: { readonly [name in keyof Answers]?: string | undefined },
  yes: boolean,
  io: Io,
): Promise<Answers | number> {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const proposed = proposedAnswers(folder, io.env);
  const faults = await faultsOf(given, io.now());
  for (const fault of faults) io.err(`harkara init: ${fault}`);
  if (faults.length > 0) return 2;
  if (yes || io.ask === undefined) return { ...proposed, ...given };
  const answers = await askAnswers(given, proposed, io.ask, io);
  if (answers !== undefined) return answers;
  io.err("interrupted: nothing was written");
  return 130;
}

async function readSettings(text: string, now: Date): Promise<Site> {
  const reading = await parseSite(text, now);
  if ("site" in reading) return reading.site;
  throw new Error(reading.faults[0].message);
}

/** @returns whether all is there now */
async function writeAll(folder: string, files: Readonly<Record<string, string>>, io: Io): Promise<boolean> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { flag: "wx" });
      io.out(path);
    } catch (error) {
      if (errorCode(error) === "EEXIST" && (await exists(path))) {
        io.err(`${path} is there already: it stays as it is`);
        continue;
      }
      io.err(`${path} cannot be written (${errorCode(error)})`);
      return false;
    }
  }
  return true;
}

/** A name that npm and Cloudflare take: small letters of ASCII, digits and hyphens, at most 63 characters (RFC 1035). */
function packageName(folder: string): string {
  const name = basename(resolve(folder))
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
  return name === "" ? "my-site" : name;
}
