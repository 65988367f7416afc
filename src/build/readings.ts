import { type BigIntStats, lstatSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { Article } from "../article/article.ts";
import { VERSION } from "../lib/version.ts";
import { listDirectory } from "../store/folder/files/directory-listing.ts";
import { ARTICLES_FOLDER, signatureOf } from "../store/folder/files/read-file.ts";
import { Folder, type FolderState } from "../store/folder/folder.ts";
import type { IndexedFile } from "../store/folder/index/folder-index.ts";

/** Files read since they were saved, beyond which they are saved again: to read a hundred takes as long as to save 10,000. @limit files */
const MAX_UNSAVED_READINGS = 100;

type Reading = Omit<IndexedFile, "site">;

/** A reading without the text of its article, and where that lies. */
interface SavedReading extends Omit<Reading, "article"> {
  readonly article: Omit<Article, "html"> | null;
  readonly start: number;
  readonly end: number;
}

/** What an earlier build read of a content folder. */
interface Readings {
  /** The program, the runtime and the folder that they belong to. */
  readonly key: string;
  /** Revision of the settings. */
  readonly settings: string;
  /** By the names of the files. */
  readonly files: ReadonlyMap<string, SavedReading>;
  /** The texts of all articles, in UTF-8. Few of them are needed, so they are decoded one by one. */
  readonly texts: Uint8Array;
}

/**
 * Reads a content folder. Articles whose files have not changed since an earlier build are taken from what that build has
 * saved: reading 10,000 anew takes seconds. The file holds articles that are not published yet, so it must not lie in the
 * output.
 * @param file where readings are kept
 * @param siteUrl the address in place of the one in `site.json`
 * @param now UTC
 */
export async function readContentFolder(
  path: string,
  file: string,
  siteUrl: string | undefined,
  now: () => Date,
): Promise<FolderState> {
  const folder = new Folder(path, { now, addressOverride: siteUrl, skipSettling: true });
  const key = [VERSION, process.version, resolve(path)].join("\n");
  const names = await namesIn(join(path, ARTICLES_FOLDER));
  const known = await loadReadings(file, key);
  const same = new Map<string, Reading>();
  const others: string[] = [];
  for (const name of names ?? []) {
    const reading = known?.files.get(name);
    if (known && reading && reading.signature === signatureAt(join(path, ARTICLES_FOLDER, name)))
      same.set(name, withText(reading, known.texts));
    else others.push(name);
  }
  const isKnown = names !== undefined && known !== undefined && (await folder.preload(same, known.settings));
  await folder.scan(isKnown ? others : undefined);
  const { site } = folder.state;
  const gone = (known?.files.size ?? 0) - same.size;
  if (site !== undefined && (!isKnown || others.length + gone > MAX_UNSAVED_READINGS)) {
    const readings = (names ?? []).flatMap((name) => {
      const reading = folder.index.get(name);
      return reading === undefined ? [] : [[name, reading] as const];
    });
    await saveReadings(file, { key, settings: site.revision, ...withoutTexts(readings) });
  }
  return folder.state;
}

function withText({ article, start, end, ...reading }: SavedReading, texts: Uint8Array): Reading {
  if (article === null) return { ...reading, article };
  const { buffer, byteOffset } = texts;
  const decoded = {
    ...article,
    get html() {
      return Buffer.from(buffer, byteOffset + start, end - start).toString();
    },
  };
  return { ...reading, article: Object.freeze(decoded) };
}

function withoutTexts(readings: readonly (readonly [string, IndexedFile])[]): Pick<Readings, "files" | "texts"> {
  const files = new Map<string, SavedReading>();
  const texts: Buffer[] = [];
  let end = 0;
  for (const [name, { site: _, article, ...reading }] of readings) {
    const { html, ...rest } = article ?? { html: "" };
    const start = end;
    const text = Buffer.from(html);
    end += text.length;
    texts.push(text);
    files.set(name, { ...reading, article: article && (rest as Omit<Article, "html">), start, end });
  }
  return { files, texts: Buffer.concat(texts) };
}

/** Undefined if anything in the folder cannot be listed: then the folder is read as a whole, and says so itself. */
async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  const { names, faults } = await listDirectory(folder);
  return faults.length === 0 ? names : undefined;
}

/** Undefined for links: what they lead to may change without them. */
function signatureAt(path: string): string | undefined {
  const stat: BigIntStats | undefined = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stat?.isFile() ? signatureOf(stat, stat) : undefined;
}

async function loadReadings(file: string, key: string): Promise<Readings | undefined> {
  try {
    const readings = deserialize(await readFile(file)) as Readings;
    return readings.key === key ? readings : undefined;
  } catch {
    return undefined;
  }
}

/** Without it the next build takes longer, so a failure is none of this build. */
async function saveReadings(file: string, readings: Readings): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, serialize(readings), { mode: 0o600 });
    await rename(temporary, file);
  } catch {}
}
