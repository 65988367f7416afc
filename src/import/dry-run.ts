import { conventionsOf, type Site } from "../site/site.ts";
import { parseSource } from "../source/parse-source.ts";
import type { Delivery, Target } from "../transfer/target.ts";

/**
 * A target that only says what would be brought to it: a line for each article with its publication in UTC, slug and
 * headline.
 */
export function createDryRun(site: Site, write: (line: string) => void): Target {
  const conventions = conventionsOf(site);
  return {
    async put(articles) {
      const deliveries: Delivery[] = [];
      for (const incoming of articles) {
        const { article, findings } = await parseSource(incoming, conventions);
        if (article !== null) write(`${article.published.toISOString()} ${article.slug}: ${article.headline}`);
        deliveries.push({ kind: article === null ? "faulty" : "created", findings });
      }
      return deliveries;
    },
    note: async (removals) => {
      for (const { slug, removed } of removals) write(`${removed.toISOString()} ${slug}: removed`);
    },
    close: async () => undefined,
  };
}
