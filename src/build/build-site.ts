import type { Compression } from "../http/representation-cache.ts";
import { forEachConcurrently } from "../lib/parallel.ts";
import { VERSION } from "../lib/version.ts";
import { CACHE_SIZES } from "../routes/cache-sizes.ts";
import { createResources } from "../routes/resources.ts";
import type { Target } from "../routes/target.ts";
import type { Scope } from "../site/scope.ts";
import { scopePath } from "../site/urls.ts";
import type { TaxonomyCounts } from "../store/article-store.ts";
import type { Content } from "../store/content.ts";
import { COMPRESSED_SUFFIXES } from "./file-threads.ts";
import { hostFiles } from "./hosts/host-files.ts";
import { type BuildManifest, documentsOf, type FileGroup, readBuildManifest } from "./manifest.ts";
import type { Output } from "./output.ts";
import { fileOf } from "./output-file.ts";
import { goneFiles, refuseFaulty, refuseMassRemoval } from "./removed-articles.ts";
import { fixedTargets, overviewTargets, targetsOfScope } from "./targets.ts";

/** Documents that are rendered and compressed at the same time: enough to keep the threads busy. @limit documents */
const MAX_RENDERED_AT_ONCE = 16;

/** Bytes of rendered entries: each stands in the documents of several feeds. @limit bytes */
const MAX_BUILD_ENTRY_BYTES = 536_870_912;

/** The resources need not compress: what is written is compressed in other threads. */
const IDENTITY_ONLY: Compression = { codings: () => [], compress: async (bytes) => bytes };

