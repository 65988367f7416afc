/**
 * A Bloom filter of the tokens of a text. It never misses a token of the text; about 1 in 20 other tokens are false
 * positives. A search skips most texts by it without reading them.
 */
export type BloomFilter = Uint32Array;

/** Bits for each token. A token sets two of them, so at most 22 % of all bits are set: 5 % false positives. */
const BITS_A_TOKEN = 8;

/** The filter of a text whose tokens are separated by one space. */
export function bloomFilterOf(text: string): BloomFilter {
  const words = 2 ** Math.max(0, Math.ceil(Math.log2((countTokens(text) * BITS_A_TOKEN) / 32)));
  const filter = new Uint32Array(words);
  let hash = BASIS;
  for (let index = 0; index <= text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === BLANK || index === text.length) {
      setBit(filter, hash);
      setBit(filter, secondHash(hash));
      hash = BASIS;
    } else hash = step(hash, code);
  }
  return filter;
}

/** Whether the text may contain the token with this hash. */
export function mayContain(filter: BloomFilter, hash: number): boolean {
  return isBitSet(filter, hash) && isBitSet(filter, secondHash(hash));
}

/** The hash of a token: FNV-1a over code units, 32 bits. */
export function hashOf(token: string): number {
  let hash = BASIS;
  for (let index = 0; index < token.length; index += 1) hash = step(hash, token.charCodeAt(index));
  return hash;
}

const BASIS = 0x811c9dc5 | 0;
const BLANK = 0x20;

function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

function countTokens(text: string): number {
  let count = 1;
  for (let at = text.indexOf(" "); at !== -1; at = text.indexOf(" ", at + 1)) count += 1;
  return count;
}

function setBit(filter: BloomFilter, bit: number): void {
  const index = (bit >>> 5) & (filter.length - 1);
  filter[index] = (filter[index] ?? 0) | (1 << (bit & 31));
}

function isBitSet(filter: BloomFilter, bit: number): boolean {
  return (((filter[(bit >>> 5) & (filter.length - 1)] ?? 0) >>> (bit & 31)) & 1) === 1;
}

/** A second hash made from the first by Knuth's multiplicative hashing (2^32 / φ), with its halves swapped. */
function secondHash(hash: number): number {
  const product = Math.imul(hash, 0x9e3779b1);
  return (product >>> 16) | (product << 16);
}
