import type { Fault } from "../../src/lib/fault.ts";
import { parseSite } from "../../src/site/parse-site.ts";
import type { Site } from "../../src/site/site.ts";
import { STORED } from "../support/fixtures/content.ts";

/** The two settings that have no default. */
export const REQUIRED = { title: "The Test", address: "https://news.example" };

/** The faults of a text of `site.json`; none when it is good. */
export async function faultsOf(source: string, override?: string): Promise<readonly Fault[]> {
  const reading = await parseSite(source, STORED, override);
  return "faults" in reading ? reading.faults : [];
}

/** `line:column message` of every fault of settings, written as one line of JSON a member. */
export async function found(settings: object): Promise<string[]> {
  const faults = await faultsOf(lined(settings));
  return faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** Settings as JSON with every member at the top on a line of its own, two blanks in. */
export function lined(settings: object): string {
  const members = Object.entries(settings).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${members.join(",\n")}\n}\n`;
}

/** The site of settings that are good; fails when they are not. */
export async function siteFrom(settings: object, override?: string): Promise<Site> {
  const reading = await parseSite(JSON.stringify(settings), STORED, override);
  if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
  return reading.site;
}
