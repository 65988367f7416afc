/**
 * Sets a value as the newest of a map, and removes the oldest ones beyond a maximum.
 * @param map in the order in which values were set
 */
export function setNewest<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, max: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= max) break;
    map.delete(oldest);
  }
}
