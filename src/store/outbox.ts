/** A hub that is to be told that the content of a topic has changed. */
export interface Notice {
  /** Address of the hub. */
  readonly hub: string;
  /** Address of the feed. */
  readonly topic: string;
  /** Distinguishes this notice from others of the same hub and topic. */
  readonly key: number;
  /**
   * Changes when the topic changed again while the notice was on its way; it never comes back, not even after the
   * notice was settled.
   */
  readonly version: number;
  /** How often it was tried already. */
  readonly attempts: number;
}

/** A notice that waits. */
export interface WaitingNotice extends Notice {
  /** When a hub is to be told next, UTC. */
  readonly due: Date;
}

/** What waits for a hub. */
export interface HubBacklog {
  /** Address of the hub. */
  readonly hub: string;
  readonly notices: number;
  /** How often the one was tried that was tried most. */
  readonly attempts: number;
  /** When the first of them is due, UTC. */
  readonly due: Date;
}

/** What waits, for people to look at. */
export interface Backlog {
  /** Every hub that something waits for, those with most notices first. */
  readonly hubs: readonly HubBacklog[];
  /** The notices that are due first. */
  readonly notices: readonly WaitingNotice[];
}

/** Notices that hubs have not taken yet. They are stored with the change that they tell of, so none is ever lost. */
export interface Outbox {
  /** Those that are due, the longest due first. @param now UTC */
  readonly due: (now: Date, limit: number) => Promise<readonly Notice[]>;
  /** When the next one is due, UTC; nothing when none is waiting. */
  readonly nextDue: () => Promise<Date | undefined>;
  /** The hub took it; if the topic changed again meanwhile it stays. */
  readonly markDelivered: (notice: Notice) => Promise<void>;
  /** The hub did not take it. @param due when to try again, UTC */
  readonly postpone: (notice: Notice, due: Date) => Promise<void>;
  /** No hub will ever take it. */
  readonly drop: (notice: Notice) => Promise<void>;
  /** All that waits, summed up for each hub. It reads every notice. @param limit notices that are listed one by one */
  readonly backlog: (limit: number) => Promise<Backlog>;
}
