import type { Article } from "../article/article.ts";
import { formatFault } from "../lib/fault.ts";
import { scopesOfArticle } from "../site/affected-scopes.ts";
import type { Site } from "../site/site.ts";
import type { RecordedRemoval } from "../store/article-store.ts";
import type { Content } from "../store/content.ts";
import { createMemoryStore, type MemoryStore } from "../store/memory/memory-store.ts";
import { type ArticleInput, createInputReader, type InputReader } from "./article-input.ts";
import { type ContentProvider, type OpenContent, type ProviderParts, requireSettings } from "./content-provider.ts";
import { IS_WORKERS } from "./platform.ts";
import { readSite } from "./site-settings.ts";

/** Seconds after which an application's articles are asked for again: a fifth of what caches keep by default. @limit s */
export const REFRESH_SECONDS = 60;

/** Seconds after which an application's articles are asked for again when that failed or has not ended. @limit s */
export const LOAD_RETRY_SECONDS = 10;

/** Removals of an application's articles that are told of: as long as the process lives, so there is an end to it. @limit removals */
export const MAX_LISTED_REMOVALS = 1_000;

export interface ArticlesOptions {
  /** Seconds after which the next request asks for the articles again; 0 for at each request. Default: 60. */
  readonly refreshSeconds?: number;
}

/**
 * Serves articles of the application itself.
 * @param load gives all articles each time, those to come included. It is first called by the first request. When it
 *   throws, the articles of before are served.
 */
export function articles(
  load: () => Promise<readonly ArticleInput[]> | readonly ArticleInput[],
  { refreshSeconds = REFRESH_SECONDS }: ArticlesOptions = {},
): ContentProvider {
  return {
    async open(parts: ProviderParts): Promise<OpenContent> {
      const site = await readSite(requireSettings(parts.settings), parts.now());
      const list = new ArticleList(site, parts);
      const reader = createInputReader(site, parts.now);
      let content: Content | undefined;
      /** Milliseconds since the epoch before which nothing is asked for. */
      let next = 0;
      let first: Promise<void> | undefined;

      const loadOnce = async () => {
        // What fails or never ends is tried again.
        next = parts.now().getTime() + LOAD_RETRY_SECONDS * 1_000;
        try {
          const store = await list.replace(await load(), reader);
          if (store !== content?.store) content = { site, store };
          next = parts.now().getTime() + refreshSeconds * 1_000;
        } catch (error) {
          parts.log.error(`the articles cannot be loaded: ${error instanceof Error ? error.stack : error}`);
        }
      };
      return {
        content: () => content,
        async refresh() {
          if (content !== undefined) return parts.now().getTime() < next ? undefined : loadOnce();
          if (IS_WORKERS) return loadOnce();
          first ??= loadOnce().finally(() => {
            first = undefined;
          });
          await first;
        },
      };
    },
  };
}

interface Listed {
  readonly text: string;
  readonly modified: number | undefined;
  /** Null if a fault keeps it out. */
  readonly article: Article | null;
}

/** The articles of an application, as it listed them last. */
class ArticleList {
  readonly #parts: ProviderParts;
  readonly #changed: Date;
  #store: MemoryStore;
  #listed: ReadonlyMap<string, Listed> = new Map();
  #removals: readonly RecordedRemoval[] = [];
  #loaded = false;

  constructor(site: Site, parts: ProviderParts) {
    this.#changed = new Date(site.modified);
    this.#store = createMemoryStore(site, [], this.#changed);
    this.#parts = parts;
  }

  /** @returns the store of these articles: the same if nothing changed */
  async replace(inputs: readonly ArticleInput[], reader: InputReader): Promise<MemoryStore> {
    const listed = new Map<string, Listed>();
    for (const input of inputs) {
      const slug = String(input.slug).normalize("NFC");
      if (listed.has(slug)) this.#parts.log.warn(`two articles have the slug ${slug}: the first is served`);
      else listed.set(slug, await this.#read(input, slug, reader));
    }
    const now = this.#parts.now();
    const [removed, added]: [Article[], Article[]] = [[], []];
    for (const [slug, { article }] of this.#listed)
      if (article !== null && listed.get(slug)?.article !== article) removed.push(article);
    for (const [slug, { article }] of listed)
      if (article !== null && this.#listed.get(slug)?.article !== article) added.push(article);
    this.#listed = listed;
    const changed = this.#loaded ? now : this.#changed;
    this.#loaded = true;
    if (removed.length === 0 && added.length === 0) return this.#store;
    const gone = removed.filter(({ slug, published }) => !listed.get(slug)?.article && published <= now);
    this.#removals = [
      ...this.#removals,
      ...gone.map((article) => ({
        slug: article.slug,
        published: article.published,
        removed: now,
        scopes: scopesOfArticle(article),
      })),
    ]
      .filter(({ slug }) => !listed.get(slug)?.article)
      .slice(-MAX_LISTED_REMOVALS);
    this.#store = this.#store.withChanges({ removed, added }, changed, this.#removals);
    return this.#store;
  }

  async #read(input: ArticleInput, slug: string, reader: InputReader): Promise<Listed> {
    const [text, modified] = [reader.textOf(input), input.modified?.getTime()];
    const previous = this.#listed.get(slug);
    if (previous?.text === text && previous.modified === modified) return previous;
    const { article, faults } = await reader.read(input, text, this.#loaded ? this.#parts.now() : undefined);
    for (const fault of faults) this.#parts.log.warn(`${formatFault(fault)}. ${fault.hint}`);
    return { text, modified, article: article ?? previous?.article ?? null };
  }
}
