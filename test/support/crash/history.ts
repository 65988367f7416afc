import { newestFirst } from "../../../src/article/article.ts";
import { conventionsOf, type Site } from "../../../src/site/site.ts";
import { parseWireArticle } from "../../../src/source/wire/parse-wire.ts";
import { siteOf } from "../fixtures/content.ts";
import { CRASH_SETTINGS, crashText, type Deed, stateAfter, textsOf } from "./texts.ts";

type State = ReadonlyMap<string, number>;

/** The states through which a service goes, one deed after the other, of which the last ones may not have happened. */
export class History {
  readonly #site: Site;
  readonly #states: State[] = [new Map()];
  /** Index of the state that was acknowledged last. */
  acknowledged = 0;

  private constructor(site: Site) {
    this.#site = site;
  }

  static async begin(): Promise<History> {
    return new History(await siteOf(CRASH_SETTINGS));
  }

  /** Index of the last state that was asked for. */
  get asked(): number {
    return this.#states.length - 1;
  }

  /** The state that was asked for last. */
  get newest(): State {
    return this.#states[this.asked] ?? new Map();
  }

  /** A deed is asked for. */
  ask(deed: Deed): void {
    this.#states.push(stateAfter(this.newest, [deed]));
  }

  /** Everything that was asked for is acknowledged. */
  acknowledge(): void {
    this.acknowledged = this.asked;
  }

  /**
   * After a crash: what is stored must be what was acknowledged, or more of what was asked for.
   * @param sources by slug
   * @returns how many deeds were cut off, and how many of these are done
   */
  recover(sources: Iterable<readonly [string, string]>): { readonly open: number; readonly done: number } {
    const found = JSON.stringify([...sources].sort(([a], [b]) => (a < b ? -1 : 1)));
    const open = this.asked - this.acknowledged;
    for (let done = open; done >= 0; done -= 1) {
      const state = this.#states[this.acknowledged + done] ?? new Map();
      if (JSON.stringify(textsOf(state)) !== found) continue;
      this.#states.length = this.acknowledged + done + 1;
      this.acknowledge();
      return { open, done };
    }
    throw new Error(`none of the ${open + 1} states that may be: ${found.slice(0, 2_000)}`);
  }

  /** Whether a feed is that of one of the states from an index on, as a whole. */
  shows(feed: string, from: number): boolean {
    return this.#states.slice(from).some((state) => this.#feedOf(state) === feed);
  }

  #feedOf(state: State): string {
    return [...state]
      .map(([slug, version]) => {
        const { article } = parseWireArticle(crashText(slug, version), slug, conventionsOf(this.#site));
        if (article === null) throw new Error(`${slug} is no article`);
        return { article: { ...article, revision: "", modified: article.published }, version };
      })
      .sort((a, b) => newestFirst(a.article, b.article))
      .map(({ article, version }) => `${article.slug} ${version} ${article.published.toISOString()}`)
      .join("\n");
  }
}

interface JsonFeed {
  readonly items: readonly { readonly url: string; readonly date_published: string }[];
}

/** What a JSON Feed shows, an article a line; fails when an item is not of one version from beginning to end. */
export function readFeed(json: string): string {
  const { items } = JSON.parse(json) as JsonFeed;
  return items
    .map((item) => {
      const versions = new Set(
        JSON.stringify(item)
          .match(/\bversion \d+\b/gi)
          ?.map((each) => each.slice(8)),
      );
      if (versions.size !== 1) throw new Error(`an item of several versions: ${JSON.stringify(item)}`);
      const slug = item.url.slice(item.url.lastIndexOf("/") + 1);
      return `${slug} ${[...versions].join()} ${new Date(item.date_published).toISOString()}`;
    })
    .join("\n");
}
