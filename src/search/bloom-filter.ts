/**
 * Which tokens a text may have: a Bloom filter. Of twenty tokens that are not there it says of one that it may be, and
 * it never misses one that is. Most texts are left out by it without a look at them.
 */
export type BloomFilter = Uint32Array;

/** Bits for each token, of which it sets two: at most 22 % of all are set, and a pair of them by chance in 5 %. */
const BITS_A_TOKEN = 8;

/** The signature of the tokens of a text, which have one blank between. */
export function bloomFilterOf(text: string): BloomFilter {
  const words = 2 ** Math.max(0, Math.ceil(Math.log2((blanksOf(text) * BITS_A_TOKEN) / 32)));
  const signature = new Uint32Array(words);
  let hash = BASIS;
  for (let index = 0; index <= text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === BLANK || index === text.length) {
      set(signature, hash);
      set(signature, second(hash));
      hash = BASIS;
    } else hash = step(hash, code);
  }
  return signature;
}

/** Whether a text of a signature may have the token of a hash. */
export function mayContain(signature: BloomFilter, hash: number): boolean {
  return isSet(signature, hash) && isSet(signature, second(hash));
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

function blanksOf(text: string): number {
  let count = 1;
  for (let at = text.indexOf(" "); at !== -1; at = text.indexOf(" ", at + 1)) count += 1;
  return count;
}

function set(signature: BloomFilter, bit: number): void {
  const index = (bit >>> 5) & (signature.length - 1);
  signature[index] = (signature[index] ?? 0) | (1 << (bit & 31));
}

function isSet(signature: BloomFilter, bit: number): boolean {
  return (((signature[(bit >>> 5) & (signature.length - 1)] ?? 0) >>> (bit & 31)) & 1) === 1;
}

/** Another place for the same hash: multiplied by 2^32 / φ, as Knuth has it, its upper bits first. */
function second(hash: number): number {
  const product = Math.imul(hash, 0x9e3779b1);
  return (product >>> 16) | (product << 16);
}
