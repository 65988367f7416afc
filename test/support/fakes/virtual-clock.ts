import type { Schedule } from "../../../src/runtime/node/delivery-timer.ts";

/** Time that passes only when it is told to. */
export interface VirtualClock {
  /** UTC. */
  readonly now: () => Date;
  readonly later: Schedule;
  /** Resolves so many milliseconds later. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** Lets time go on, and everything happen that is set for it. */
  readonly advance: (milliseconds: number) => Promise<void>;
}

/** @param start UTC */
export function createVirtualClock(start: Date): VirtualClock {
  const waiting = new Map<number, { readonly time: number; readonly action: () => void }>();
  let time = start.getTime();
  let count = 0;

  const later: Schedule = (milliseconds, action) => {
    count += 1;
    const id = count;
    waiting.set(id, { time: time + Math.max(0, milliseconds), action });
    return () => waiting.delete(id);
  };
  /** Everything that was begun goes on up to where it waits for time to pass. */
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    now: () => new Date(time),
    later,
    pass: (milliseconds) => new Promise((resolve) => later(milliseconds, resolve)),
    async advance(milliseconds) {
      const end = time + milliseconds;
      await settled();
      for (;;) {
        let first: [number, { readonly time: number; readonly action: () => void }] | undefined;
        for (const entry of waiting) if (first === undefined || entry[1].time < first[1].time) first = entry;
        if (first === undefined || first[1].time > end) break;
        waiting.delete(first[0]);
        time = first[1].time;
        first[1].action();
        await settled();
      }
      time = end;
    },
  };
}
