import { mkdir, mkdtemp, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Content } from "../../../src/store/content.ts";
import { Folder } from "../../../src/store/folder/folder.ts";

/** A content folder on a real disk, read as the service reads it but without waiting for writers. */
export interface Shelf {
  readonly write: (slug: string, text: string) => Promise<void>;
  /** Puts a file there that was written elsewhere, long ago. */
  readonly moveIn: (slug: string, text: string) => Promise<void>;
  readonly remove: (slug: string) => Promise<void>;
  readonly settings: (settings: Record<string, unknown>) => Promise<void>;
  /** Reads what has changed. */
  readonly read: () => Promise<Content>;
  /** Forgets what was read, as a restart of the service does. */
  readonly restart: () => void;
  /** Waits until the disk's clock and the program's are both past everything that happened. */
  readonly tick: () => Promise<void>;
  readonly clear: () => Promise<void>;
}

export async function shelfOf(): Promise<Shelf> {
  const root = await mkdtemp(join(tmpdir(), "poll-"));
  const path = (slug: string) => join(root, "articles", `${slug}.txt`);
  const probe = join(root, "probe");
  const open = () => new Folder(root, { now: () => new Date(), skipSettling: true });
  let folder = open();
  await mkdir(join(root, "articles"));
  return {
    write: (slug, text) => writeFile(path(slug), text),
    async moveIn(slug, text) {
      const elsewhere = join(root, "elsewhere.txt");
      await writeFile(elsewhere, text);
      await utimes(elsewhere, new Date("2001-01-01T00:00:00Z"), new Date("2001-01-01T00:00:00Z"));
      await rename(elsewhere, path(slug));
    },
    remove: (slug) => rm(path(slug), { force: true }),
    settings: (settings) =>
      writeFile(
        join(root, "site.json"),
        JSON.stringify({ title: "The Test", address: "https://news.example", ...settings }),
      ),
    async read() {
      await folder.scan();
      const { site, store, faults } = folder.state;
      if (site === undefined || store === undefined) throw new Error(JSON.stringify(faults));
      return { site, store };
    },
    restart() {
      folder = open();
    },
    async tick() {
      const past = Date.now() + 1;
      do await writeFile(probe, "");
      while ((await stat(probe)).ctimeMs <= past);
    },
    clear: () => rm(root, { recursive: true }),
  };
}
