import { digest } from "../../lib/digest.ts";
import type { Removal } from "../../store/article-store.ts";

/** The removed articles that an Atom feed lists (RFC 6721). */
export interface Tombstones {
  readonly removals: readonly Removal[];
  /** A digest of the removals; empty if there are none. */
  readonly version: string;
  /** When the oldest of them expires, UTC. */
  readonly next: Date | null;
  /** When one last expired, UTC. */
  readonly modified: Date | null;
}

export const NO_TOMBSTONES: Tombstones = { removals: [], version: "", next: null, modified: null };

const DAY_MS = 86_400_000;

/**
 * Selects the removals that have not expired.
 * @param removals newest removal first
 * @param days how long each is listed
 * @param now UTC
 */
export async function tombstonesOf(removals: readonly Removal[], days: number, now: Date): Promise<Tombstones> {
  const expiry = ({ removed }: Removal) => new Date(removed.getTime() + days * DAY_MS);
  const current = removals.filter((removal) => expiry(removal) > now);
  const newestExpired = days === 0 ? undefined : removals[current.length];
  const oldest = current.at(-1);
  const keys = current.map(({ slug, published, removed }) => `${slug} ${+published} ${+removed}`);
  return {
    removals: current,
    version: keys.length === 0 ? "" : await digest(keys.join("\n")),
    next: oldest ? expiry(oldest) : null,
    modified: newestExpired ? expiry(newestExpired) : null,
  };
}
