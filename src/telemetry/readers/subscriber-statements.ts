import type { Reader } from "./user-agent.ts";

/** Statements on a feed's subscribers that are remembered, one for each aggregator; there are some twenty of those. @limit statements */
export const MAX_STATEMENTS_OF_FEED = 50;

/** Subscribers of a feed that an aggregator states. */
export interface SubscriberStatement {
  readonly reader: string;
  subscribers: number;
  at: number;
}

/** Takes in what an aggregator states; where too many do, the one that was not heard of for the longest is forgotten. */
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
