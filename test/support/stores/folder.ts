import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterFile } from "../after-file.ts";

/** Settings that need nothing else; the address is nobody's. */
export const SITE = { title: "The Test", address: "https://news.example" };

/** An empty folder that is there until the file's tests are over. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "harkara-"));
  afterFile(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A content folder of these articles, by slug. */
export async function contentFolder(
  texts: Readonly<Record<string, string>>,
  site: Readonly<Record<string, unknown>> = SITE,
): Promise<string> {
  const folder = await temporaryFolder();
  const files = Object.entries(texts).map(([slug, text]) => [`articles/${slug}.txt`, text] as const);
  await mkdir(join(folder, "articles"));
  for (const [name, text] of [["site.json", JSON.stringify(site)] as const, ...files]) await put(folder, name, text);
  return folder;
}

/** Writes a file of a folder, and the folders that it lies in. */
export async function put(folder: string, name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

/** The text of an article without a fault, a minute younger for each `minute`. */
export function articleText(headline: string, body = "One plain sentence.", minute = 0): string {
  const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  return `Published ${time} IST, March 31st 2025\n${headline}\nWhat it is about.\n- India\n${body}\n`;
}
