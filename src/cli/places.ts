import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { readVariable } from "../lib/environment/read-variable.ts";
import { errorCode } from "../lib/error-code.ts";
import { parseSite } from "../site/parse-site.ts";
import type { Site } from "../site/site.ts";
import { SITE_FILE } from "../store/folder/folder.ts";
import { isAddress } from "../transfer/download.ts";
import { type Io, UsageError, writeFaults } from "./command.ts";

/** Where articles are brought to or taken from. */
export type Place =
  | { readonly kind: "database"; readonly path: string }
  | { readonly kind: "service"; readonly address: string; readonly token: string };

/**
 * Reads a place as it is given: the address of a site, or the path of a database.
 * @param option by which it was given, for the message
 * @throws UsageError
 */
export function readPlace(argument: string | undefined, option: string, io: Io): Place {
  const [place, name] = argument ? [argument, option] : [readVariable(io.env, "DATABASE"), "DATABASE"];
  if (!place) throw new UsageError(`${option} is missing, and DATABASE is not set`);
  return isAddress(place) ? readService(place, name, io) : { kind: "database", path: readPath(place, name) };
}

/**
 * Reads a path. What has a colon before its first slash is meant as an address: `ftp://…`, `example.org:8080`, `host:/srv`.
 * @param option by which it was given, for the message
 * @throws UsageError for such an address
 */
export function readPath(argument: string, option: string): string {
  if (!/^[^/]{2,}:/.test(argument)) return argument;
  throw new UsageError(
    `${option} is neither an http or https address nor a path: “${argument}”. Begin an address with https:// or http://, a path with ./`,
  );
}

/** Reads the address of a site that is published to; the token comes from the environment. @throws UsageError */
export function readService(argument: string, option: string, io: Io): Extract<Place, { kind: "service" }> {
  if (!isAddress(argument) || !URL.canParse(argument))
    throw new UsageError(
      `${option} must be an http or https address, such as https://news.example.org, and not “${argument}”`,
    );
  const url = new URL(argument);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new UsageError(`${option} must be a site's address without user, query and fragment`);
  }
  const token = readVariable(io.env, "HARKARA_TOKEN") ?? readVariable(io.env, "PUBLISH_TOKEN");
  if (!token) throw new UsageError("the site's token must be in the environment, as HARKARA_TOKEN");
  // A header's value, or a request cannot be made.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError("the token has a character that no header may have");
  if (url.protocol === "http:" && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) {
    io.err(`warning: ${url.origin} is not https: whoever is on the way can read the token`);
  }
  return { kind: "service", address: url.href.replace(/\/+$/, ""), token };
}

/** The settings in a folder's `site.json`; nothing when there is none. Faults are written. @throws UsageError for these */
export async function findSite(folder: string, io: Io): Promise<Site | undefined> {
  const path = join(folder, SITE_FILE);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw new UsageError(`${path} cannot be read (${errorCode(error)})`);
  }
  const reading = await parseSite(text, io.now(), readVariable(io.env, "SITE_URL"));
  if ("site" in reading) return reading.site;
  writeFaults(folder, reading.faults, io.err);
  throw new UsageError(`${path} has faults`);
}

/** The content folder that the environment names. */
export function contentFolder(io: Io): string {
  return readVariable(io.env, "CONTENT_DIR") ?? "content";
}

/** Whether there is something at a path. */
export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
