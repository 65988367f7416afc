/** A notification of a hub that a topic has changed (WebSub, section 7). */
export interface Notice {
  /** Address of the hub. */
  readonly hub: string;
  /** Address of the feed. */
  readonly topic: string;
  /** Distinguishes notices of the same hub and topic. */
  readonly key: number;
  /**
   * Rises when the topic changes again while the notice is being delivered. A version is never used twice.
   */
  readonly version: number;
  /** Failed attempts so far. */
  readonly attempts: number;
}

export interface WaitingNotice extends Notice {
  /** When it is to be sent next, UTC. */
  readonly due: Date;
}

/** The notices of one hub, summed up. */
export interface HubBacklog {
  /** Address of the hub. */
  readonly hub: string;
  readonly notices: number;
  /** The most failed attempts among them. */
  readonly attempts: number;
  /** When the first of them is due, UTC. */
  readonly due: Date;
}

/** The notices that are not delivered yet, for the status page. */
export interface Backlog {
  /** Those with most notices first. */
  readonly hubs: readonly HubBacklog[];
  /** The notices that are due first. */
  readonly notices: readonly WaitingNotice[];
}

/** Notices that are not delivered yet. They are stored with the change that caused them, so none is lost. */
export interface Outbox {
  /** The notices that are due, the longest due first. @param now UTC */
  readonly due: (now: Date, limit: number) => Promise<readonly Notice[]>;
  /** When the next one is due, UTC. Undefined if there is none. */
  readonly nextDue: () => Promise<Date | undefined>;
  /** The hub accepted it. It stays if the topic changed again meanwhile. */
  readonly markDelivered: (notice: Notice) => Promise<void>;
  /** The hub did not accept it. @param due when to try again, UTC */
  readonly postpone: (notice: Notice, due: Date) => Promise<void>;
  /** The hub will never accept it. */
  readonly drop: (notice: Notice) => Promise<void>;
  /** Reads every notice. @param limit notices that are listed one by one */
  readonly backlog: (limit: number) => Promise<Backlog>;
}
