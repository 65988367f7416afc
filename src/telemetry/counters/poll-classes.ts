/** The classes that polls of feeds are counted in. */
export const POLL_CLASSES = ["200", "226", "304", "4xx", "5xx"] as const;

export type PollClass = (typeof POLL_CLASSES)[number];

/** Polls by class. */
export type Polls = Readonly<Record<PollClass, number>>;

/** No polls of any class. */
export function noPolls(): Record<PollClass, number> {
  return { "200": 0, "226": 0, "304": 0, "4xx": 0, "5xx": 0 };
}

/** Polls of all classes together. */
export function totalOf(polls: Polls): number {
  return POLL_CLASSES.reduce((sum, each) => sum + polls[each], 0);
}

/** The class of a status; undefined for a response that is neither a document nor a failure, such as a redirect. */
export function classOf(status: number): PollClass | undefined {
  if (status === 200 || status === 226 || status === 304) return `${status}`;
  if (status >= 500) return "5xx";
  return status >= 400 ? "4xx" : undefined;
}
