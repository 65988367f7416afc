import { createHash, type Hash } from "node:crypto";
import type { Article } from "../article/article.ts";
import { scopesOfArticle } from "../site/affected-scopes.ts";
import { scopePath } from "../site/urls.ts";
import type { RecordedRemoval } from "../store/article-store.ts";

/**
 * A fingerprint of each scope: the same as long as its published articles are the same. A scope with removals has none,
 * as its tombstones pass with the time.
 * @param now UTC
 * @returns by the path of the scope
 */
export function scopeFingerprints(
  articles: readonly Article[],
  removals: readonly RecordedRemoval[],
  now: Date,
): ReadonlyMap<string, string> {
  const hashes = new Map<string, Hash>();
  for (const article of articles) {
    if (article.published > now) continue;
    for (const scope of scopesOfArticle(article)) {
      const path = scopePath(scope);
      let hash = hashes.get(path);
      if (hash === undefined) {
        hash = createHash("sha256");
        hashes.set(path, hash);
      }
      hash.update(`${article.slug}\n${article.revision}\n`);
    }
  }
  for (const path of removals.flatMap(({ scopes }) => scopes.map(scopePath))) hashes.delete(path);
  return new Map([...hashes].map(([path, hash]) => [path, hash.digest("base64url")]));
}