/** What to build. */
export interface BuildOptions {
  readonly folder: string;
  readonly output: Output;
  /** UTC. */
  readonly now: Date;
  /** Slugs of articles that are left out, as they have a fault. */
  readonly faulty: readonly string[];
  /** By the path of a scope (`scopeFingerprints`); empty if nothing is known, so that each document is checked. */
  readonly fingerprints: ReadonlyMap<string, string>;
  /** Whether compressed files lie beside the others. */
  readonly compressed: boolean;
  /** Whether everything is written anew. */
  readonly all: boolean;
  /** Whether many articles at once may be removed. */
  readonly acceptRemovals: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** What a build did, in documents. */
export interface BuildResult {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Addresses that cannot be files, as their names are too long. */
  readonly leftOut: readonly string[];
  /** When something changes by itself, UTC; null if that is not foreseen. */
  readonly next: Date | null;
}

interface PlannedFile {
  readonly group: string;
  readonly file: string;
  readonly target: Target;
}

/** Group of what follows from the settings alone, and of what shows everything. */
const FIXED = "fixed";
const OVERVIEWS = "overviews";

/**
 * Writes everything that is served of a site as files, those that differ from what the last build wrote.
 * @throws what the store throws, OutputError, the error of the file system
 */
export async function buildSite(content: Content, options: BuildOptions): Promise<BuildResult> {
  const { output, now, fingerprints, compressed, all, onProgress } = options;
  const { site, store } = content;
  const settings = [VERSION, site.revision].join(" ");
  const found = await readBuildManifest(options.folder);
  const isTrusted = !all && found?.compressed === compressed;
  const previous = isTrusted ? documentsOf(found) : new Map<string, string>();
  const groupsBefore = isTrusted && found.settings === settings ? found.groups : {};
  const load = createResources(IDENTITY_ONLY, false, {
    ...CACHE_SIZES,
    documentBytes: 1,
    renderedBytes: MAX_BUILD_ENTRY_BYTES,
  });

  const leftOut: string[] = [];
  const groups = new Map<string, FileGroup & { readonly files: Record<string, string> }>();
  const planned: PlannedFile[] = [];
  let unchanged = 0;
  const plan = (group: string, targets: readonly Target[]) => {
    groups.set(group, { fingerprint: fingerprints.get(group) ?? "", files: {} });
    for (const target of targets) {
      const file = fileOf(site, target);
      if (file !== undefined) planned.push({ group, file, target });
      else if (!("part" in target)) leftOut.push(JSON.stringify(target));
    }
  };

  const taxonomy = await store.taxonomyCounts(now);
  const { last: lastPosition, next: nextArticle } = await store.version(now);
  plan(FIXED, fixedTargets());
  for (const scope of scopesOf(taxonomy, found)) {
    const path = scopePath(scope);
    const group = groupsBefore[path];
    const fingerprint = fingerprints.get(path);
    if (group !== undefined && fingerprint !== undefined && group.fingerprint === fingerprint) {
      groups.set(path, { fingerprint, files: { ...group.files } });
      unchanged += Object.keys(group.files).length;
    } else plan(path, await targetsOfScope(content, scope, now));
  }
  plan(OVERVIEWS, overviewTargets(taxonomy, lastPosition));

  let next = nextArticle;
  const changed: PlannedFile[] = [];
  let done = 0;
  const write = async (entry: PlannedFile): Promise<void> => {
    const { file, target, group } = entry;
    const loaded = await load(content, target, now);
    onProgress(++done, planned.length);
    if (loaded === undefined) return;
    const { resource } = loaded;
    const { changesAt, opaqueTag } = resource;
    // The list of news loses what is two days old: that nobody is told of it late does no harm.
    if (changesAt !== null && target.kind !== "news" && (next === null || changesAt < next)) next = changesAt;
    const files = groups.get(group)?.files ?? {};
    files[file] = opaqueTag;
    const before = previous.get(file);
    if (before === opaqueTag) {
      unchanged += 1;
      return;
    }
    const bytes = await resource.representations.encode("identity");
    const old = output.read(file);
    if (before && old?.bytes.equals(bytes)) {
      unchanged += 1;
      return;
    }
    const modified = laterThan(old?.modified, resource.lastModified);
    const archive = target.kind === "feed" && target.part.kind === "archive";
    await output.stage(file, { bytes, modified, compressed, archive });
    changed.push(entry);
  };
  await forEachConcurrently(planned, MAX_RENDERED_AT_ONCE, write);

  const written = new Set(changed.map(({ file }) => file));
  const current = new Set([...groups.values()].flatMap(({ files }) => Object.keys(files)));
  const removed = [...documentsOf(found).keys()].filter((file) => !current.has(file));
  refuseFaulty(site, removed, options.faulty);
  if (!options.acceptRemovals) refuseMassRemoval(site, removed, documentsOf(found).keys());
  const others = new Map(await hostFiles(content, load, taxonomy, now));
  for (const file of await goneFiles(content, found, removed, now)) others.set(file, new Uint8Array());
  for (const [file, bytes] of others)
    if (!output.read(file)?.bytes.equals(bytes))
      await output.stage(file, { bytes, modified: now, compressed: false, archive: false });
  const manifest: BuildManifest = {
    build: 1,
    settings,
    compressed,
    groups: Object.fromEntries(groups),
    others: [...others.keys()],
  };
  const withCompressed = (file: string) => [file, ...COMPRESSED_SUFFIXES.map((suffix) => file + suffix)];
  await output.commit({
    order: [
      ...planned.filter(({ file }) => written.has(file)).flatMap(({ file }) => withCompressed(file)),
      ...others.keys(),
    ],
    remove: [
      ...removed.flatMap(withCompressed),
      ...(found?.others ?? []).filter((file) => !others.has(file)),
      ...(found?.compressed && !compressed
        ? [...current].flatMap((file) => COMPRESSED_SUFFIXES.map((suffix) => file + suffix))
        : []),
    ],
    pending: pendingManifest(manifest, written, removed, found),
    manifest,
  });
  return { written: changed.length, unchanged, removed: removed.length, leftOut, next };
}

/** What is known of an output while files take their places: of those that change, nothing. */
function pendingManifest(
  manifest: BuildManifest,
  written: ReadonlySet<string>,
  removed: readonly string[],
  found: BuildManifest | undefined,
): BuildManifest {
  const files = Object.entries(Object.fromEntries(documentsOf(manifest)));
  const known = files.map(([file, tag]) => [file, written.has(file) ? "" : tag] as const);
  const leaving = removed.map((file) => [file, ""] as const);
  return {
    ...manifest,
    groups: { pending: { fingerprint: "", files: Object.fromEntries([...known, ...leaving]) } },
    others: [...new Set([...manifest.others, ...(found?.others ?? [])])],
  };
}

/**
 * The scopes of a site, and those of the last build: who subscribed to a feed that lost its last article is still to be
 * told. All articles come last, as the newest documents link to the others.
 */
function scopesOf(
  { categories, authors }: TaxonomyCounts,
  found: BuildManifest | undefined,
): Iterable<Exclude<Scope, { kind: "search" }>> {
  const scopes = new Map<string, Exclude<Scope, { kind: "search" }>>();
  const add = (kind: "category" | "author", slug: string) => scopes.set(scopePath({ kind, slug }), { kind, slug });
  for (const { slug } of categories) add("category", slug);
  for (const { slug } of authors) add("author", slug);
  for (const path of Object.keys(found?.groups ?? {})) {
    const [, kind, slug = ""] = /^\/(categories|authors)\/([^/]+)$/.exec(path) ?? [];
    if (kind !== undefined && !scopes.has(path))
      add(kind === "categories" ? "category" : "author", decodeURIComponent(slug));
  }
  return [...scopes.values(), { kind: "all" }];
}

/**
 * The time of a new version of a file. Servers make entity tags of a file's time and size, so that it must be another one
 * than before, in whole seconds.
 */
function laterThan(old: Date | undefined, modified: Date): Date {
  return old === undefined || old < modified ? modified : new Date((Math.floor(old.getTime() / 1000) + 1) * 1000);
}
