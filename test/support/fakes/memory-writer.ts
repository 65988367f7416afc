import { createHash } from "node:crypto";
import type { Article } from "../../../src/article/article.ts";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArticleWriter, Change, ListedArticle, Outcome, StoredSource } from "../../../src/store/article-writer.ts";

/** A press over a map; what a test wants to see of it, and to do to it. */
export interface MemoryWriter extends ArticleWriter {
  /** Everything stored, by slug. */
  readonly stored: ReadonlyMap<string, StoredSource>;
  /** How many changes each call of `write` was given. */
  readonly writes: number[];
  /** Called before each operation; what it throws is how the operation fails, and it waits for what it returns. */
  before: (operation: "source" | "list" | "write") => unknown;
}

interface Held {
  readonly source: StoredSource;
  readonly article: Article;
}

/** A press that keeps every promise of `ArticleWriter` but durability. */
export function createMemoryWriter(): MemoryWriter {
  const held = new Map<string, Held>();

  const change = (expected: Change, now: Date): Outcome => {
    const { slug, match, absent } = expected;
    const former = held.get(slug);
    const fails =
      (match !== undefined && (former === undefined || (match !== "*" && !match.includes(former.source.tag)))) ||
      (absent === true && former !== undefined);
    if (fails) return { kind: "failed-precondition" };
    if (expected.kind === "remove") {
      held.delete(slug);
      if (former === undefined) return { kind: "absent", tag: "", scopes: [] };
      return { kind: "removed", tag: "", scopes: scopesOf(former.article) };
    }
    const { source, article } = expected;
    const tag = tagOf(source.format, source.text);
    if (former?.source.tag === tag) return { kind: "same", tag, scopes: [] };
    held.set(slug, { source: { ...source, tag, modified: now, writtenBy: expected.writtenBy }, article });
    const scopes = [...(former ? scopesOf(former.article) : []), ...scopesOf(article)];
    return { kind: former ? "changed" : "created", tag, scopes: unique(scopes) };
  };

  const writer: MemoryWriter = {
    get stored() {
      return new Map(Array.from(held, ([slug, { source }]) => [slug, source]));
    },
    writes: [],
    before: () => undefined,

    async source(slug) {
      await writer.before("source");
      return held.get(slug)?.source;
    },

    async list(after, limit) {
      await writer.before("list");
      return [...held.entries()]
        .filter(([slug]) => after === undefined || compare(slug, after) > 0)
        .sort(([a], [b]) => compare(a, b))
        .slice(0, limit)
        .map(([slug, { source, article }]): ListedArticle => {
          const { format, tag, modified, writtenBy } = source;
          return { slug, format, tag, published: article.published, updated: article.updated, modified, writtenBy };
        });
    },

    async writeChanges(changes, now) {
      await writer.before("write");
      if (new Set(changes.map(({ slug }) => slug)).size < changes.length) throw new Error("a slug came twice");
      writer.writes.push(changes.length);
      return changes.map((expected) => change(expected, now));
    },
  };
  return writer;
}

/** The order of code points, which is that of UTF-8's bytes. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function tagOf(format: string, text: string): string {
  return createHash("sha256").update(`${format}\n${text}`).digest("base64url").slice(0, 22);
}

function scopesOf(article: Article): Scope[] {
  return [
    { kind: "all" },
    ...article.categories.map(({ slug }): Scope => ({ kind: "category", slug })),
    ...article.authors.map(({ slug }): Scope => ({ kind: "author", slug })),
  ];
}

function unique(scopes: readonly Scope[]): readonly Scope[] {
  return [...new Map(scopes.map((scope) => [JSON.stringify(scope), scope])).values()];
}
