import { wholeSeconds } from "../../feed/selection.ts";
import type { RepresentationCache } from "../../http/representation-cache.ts";
import type { Audience, CacheSettings, Resource } from "../../http/resource.ts";
import { digest } from "../../lib/digest.ts";
import { VERSION } from "../../lib/version.ts";
import type { Content } from "../../store/content.ts";
import type { CachedResource } from "../cached-resource.ts";
import { pathOf, type Target } from "../target.ts";
import type { CountFeeds } from "./known-feeds.ts";

/** A document that is no feed. Its validators are known before it is rendered. */
export interface Document {
  /** What its validator is made of, besides the program's version and the settings. */
  readonly validatorParts: readonly string[];
  readonly kind: DocumentKind;
  /** When something that it may show last changed, UTC. */
  readonly lastModified: Date;
  /** When it changes by itself, UTC; nothing if that is not foreseen. */
  readonly changesAt: Date | null;
  /** Cache tags. */
  readonly cacheTags: readonly string[];
  /** How long caches may keep it; as the settings say if missing. */
  readonly cache?: CacheSettings;
  /** Whether it is not cached: there is no end of such addresses, and no page links to them. */
  readonly uncached?: boolean;
  /** How much room it takes, in entries of a feed. */
  readonly entries: number;
  /** The articles that it shows; `any` if that is not known before it is rendered. */
  readonly slugs: readonly string[] | "any";
  readonly render: () => Promise<string | Uint8Array<ArrayBuffer>>;
}

/** A kind of document. */
export interface DocumentKind {
  readonly audience: Audience;
  readonly mediaType: string;
  /** What its entity tags end in. */
  readonly suffix: string;
}

/** A page for people. */
export const HTML: DocumentKind = { audience: "page", mediaType: "text/html; charset=utf-8", suffix: "html" };

/** A document of its own in XML, for programs. */
export const XML: DocumentKind = {
  audience: "feed",
  mediaType: "application/xml; charset=utf-8",
  suffix: "xml",
};

/** A target that is no feed. */
export type DocumentTarget = Exclude<Target, { kind: "feed" }>;

/**
 * Loads a document; undefined when there is no such thing.
 * @param content its store has time limits
 * @param now UTC
 * @throws StoreFailure
 */
export type LoadDocument<W extends DocumentTarget = DocumentTarget> = (
  content: Content,
  target: W,
  now: Date,
) => Promise<Document | undefined>;

/** Loads a document that shows which feeds there are. */
export type LoadOverview<W extends DocumentTarget> = (
  content: Content,
  target: W,
  now: Date,
  countFeeds: CountFeeds,
) => Promise<Document | undefined>;

/** Turns documents into resources. @param cdn whether a shared cache stands in front */
export function createDocumentResources(representations: RepresentationCache, cdn: boolean) {
  return async ({ site }: Content, target: DocumentTarget, document: Document, now: Date): Promise<CachedResource> => {
    const {
      validatorParts,
      kind,
      lastModified,
      changesAt,
      cacheTags,
      cache = site.cache,
      entries,
      slugs,
      render,
      uncached = false,
    } = document;
    const { audience, mediaType, suffix } = kind;
    const address = pathOf(site, target);
    const tag = `${await digest([VERSION, site.revision, address, ...validatorParts].join("\n"))}-${suffix}`;
    const bytes = async () => {
      const rendered = await render();
      return typeof rendered === "string" ? new TextEncoder().encode(rendered) : rendered;
    };
    const settingsModified = Date.parse(site.modified) || 0;
    const resource: Resource = {
      audience,
      mediaType,
      opaqueTag: tag,
      lastModified: wholeSeconds(new Date(Math.max(lastModified.getTime(), settingsModified)), now),
      cache,
      changesAt,
      links: "",
      cacheTags: cdn ? cacheTags : [],
      representations: uncached
        ? representations.uncached(mediaType, bytes)
        : representations.representationsOf(address, tag, tag, mediaType, bytes),
    };
    return { resource, entries, slugs, uncached };
  };
}
