import type { Site } from "../site/site.ts";
import { articlePath, pathPrefix } from "../site/urls.ts";
import { MAX_TOMBSTONES } from "../store/article-store.ts";
import { MAX_SUDDEN_CHANGES, MAX_SUDDEN_SHARE } from "../store/change-brake.ts";
import type { Content } from "../store/content.ts";
import { GONE_SUFFIX } from "./hosts/nginx.ts";
import type { BuildManifest } from "./manifest.ts";
import { fileOf, PAGE_SUFFIX } from "./output-file.ts";

/** A build would do what is hardly meant: nothing was written. The message says what. */
export class BuildRefused extends Error {}

/**
 * Refuses to remove many articles at once.
 * @param removed files of documents that are gone
 * @param before files of all documents of the last build
 * @throws BuildRefused
 */
export function refuseMassRemoval(site: Site, removed: readonly string[], before: Iterable<string>): void {
  const isArticle = (file: string) => slugOfFile(site, file) !== undefined;
  const [gone, all] = [removed.filter(isArticle).length, [...before].filter(isArticle).length];
  if (gone > MAX_SUDDEN_CHANGES && gone > all * MAX_SUDDEN_SHARE)
    throw new BuildRefused(`${gone} of ${all} articles are gone. If that is meant, --accept-removals removes them`);
}

/**
 * Refuses to remove an article only because its file has a fault: what was published stays until the file is mended.
 * @param faulty slugs
 * @throws BuildRefused
 */
export function refuseFaulty(site: Site, removed: readonly string[], faulty: readonly string[]): void {
  const slug = removed
    .map((file) => slugOfFile(site, file))
    .find((each) => each !== undefined && faulty.includes(each));
  if (slug !== undefined)
    throw new BuildRefused(`the article “${slug}” is published, and its file has a fault now. Mend or remove it`);
}

/**
 * The files that say that an article was removed, for hosts that can answer 410: of what the store knows of, and of what
 * an earlier build wrote.
 * @param removed files of documents that are gone
 * @param now UTC
 */
export async function goneFiles(
  { site, store }: Content,
  found: BuildManifest | undefined,
  removed: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const newest = await store.newestPage({ scope: { kind: "all" }, limit: MAX_TOMBSTONES, now });
  const earlier = found?.others ?? [];
  const slugs = new Set([
    ...(newest?.removals ?? []).map(({ slug }) => slug),
    ...[...removed, ...earlier].flatMap((file) => slugOfFile(site, file) ?? []),
  ]);
  const files: string[] = [];
  for (const slug of slugs) {
    // One that is scheduled anew is not removed.
    if ((await store.article(slug, FOREVER)) !== undefined) continue;
    const file = fileOf(site, { kind: "article", slug });
    if (file !== undefined) files.push(file.slice(0, -PAGE_SUFFIX.length) + GONE_SUFFIX);
  }
  return files;
}

/** The last instant that there is (ECMA-262, section 21.4.1.1), UTC. */
const FOREVER = new Date(8_640_000_000_000_000);

/** The slug of the article that a file shows, or whose removal it tells of. */
export function slugOfFile(site: Site, file: string): string | undefined {
  const folder = `${pathPrefix(site)}${articlePath("")}`.slice(1);
  const suffix = [PAGE_SUFFIX, GONE_SUFFIX].find((each) => file.endsWith(each));
  return suffix !== undefined && file.startsWith(folder) ? file.slice(folder.length, -suffix.length) : undefined;
}
