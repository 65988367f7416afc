import { digest } from "../../lib/digest.ts";
import type { Removal } from "../../store/article-store.ts";

/** What an Atom feed tells of removed articles (RFC 6721). */
export interface Tombstones {
  readonly removals: readonly Removal[];
  /** Differs when the removals differ; empty when there are none. */
  readonly version: string;
  /** When the first of them is to be told of no longer, UTC. */
  readonly next: Date | null;
  /** When one was last told of no longer, UTC. */
  readonly modified: Date | null;
}

export const NO_TOMBSTONES: Tombstones = { removals: [], version: "", next: null, modified: null };

const DAY_MS = 86_400_000;

/**
 * Those removals that are still to be told of.
 * @param removals newest removal first
 * @param days for how long they are told of
 * @param now UTC
 */
export async function tombstonesOf(
  removals: readonly Removal[],
  days: number,
  now: Date,
): Promise<Tombstones> {
  const end = ({ removed }: Removal) => new Date(removed.getTime() + days * DAY_MS);
  const told = removals.filter((removal) => end(removal) > now);
  const newestPast = days === 0 ? undefined : removals[told.length];
  const oldest = told.at(-1);
  const said = told.map(({ slug, published, removed }) => `${slug} ${+published} ${+removed}`);
  return {
    removals: told,
    version: said.length === 0 ? "" : await digest(said.join("\n")),
    next: oldest ? end(oldest) : null,
    modified: newestPast ? end(newestPast) : null,
  };
}
