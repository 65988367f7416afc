/** Minutes that are counted one by one: the hour that the status page shows. @limit minutes */
export const COUNTED_MINUTES = 60;

/** How often something happened in each minute of the last hour. */
export interface MinuteCounter {
  /** @param at milliseconds since the epoch */
  readonly count: (at: number) => void;
  /** Minute by minute, the oldest first, up to that of an instant. @param at milliseconds since the epoch */
  readonly read: (at: number) => Uint32Array;
}

const MINUTE_MS = 60_000;

/**
 * A ring as in `createHourCounter`, but in half a kilobyte: each feed has one.
 */
export function createMinuteCounter(): MinuteCounter {
  /** The minute since the epoch that each slot holds. */
  const minutes = new Uint32Array(COUNTED_MINUTES);
  const counts = new Uint32Array(COUNTED_MINUTES);
  return {
    count(at) {
      const minute = minuteOf(at);
      const place = minute % COUNTED_MINUTES;
      if (minutes[place] !== minute) {
        minutes[place] = minute;
        counts[place] = 0;
      }
      counts[place] = (counts[place] ?? 0) + 1;
    },
    read(at) {
      const first = minuteOf(at) - COUNTED_MINUTES + 1;
      const found = new Uint32Array(COUNTED_MINUTES);
      for (let index = 0; index < COUNTED_MINUTES; index += 1) {
        const place = (first + index) % COUNTED_MINUTES;
        if (minutes[place] === first + index) found[index] = counts[place] ?? 0;
      }
      return found;
    },
  };
}

/** A clock within an hour of the epoch was never set; its requests are counted as an hour later. */
function minuteOf(at: number): number {
  return Math.max(COUNTED_MINUTES, Math.floor(at / MINUTE_MS));
}
