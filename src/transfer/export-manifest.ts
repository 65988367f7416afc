import { createHash } from "node:crypto";
import * as z from "zod";
import type { Scope } from "../site/scope.ts";
import type { ArchivePosition, OutgoingArticle, RestoredRemoval } from "../store/stored-article.ts";

/** Name of the file beside `site.json` in which an export says what its articles' files cannot. */
export const EXPORT_MANIFEST_FILE = "export.ndjson";

/** The manifest's entry of an article. */
export interface ArticleRecord {
  readonly slug: string;
  /** The file's name. */
  readonly file: string;
  /** SHA-256 of the file: of one that was edited since, the rest no longer holds. */
  readonly digest: string;
  readonly restored: { readonly modified: Date; readonly positions: readonly ArchivePosition[] } | undefined;
}

const instant = z.iso.datetime().transform((text) => new Date(text));

/** `["all", 7]`, `["category", "india", 3]`, `["author", "anita-rao", 2]`. */
const position = z
  .union([
    z.tuple([z.literal("all"), z.int().min(1)]),
    z.tuple([z.enum(["category", "author"]), z.string(), z.int().min(1)]),
  ])
  .transform(
    (parseEntry): ArchivePosition =>
      parseEntry.length === 2
        ? { scope: { kind: "all" }, position: parseEntry[1] }
        : { scope: { kind: parseEntry[0], slug: parseEntry[1] }, position: parseEntry[2] },
  );

const line = z.union([
  z.object({
    slug: z.string(),
    file: z.string(),
    digest: z.string(),
    modified: instant,
    positions: z.array(position),
  }),
  z.object({
    removed: z.object({
      slug: z.string(),
      published: instant,
      removed: instant,
      positions: z.array(position),
    }),
  }),
  z.object({ reserved: position }),
  z.object({ end: z.object({ articles: z.int(), removals: z.int() }) }),
]);

/** What a line of the manifest says; nothing when it cannot be read. */
export type ManifestLine =
  | { readonly kind: "article"; readonly record: ArticleRecord }
  | { readonly kind: "removal"; readonly removal: RestoredRemoval }
  | { readonly kind: "reserved"; readonly reserved: ArchivePosition }
  | { readonly kind: "end" };

export function parseManifestLine(text: string): ManifestLine | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = line.safeParse(json);
  if (data === undefined) return undefined;
  if ("end" in data) return { kind: "end" };
  if ("reserved" in data) return { kind: "reserved", reserved: data.reserved };
  if ("removed" in data) return { kind: "removal", removal: data.removed };
  const { slug, file, digest, modified, positions } = data;
  // A service does not tell positions: then the article is like any other that is brought along.
  const restored = positions.length === 0 ? undefined : { modified, positions };
  return { kind: "article", record: { slug, file, digest, restored } };
}

/** The manifest's line for an article. */
export function articleLine(article: OutgoingArticle, file: string): string {
  return JSON.stringify({
    slug: article.slug,
    file,
    digest: digestOf(article.text),
    modified: article.modified.toISOString(),
    positions: parseAll(article.positions),
  });
}

/** The manifest's line for a removal. */
export function removalLine({ slug, published, removed, positions }: RestoredRemoval): string {
  return JSON.stringify({
    removed: {
      slug,
      published: published.toISOString(),
      removed: removed.toISOString(),
      positions: parseAll(positions),
    },
  });
}

/** The manifest's line for the highest position of an archive, where no article or removal tells it. */
export function reservedLine(reserved: ArchivePosition): string {
  return JSON.stringify({ reserved: parseEntry(reserved) });
}

/** The manifest's last line: without it the export was interrupted. */
export function endLine(articles: number, removals: number): string {
  return JSON.stringify({ end: { articles, removals } });
}

/** SHA-256 of a text's UTF-8, in hexadecimal. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** By kind, then slug, whatever the order in which a store has them: so one content makes one export. */
function parseAll(positions: readonly ArchivePosition[]): readonly (readonly (string | number)[])[] {
  const key = ({ scope }: ArchivePosition) =>
    scope.kind === "all" ? "all" : `${scope.kind} ${"slug" in scope ? scope.slug : ""}`;
  return positions
    .map((each) => ({ key: key(each), line: parseEntry(each) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ line }) => line);
}

function parseEntry({ scope, position: place }: ArchivePosition): readonly (string | number)[] {
  return scope.kind === "category" || scope.kind === "author"
    ? [scope.kind, scope.slug, place]
    : [kindOf(scope), place];
}

/** A search has no archive, so nothing has a position in one. */
function kindOf(scope: Scope): "all" {
  if (scope.kind !== "all") throw new RangeError("only all articles, categories and authors have an archive");
  return "all";
}
