import type { Article } from "../../article/article.ts";
import { digest } from "../../lib/digest.ts";
import type { RecordedRemoval } from "../article-store.ts";

/**
 * A sum of article hashes, 128 bits in four numbers. It does not depend on their order: added articles are added to it,
 * removed ones subtracted, so that the cost of a change does not grow with the archive.
 */
export type VersionSum = readonly [number, number, number, number];

/** The sum of no articles. */
export const NO_SUM: VersionSum = [0, 0, 0, 0];

export function addToSum(sum: VersionSum, added: readonly Article[], removed: readonly Article[] = []): VersionSum {
  let [a, b, c, d] = sum;
  for (const [articles, sign] of [
    [added, 1],
    [removed, -1],
  ] as const)
    for (const article of articles) {
      const [e, f, g, h] = hashArticle(article);
      [a, b, c, d] = [(a + sign * e) >>> 0, (b + sign * f) >>> 0, (c + sign * g) >>> 0, (d + sign * h) >>> 0];
    }
  return [a, b, c, d];
}

export interface VersionParts {
  readonly sum: VersionSum;
  /** Number of published articles. With the sum it says which they are. */
  readonly visible: number;
  readonly next: Date | null;
  /** All recorded removals. */
  readonly removals: readonly RecordedRemoval[];
  /** When anything of this last changed, UTC. */
  readonly edited: Date;
}

/**
 * The version of a state (see `StoreVersion`). It is a digest of contents, so it is the same in another process and
 * after a restart.
 */
export function computeVersion({ sum, visible, next, removals, edited }: VersionParts): Promise<string> {
  return digest(JSON.stringify([sum, visible, next, edited, removals]));
}

/** Odd multipliers of MurmurHash3 (x86, 128 bits). */
const FACTORS = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;

/**
 * Four hashes of an article's slug, revision and time of storage. They need not resist attacks: the revision is a
 * SHA-256 digest already. SHA-256 for each would take seconds for a million articles.
 */
function hashArticle({ slug, revision, modified }: Article): VersionSum {
  const input = `${slug} ${revision} ${modified.getTime()}`;
  let [a, b, c, d]: VersionSum = FACTORS;
  for (let index = 0; index < input.length; index += 1) {
    const code = input.charCodeAt(index);
    a = Math.imul(a ^ code, FACTORS[0]);
    b = Math.imul(b ^ code ^ (a >>> 15), FACTORS[1]);
    c = Math.imul(c ^ code ^ (b >>> 15), FACTORS[2]);
    d = Math.imul(d ^ code ^ (c >>> 15), FACTORS[3]);
    a ^= d >>> 15;
  }
  return [finalMix(a), finalMix(b), finalMix(c), finalMix(d)];
}

/** The finalizer of MurmurHash3 (32 bits). */
function finalMix(hash: number): number {
  let bits = hash ^ (hash >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
