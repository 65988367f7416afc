/** Texts from clients whose meaning is remembered: they send some dozens again and again, and a flood of others costs no memory. @limit texts */
const MAX_MEMOIZED_TEXTS = 500;

/** Characters of a text whose meaning is remembered; longer ones are rare, or made to be. @limit characters */
const MAX_MEMOIZED_CHARACTERS = 1_024;

/**
 * The same function, remembering what it made of up to `MAX_MEMOIZED_TEXTS` texts of usual length: clients send a few,
 * again and again. Whoever sends ever new ones makes it forget, which costs time and never memory.
 */
export function memoize<Value>(make: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = make(text);
    if (text.length > MAX_MEMOIZED_CHARACTERS) return made;
    if (known.size >= MAX_MEMOIZED_TEXTS) known.clear();
    known.set(text, made);
    return made;
  };
}
