import type { Article } from "../../article/article.ts";
import { digest } from "../../lib/digest.ts";
import type { RecordedRemoval } from "../article-store.ts";

/**
 * A sum over articles, 128 bits in four numbers, that does not depend on their order: what is put in is added, what is
 * taken out subtracted, so that a change costs the same however many there are.
 */
export type VersionSum = readonly [number, number, number, number];

/** Of no articles. */
export const NO_SUM: VersionSum = [0, 0, 0, 0];

/** The sum with articles put in and others taken out. */
export function addToSum(
  sum: VersionSum,
  added: readonly Article[],
  removed: readonly Article[] = [],
): VersionSum {
  let [a, b, c, d] = sum;
  for (const [articles, sign] of [
    [added, 1],
    [removed, -1],
  ] as const)
    for (const article of articles) {
      const [e, f, g, h] = hashed(article);
      [a, b, c, d] = [(a + sign * e) >>> 0, (b + sign * f) >>> 0, (c + sign * g) >>> 0, (d + sign * h) >>> 0];
    }
  return [a, b, c, d];
}

/** What a mark is made of. */
export interface VersionParts {
  readonly sum: VersionSum;
  /** How many of the articles are published by now: together with which there are it says which these are. */
  readonly visible: number;
  readonly next: Date | null;
  /** All that are known. */
  readonly removals: readonly RecordedRemoval[];
  /** When anything of this last changed, UTC. */
  readonly edited: Date;
}

/**
 * The mark of a state in memory (see `State`). It is made of all that can be told of what there is, so that it means the
 * same in another process and after a restart.
 */
export function computeVersion({ sum, visible, next, removals, edited }: VersionParts): Promise<string> {
  return digest(JSON.stringify([sum, visible, next, edited, removals]));
}

/** Odd numbers by which each of the four is multiplied, as far apart as those of MurmurHash3 (x86, 128 bits). */
const FACTORS = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;

/**
 * Four hashes of an article: its revision, a digest of all that it says, with its slug and when it was stored. Only
 * accidents are to be told apart; SHA-256 for each would take seconds where there are a million.
 */
function hashed({ slug, revision, modified }: Article): VersionSum {
  const text = `${slug} ${revision} ${modified.getTime()}`;
  let [a, b, c, d]: VersionSum = FACTORS;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, FACTORS[0]);
    b = Math.imul(b ^ code ^ (a >>> 15), FACTORS[1]);
    c = Math.imul(c ^ code ^ (b >>> 15), FACTORS[2]);
    d = Math.imul(d ^ code ^ (c >>> 15), FACTORS[3]);
    a ^= d >>> 15;
  }
  return [mixed(a), mixed(b), mixed(c), mixed(d)];
}

/** The last step of MurmurHash3 (32 bits): each bit of what goes in changes half of those that come out. */
function mixed(hash: number): number {
  let bits = hash ^ (hash >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
