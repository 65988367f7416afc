/** Texts from clients whose meaning is remembered: they send some dozens again and again, and a flood of others costs no memory. @limit texts */
const MAX_MEMOIZED_TEXTS = 500;

/** Characters of a text whose meaning is remembered; longer ones are rare, or made to be. @limit characters */
const MAX_MEMOIZED_CHARACTERS = 1_024;

/**
 * The same function, remembering what it made of up to `MAX_MEMOIZED_TEXTS` texts of usual length: clients send a few,
 * again and again. Whoever sends ever new ones makes it forget, which costs time and never memory.
 */
export function memoize<Value>(compute: (text: string) => Value): (text: string) => Value {
  const values = new Map<string, Value>();
  return (text) => {
    const cached = values.get(text);
    if (cached !== undefined) return cached;
    const value = compute(text);
    if (text.length > MAX_MEMOIZED_CHARACTERS) return value;
    if (values.size >= MAX_MEMOIZED_TEXTS) values.clear();
    values.set(text, value);
    return value;
  };
}
