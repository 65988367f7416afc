import type { Reader } from "./user-agent.ts";

/** Statements on a feed's subscribers, one for each aggregator; there are some twenty aggregators. @limit statements */
export const MAX_STATEMENTS_OF_FEED = 50;

/** Subscribers of a feed that an aggregator states. */
export interface SubscriberStatement {
  readonly reader: string;
  subscribers: number;
  at: number;
}

/** Records the statement of an aggregator. If there are too many, the oldest is dropped. */
export function recordStatement(
  stated: Map<string, SubscriberStatement>,
  { name, key }: Reader,
  subscribers: number,
  at: number,
): void {
  const previous = stated.get(key);
  if (previous !== undefined) {
    previous.subscribers = subscribers;
    previous.at = at;
    return;
  }
  if (stated.size >= MAX_STATEMENTS_OF_FEED) {
    let [oldest, least] = ["", Number.POSITIVE_INFINITY];
    for (const [each, { at: time }] of stated) if (time < least) [oldest, least] = [each, time];
    stated.delete(oldest);
  }
  stated.set(key, { reader: name, subscribers, at });
}
