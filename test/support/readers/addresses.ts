import { ROUTES } from "../../../src/routes/route-table.ts";
import { FIXED_PATHS } from "../../../src/site/urls.ts";

/**
 * An address of every kind, its path and query.
 * @param slugs by what stands before the slug: `categories`, `authors`, `articles`
 * @param word what is searched for
 */
export function everyAddress(slugs: Readonly<Record<string, string>>, word: string): string[] {
  return ROUTES.map(({ path }) => {
    const filled = path.replace(":slug", slugs[path.split("/")[1] ?? ""] ?? "").replace(":page", "1");
    return path.startsWith("/search") ? `${filled}?q=${word}` : filled;
  });
}

/** What is made of the settings alone, for which no store is asked. */
export const SETTLED_ADDRESSES: ReadonlySet<string> = new Set(Object.values(FIXED_PATHS));
