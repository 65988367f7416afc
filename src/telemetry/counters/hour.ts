import { COUNTED_MINUTES } from "./minutes.ts";
import { noPolls, type PollClass, type Polls } from "./poll-classes.ts";

/** The requests of the last hour, minute by minute. */
export interface HourCounter {
  /** @param at milliseconds since the epoch @param poll undefined if it was no poll of a feed */
  readonly count: (at: number, poll: PollClass | undefined) => void;
  /** The minutes up to now, the oldest first; those without a request among them. @param now UTC */
  readonly read: (now: Date) => readonly Minute[];
}

interface Slot {
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly polls: Record<PollClass, number>;
  others: number;
}

const MINUTE_MS = 60_000;

/**
 * A ring of 60 slots, one for each minute. If the clock is set, forward or back, the counts of the other time are
 * overwritten slot by slot, and no later count is lost.
 */
export function createHourCounter(): HourCounter {
  const slots: (Slot | undefined)[] = Array.from({ length: COUNTED_MINUTES });
  /** The slot that was counted last: nearly always the next one too. */
  let current: Slot | undefined;

  const slotOf = (minute: number): Slot => {
    const place = placeOf(minute);
    const kept = slots[place];
    const slot = kept?.minute === minute ? kept : { minute, polls: noPolls(), others: 0 };
    slots[place] = slot;
    return slot;
  };

  return {
    count(at, poll) {
      const minute = Math.floor(at / MINUTE_MS);
      if (current?.minute !== minute) current = slotOf(minute);
      if (poll === undefined) current.others += 1;
      else current.polls[poll] += 1;
    },

    read(now) {
      const last = Math.floor(now.getTime() / MINUTE_MS);
      return Array.from({ length: COUNTED_MINUTES }, (_, index) => {
        const minute = last - COUNTED_MINUTES + 1 + index;
        const slot = slots[placeOf(minute)];
        const own = slot?.minute === minute ? slot : undefined;
        return {
          at: new Date(minute * MINUTE_MS),
          polls: { ...(own?.polls ?? noPolls()) },
          others: own?.others ?? 0,
        };
      });
    },
  };
}

function placeOf(minute: number): number {
  return ((minute % COUNTED_MINUTES) + COUNTED_MINUTES) % COUNTED_MINUTES;
}

/** A minute's polls. */
export interface Minute {
  /** When it began, UTC. */
  readonly at: Date;
  /** Polls of feeds by class of status, those of feeds that do not exist included. */
  readonly polls: Polls;
  /** All other requests. */
  readonly others: number;
}
