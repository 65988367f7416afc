import { join } from "node:path";
import { Folder } from "../store/folder/folder.ts";
import { GOOD_VERSIONS_FILE, openGoodVersions } from "../store/folder/saved/good-versions.ts";
import { BackupError } from "./backup-error.ts";
import { isThere } from "./content-files.ts";

/**
 * Reads a copied content folder as the service would, and writes nothing there.
 * @param now UTC
 * @returns how many articles it has
 * @throws BackupError when its settings cannot be read
 */
export async function countArticles(folder: string, now: () => Date): Promise<number> {
  const hasVersions = await isThere(join(folder, GOOD_VERSIONS_FILE));
  const versions = hasVersions ? openGoodVersions(folder) : undefined;
  try {
    const reading = new Folder(folder, { now, skipSettling: true, versions, access: { owned: false } });
    await reading.scan();
    const { site, articles, faults } = reading.state;
    if (site === undefined) throw new BackupError(`${folder} cannot be served: ${faults[0]?.message}`);
    return articles.length;
  } finally {
    versions?.close();
  }
}
