import { createFeedHistory } from "../feed/delta/feed-history.ts";
import { MEDIA_TYPES } from "../feed/formats/format-writers.ts";
import { hubsOf, selfAddress, subscribePageAddress } from "../feed/formats/head.ts";
import { createRenderer } from "../feed/renderer.ts";
import { type Selection, selectEntries, validatorOf, wholeSeconds } from "../feed/selection.ts";
import { type Compression, createRepresentationCache } from "../http/representation-cache.ts";
import type { Resource } from "../http/resource.ts";
import type { Format } from "../lib/feed-format.ts";
import type { Content } from "../store/content.ts";
import { feedName } from "../telemetry/request-context.ts";
import type { CacheSizes } from "./cache-sizes.ts";
import { cacheTagsOf } from "./cache-tags.ts";
import type { CachedResource, LoadResource } from "./cached-resource.ts";
import { createDocuments } from "./documents/documents.ts";
import type { Target } from "./target.ts";

/**
 * @param cdn whether a shared cache is in front. Then responses have cache tags, and there are no deltas (RFC 3229),
 *   which such a cache must not store.
 */
export function createResources(compression: Compression, cdn: boolean, sizes: CacheSizes): LoadResource {
  const renderer = createRenderer(sizes.renderedBytes);
  // On Workers no request may wait for the I/O of another one.
  const representations = createRepresentationCache(compression, !cdn, sizes.documentBytes, sizes.resources);
  const history = createFeedHistory(sizes.historyEntries);
  const loadDocument = createDocuments(representations, cdn);

  const feed = async (
    { site, store }: Content,
    { scope, format, part }: Extract<Target, { kind: "feed" }>,
    now: Date,
  ): Promise<CachedResource | undefined> => {
    const selection = await selectEntries(store, site, scope, part, now);
    if (selection === undefined) return undefined;
    const tag = `${validatorOf(selection, format)}-${format}`;
    const mediaType = MEDIA_TYPES[format];
    const address = selfAddress(selection, format);
    const since = (old: string) => {
      if (!old.endsWith(`-${format}`)) return undefined;
      // The next delta of this client starts from this state.
      history.remember(selection, format);
      const previous = old.slice(0, -format.length - 1);
      const only = history.since(previous, selection, format);
      return (
        only &&
        representations.representationsOf(address, tag, `${tag} ${previous}`, mediaType, () =>
          renderer.render(selection, format, only),
        )
      );
    };
    // An archive page is soon full, and then never changes: a delta of it saves nothing.
    const deltas = !cdn && part.kind === "newest";
    if (deltas) history.remember(selection, format);
    const resource: Resource = {
      ...timesOf(selection, format, now),
      audience: "feed",
      feed: { name: feedName(scope), format },
      mediaType,
      opaqueTag: tag,
      links: linksOf(selection, format),
      cacheTags: cdn ? cacheTagsOf(selection) : [],
      representations: representations.representationsOf(address, tag, tag, mediaType, () =>
        renderer.render(selection, format),
      ),
      ...(deltas ? { deltaSince: since } : {}),
    };
    return { resource, entries: selection.refs.length, slugs: slugsOf(selection) };
  };

  return (content, target, now) =>
    target.kind === "feed" ? feed(content, target, now) : loadDocument(content, target, now);
}

function slugsOf({ refs }: Selection): readonly string[] {
  return refs.map(({ slug }) => slug);
}

/** Only Atom has tombstones, so only Atom changes with them. */
function timesOf(
  selection: Selection,
  format: Format,
  now: Date,
): Pick<Resource, "lastModified" | "cache" | "changesAt"> {
  const { modified, site, next, tombstones } = selection;
  if (format !== "atom") return { lastModified: modified, cache: site.cache, changesAt: next };
  const removed = tombstones.modified && wholeSeconds(tombstones.modified, now);
  const instants = [next, tombstones.next].filter((instant) => instant !== null);
  return {
    lastModified: removed !== null && removed > modified ? removed : modified,
    cache: site.cache,
    changesAt: instants.reduce<Date | null>((first, each) => (first === null || each < first ? each : first), null),
  };
}

/** The `Link` header (RFC 8288): `hub` and `self` for WebSub (section 4), `alternate` for the page that shows the feed to people. */
function linksOf(selection: Selection, format: Format): string {
  return [
    `<${selfAddress(selection, format)}>; rel="self"`,
    `<${subscribePageAddress(selection)}>; rel="alternate"; type="text/html"`,
    ...hubsOf(selection).map((hub) => `<${hub}>; rel="hub"`),
  ].join(", ");
}
