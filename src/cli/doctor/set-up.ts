import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { isLoopbackHost } from "../../http/loopback.ts";
import { errorCode } from "../../lib/error-code.ts";
import { hasError } from "../../lib/fault.ts";
import { countFaults, countNoun } from "../../lib/plural.ts";
import { readEnvironment } from "../../runtime/node/environment.ts";
import type { Site } from "../../site/site.ts";
import { ARTICLES_FOLDER, Folder, SITE_FILE } from "../../store/folder/folder.ts";
import { FolderLock, LOCK_FILE } from "../../store/folder/saved/folder-lock.ts";
import { loadSqlite, SqliteMissing } from "../../store/sqlite/load-sqlite.ts";
import { createLog } from "../../telemetry/log.ts";
import type { Io } from "../command.ts";
import { timeNow } from "../new.ts";
import { exists } from "../places.ts";
import { fault, ok, type Tell, warning } from "./diagnosis.ts";

/** The oldest Node on which the package runs, as `engines` says. */
const MIN_NODE = 20;

/**
 * Checks the program that runs this.
 * @param version such as `26.10.0`
 * @param openSqlite throws `SqliteMissing` where there is none
 */
export function checkNode(version: string, openSqlite: () => unknown, tell: Tell): void {
  if (Number.parseInt(version, 10) < MIN_NODE) {
    tell(fault(`Node ${version} is too old`, `Install Node ${MIN_NODE} or newer.`));
    return;
  }
  try {
    openSqlite();
    tell(ok(`Node ${version}`));
  } catch (error) {
    if (!(error instanceof SqliteMissing)) throw error;
    const remedy = "Without it there is no database, and an article with a fault is missing after a restart.";
    tell(warning(error.message, remedy));
  }
}

/** Checks Node and the variables of the environment. */
export function checkMachine({ env }: Io, tell: Tell): void {
  checkNode(process.versions.node, loadSqlite, tell);
  const reading = readEnvironment(env);
  if ("environment" in reading) tell(ok("the variables of the environment are understood"));
  else for (const message of reading.faults) tell(fault(message, "Correct the variable, or leave it out."));
}

/**
 * Checks a content folder, and what is kept in it and beside it. Nothing is written.
 * @param siteUrl the address in place of the one in `site.json`
 * @returns the settings; nothing if they have faults
 */
export async function checkContent(
  path: string,
  { siteUrl, database }: { readonly siteUrl: string | undefined; readonly database: string | undefined },
  io: Io,
  tell: Tell,
): Promise<Site | undefined> {
  const folder = new Folder(path, {
    now: io.now,
    addressOverride: siteUrl,
    skipSettling: true,
    access: { owned: false },
  });
  await folder.scan();
  const { site, articles, faults } = folder.state;
  const found = `${path}: ${countNoun(articles.length, "article")}, ${countFaults(faults)}`;
  const remedy = `harkara check ${path} names each, with its remedy.`;
  if (faults.length === 0) tell(ok(found));
  else tell(hasError(faults) ? fault(found, remedy) : warning(found, remedy));
  if (site !== undefined) {
    tell(ok(`time zone ${site.timeZone}: it is ${timeNow(site, io.now())}`));
    checkAddress(site, siteUrl === undefined ? SITE_FILE : "SITE_URL", tell);
  }
  await checkWritable(path, tell);
  await checkLock(path, io, tell);
  if (database !== undefined) {
    if (await exists(database)) tell(ok(`the database ${database} is there`));
    else
      tell(
        warning(
          `there is no database ${database}: the service makes an empty one`,
          "Correct DATABASE, or fill it with harkara import.",
        ),
      );
  }
  return site;
}

/** @param place where the address is set */
function checkAddress({ address }: Site, place: string, tell: Tell): void {
  const { protocol, host } = new URL(address);
  if (isLoopbackHost(host)) {
    const remedy = `Set the address of the site in ${place} before you publish: links and ids are made of it.`;
    tell(warning(`the site's address is ${address}, which only this machine can open`, remedy));
  } else if (protocol === "http:") {
    tell(
      warning(`the site's address is ${address}, without HTTPS`, `Get a certificate, and set https:// in ${place}.`),
    );
  } else tell(ok(`the site's address is ${address}`));
}

async function checkWritable(path: string, tell: Tell): Promise<void> {
  for (const each of [path, join(path, ARTICLES_FOLDER)]) {
    const code = await access(each, constants.W_OK).then(() => undefined, errorCode);
    if (code === undefined) tell(ok(`${each} can be written to`));
    else {
      const remedy =
        "Let the service's user write there: else nobody can publish into it, and removals are not remembered.";
      tell(warning(`${each} cannot be written to by this user (${code})`, remedy));
    }
  }
}

async function checkLock(path: string, io: Io, tell: Tell): Promise<void> {
  const lock = await new FolderLock(path, io.now, createLog("silent", io.err)).look().catch(() => undefined);
  if (lock === undefined) tell(ok(`no service writes to ${path} at the moment`));
  else if (lock.stale) {
    const remedy = `The next service takes it over; without one, delete ${join(path, LOCK_FILE)}.`;
    tell(warning(`${lock.owner} is gone, and its lock is still there`, remedy));
  } else tell(ok(`${lock.owner} writes to ${path}`));
}
