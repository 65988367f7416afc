import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Name of the file, in the output, that says what the last build wrote. */
export const BUILD_MANIFEST_FILE = ".harkara-build.json";

/** Files that are checked together. */
export interface FileGroup {
  /** Of all that they show; empty if that is not known, so that each is checked. */
  readonly fingerprint: string;
  /** The entity tag of each file's document; empty while it is being written. */
  readonly files: Readonly<Record<string, string>>;
}

/** What a build wrote. */
export interface BuildManifest {
  /** Of this form of manifests. */
  readonly build: 1;
  /** Version of the program and revision of the settings. */
  readonly settings: string;
  /** Whether there are compressed files. */
  readonly compressed: boolean;
  /** By the path of a scope; the others have names without a slash. */
  readonly groups: Readonly<Record<string, FileGroup>>;
  /** Files that no document has: for hosts, and of what was removed. */
  readonly others: readonly string[];
}

/** Reads the manifest of an output; undefined if there is none that can be read: then everything is written. */
export async function readBuildManifest(output: string): Promise<BuildManifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(output, BUILD_MANIFEST_FILE), "utf8")) as BuildManifest;
    return manifest.build === 1 ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** All documents of a manifest, by their files. */
export function documentsOf(manifest: BuildManifest | undefined): ReadonlyMap<string, string> {
  return new Map(Object.values(manifest?.groups ?? {}).flatMap(({ files }) => Object.entries(files)));
}
