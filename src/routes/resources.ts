import { createHistory } from "../feed/delta/feed-history.ts";
import { MEDIA_TYPES } from "../feed/formats/format-writers.ts";
import { hubsOf, pageForPeople, selfAddress } from "../feed/formats/head.ts";
import { createRenderer } from "../feed/renderer.ts";
import { type Selection, select, validatorOf, wholeSeconds } from "../feed/selection.ts";
import { type Compression, createShelf } from "../http/representation-cache.ts";
import type { Resource } from "../http/resource.ts";
import type { Format } from "../lib/feed-format.ts";
import type { Content } from "../store/content.ts";
import { feedName } from "../telemetry/request-subject.ts";
import type { CacheSizes } from "./cache-sizes.ts";
import { tagsOf } from "./cache-tags.ts";
import type { Made, MakeResource } from "./cached-resource.ts";
import { createTexts } from "./documents/documents.ts";
import type { Wanted } from "./target.ts";

/**
 * @param cdn whether a shared cache stands in front: it is told what a document is made of, and there are no deltas,
 *   which such a cache must not see: most polls are its to answer
 */
export function createResources(compression: Compression, cdn: boolean, sizes: CacheSizes): MakeResource {
  const renderer = createRenderer(sizes.renderedBytes);
  // On Workers nobody may wait for what another request began.
  const shelf = createShelf(compression, !cdn, sizes.documentBytes, sizes.resources);
  const history = createHistory(sizes.historyEntries);
  const makeText = createTexts(shelf, cdn);

  const feed = async (
    { site, store }: Content,
    { scope, format, part }: Extract<Wanted, { kind: "feed" }>,
    now: Date,
  ): Promise<Made | undefined> => {
    const selection = await select(store, site, scope, part, now);
    if (selection === undefined) return undefined;
    const tag = `${validatorOf(selection, format)}-${format}`;
    const mediaType = MEDIA_TYPES[format];
    const place = selfAddress(selection, format);
    const since = (old: string) => {
      if (!old.endsWith(`-${format}`)) return undefined;
      // What is asked for now is what the next delta will start from.
      history.remember(selection, format);
      const before = old.slice(0, -format.length - 1);
      const only = history.since(before, selection, format);
      return (
        only &&
        shelf.formsOf(place, tag, `${tag} ${before}`, mediaType, () =>
          renderer.render(selection, format, only),
        )
      );
    };
    // On a sheet nothing is added for long.
    const deltas = !cdn && part.kind === "newest";
    if (deltas) history.remember(selection, format);
    const resource: Resource = {
      ...timesOf(selection, format, now),
      audience: "feed",
      feed: { name: feedName(scope), format },
      mediaType,
      tag,
      links: linksOf(selection, format),
      tags: cdn ? tagsOf(selection) : [],
      forms: shelf.formsOf(place, tag, tag, mediaType, () => renderer.render(selection, format)),
      ...(deltas ? { since } : {}),
    };
    return { resource, entries: selection.stamps.length, slugs: slugsOf(selection) };
  };

  return (content, wanted, now) =>
    wanted.kind === "feed" ? feed(content, wanted, now) : makeText(content, wanted, now);
}

function slugsOf({ stamps }: Selection): readonly string[] {
  return stamps.map(({ slug }) => slug);
}

/** Only Atom changes when a tombstone is laid or goes. */
function timesOf(
  selection: Selection,
  format: Format,
  now: Date,
): Pick<Resource, "modified" | "cache" | "next"> {
  const { modified, site, next, tombstones } = selection;
  if (format !== "atom") return { modified, cache: site.cache, next };
  const gone = tombstones.modified && wholeSeconds(tombstones.modified, now);
  const instants = [next, tombstones.next].filter((instant) => instant !== null);
  return {
    modified: gone !== null && gone > modified ? gone : modified,
    cache: site.cache,
    next: instants.reduce<Date | null>(
      (first, each) => (first === null || each < first ? each : first),
      null,
    ),
  };
}

/** RFC 8288; `hub` and `self` are what WebSub (section 4) looks for, `alternate` is the page for people. */
function linksOf(selection: Selection, format: Format): string {
  return [
    `<${selfAddress(selection, format)}>; rel="self"`,
    `<${pageForPeople(selection)}>; rel="alternate"; type="text/html"`,
    ...hubsOf(selection).map((hub) => `<${hub}>; rel="hub"`),
  ].join(", ");
}
