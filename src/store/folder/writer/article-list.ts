import { compareCodePoints } from "../../../article/article.ts";
import type { ArticleWriter, ListedArticle } from "../../article-writer.ts";
import type { Folder } from "../folder.ts";
import type { FolderState } from "../folder-state.ts";

/** Lists the articles of a folder. The slugs are sorted once for each state of the folder. */
export function createArticleList(folder: Folder): ArticleWriter["list"] {
  let ordered: readonly string[] = [];
  let orderedFor: FolderState | undefined;

  return async (after, limit) => {
    if (orderedFor !== folder.state) {
      ordered = [...folder.index.slugs()].sort(compareCodePoints);
      orderedFor = folder.state;
    }
    const from = after === undefined ? 0 : indexAfter(ordered, after);
    const listed: ListedArticle[] = [];
    for (let at = from; at < ordered.length && listed.length < limit; at += 1) {
      // An article that is being removed is skipped, so that a short list means the end.
      const each = listedArticle(folder, ordered[at] ?? "");
      if (each !== undefined) listed.push(each);
    }
    return listed;
  };
}

function listedArticle({ index, savedState }: Folder, slug: string): ListedArticle | undefined {
  const entry = index.get(index.namesOf(slug)[0] ?? "");
  if (!entry?.article || entry.source === undefined) return undefined;
  const { published, updated } = entry.article;
  const writtenBy = savedState.lastWriters.nameOf(slug, entry.source.tag);
  return { slug, ...entry.source, published, updated, modified: entry.modified, writtenBy };
}

/** Index of the first slug after a given one. */
function indexAfter(slugs: readonly string[], after: string): number {
  let [low, high] = [0, slugs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(slugs[middle] ?? "", after) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
