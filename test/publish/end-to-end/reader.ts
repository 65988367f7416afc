import { expect } from "vitest";
import { DOCUMENT_NAMES, FORMATS, type Format } from "../../../src/lib/feed-format.ts";
import { see } from "../../support/readers/archive-walk.ts";
import { type EntryRead, READERS } from "../../support/readers/feeds/readers.ts";
import { attributeOf, childrenOf, parseXml } from "../../support/readers/xml.ts";

const TOMBSTONES = "http://purl.org/atompub/tombstones/1.0";

/** A poll's answer. */
export interface Polled {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Polls as a client does that takes no encodings. */
export async function poll(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Polled> {
  const response = await fetch(address, {
    headers: { "accept-encoding": "identity", ...headers },
    redirect: "manual",
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The text at an address; fails when it is not there. */
export async function textAt(address: string): Promise<string> {
  const { status, text } = await poll(address);
  if (status !== 200) throw new Error(`${address} answers ${status}: ${text}`);
  return text;
}

/** The three feeds of a scope. @param scope path of its page, empty for everything */
export function feedsOf(scope: string): readonly (readonly [Format, string])[] {
  return FORMATS.map((format) => [format, `${scope}/${DOCUMENT_NAMES[format]}`]);
}

/** The entries of a document, as two parsers agree on them; fails when they do not, or when it is not well-formed. */
export async function entriesOf(format: Format, text: string): Promise<readonly Partial<EntryRead>[]> {
  const strict = readerOf(format, format === "json" ? "JSON.parse" : "saxes");
  const common = readerOf(format, "feedsmith");
  const [exact, other] = [(await strict.read(text)).entries, (await common.read(text)).entries];
  for (const field of ["id", "headline", "published", "updated"] as const)
    expect(other.map((entry) => entry[field])).toEqual(exact.map((entry) => entry[field]));
  return exact;
}

function readerOf(format: Format, name: string) {
  const found = READERS.find((reader) => reader.format === format && reader.name === name);
  if (found === undefined) throw new Error(`no parser ${name} of ${format}`);
  return found;
}

/** The slugs of a document's entries, in their order. */
export async function slugsOf(format: Format, text: string): Promise<readonly string[]> {
  return (await entriesOf(format, text)).map(({ id = "" }) => decodeURIComponent(id.split("/").at(-1) ?? ""));
}

/** Ids of the articles that an Atom document tells are gone (RFC 6721). */
export function tombstonesOf(text: string): readonly string[] {
  return childrenOf(parseXml(text), "deleted-entry", TOMBSTONES).map((stone) => attributeOf(stone, "ref") ?? "");
}

/** Ids of all entries from a document to the oldest, by the links from one document to the one before. */
export async function everIn(format: Format, start: string): Promise<readonly string[]> {
  const ids: string[] = [];
  const visited = new Set<string>();
  for (let address: string | undefined = start; address !== undefined; ) {
    if (visited.has(address)) throw new Error(`a loop at ${address}`);
    visited.add(address);
    const { ids: own, previous } = see(format, await textAt(address));
    ids.push(...own);
    address = previous;
  }
  return ids;
}
