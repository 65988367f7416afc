import { LruMap } from "../../lib/cache/lru-map.ts";
import { FORMATS, type Format } from "../../lib/feed-format.ts";
import { memoize } from "../../lib/memoize.ts";
import { recordStatement, type SubscriberStatement } from "../readers/subscriber-statements.ts";
import { parseUserAgent } from "../readers/user-agent.ts";
import type { CacheResult, RequestRecord } from "../request-record.ts";
import { createHourCounter, type Minute } from "./hour.ts";
import { createMinuteCounter, type MinuteCounter } from "./minutes.ts";
import { classOf, noPolls, type PollClass, type Polls, totalOf } from "./poll-classes.ts";

/** Feeds, each in each format, whose polls are counted; the least recently polled are dropped. @limit feeds */
export const MAX_COUNTED_FEEDS = 3_000;

/** Readers whose polls are counted; the least recent are dropped. @limit readers */
export const MAX_COUNTED_READERS = 500;

/** Feeds that are counted for one reader; it is shown with as many if it polls more. @limit feeds */
export const MAX_FEEDS_OF_READER = 250;

/** Milliseconds after which a statement on subscribers is forgotten: two weeks. Aggregators ask for a quiet feed once a day. @limit ms */
export const MAX_STATEMENT_AGE_MS = 1_209_600_000;

/** Counts requests within bounded memory. */
export interface Counters {
  readonly count: (record: RequestRecord) => void;
  /** What was counted up to now. @param now UTC */
  readonly read: (now: Date) => CounterValues;
}

/** The counts since the process began. */
export interface CounterValues {
  /** When counting began, UTC. */
  readonly since: Date;
  readonly requests: number;
  /** Bytes of bodies. */
  readonly bytes: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly cache: Readonly<Record<CacheResult, number>>;
  /** A histogram of durations: for each bound the responses that took at most so many milliseconds; the last has all. */
  readonly took: readonly { readonly bound: number; readonly count: number }[];
  /** Milliseconds of all responses together. */
  readonly tookAltogether: number;
  /** All polls of feeds, those of feeds that do not exist included. */
  readonly polls: Polls;
  /** The last hour, minute by minute, the oldest first. */
  readonly minutes: readonly Minute[];
  /** Each feed in each format, the most polled first, at most `MAX_COUNTED_FEEDS`. */
  readonly feeds: readonly FeedCount[];
  /** The readers, those with most subscribers first, then those with most polls, at most `MAX_COUNTED_READERS`. */
  readonly readers: readonly ReaderCount[];
}

/** The polls of a feed in a format. */
export interface FeedCount {
  readonly feed: string;
  readonly format: Format;
  readonly polls: Polls;
  /** Polls in each minute of the last hour, those of `Counts.minutes`. */
  readonly minutes: Uint32Array;
  /** The last poll, UTC. */
  readonly last: Date;
  /** Subscribers that aggregators state for it, taken together. */
  readonly subscribers: number;
}

/** The polls of a reader. */
export interface ReaderCount {
  /** As it calls itself, without version: `Feedly`, `NetNewsWire`. */
  readonly name: string;
  /** Its polls of feeds; its other requests are not counted. */
  readonly polls: number;
  /** Of those, answered 304. */
  readonly unchanged: number;
  /** Feeds that it polls, at most `MAX_FEEDS_OF_READER`. */
  readonly feeds: number;
  /** Subscribers that it states for all its feeds together; null when it states none. */
  readonly subscribers: number | null;
  /** Its last request, UTC. */
  readonly last: Date;
}

/** Counters that can say how many entries they hold. */
export interface BoundedCounters extends Counters {
  /** Entries in all tables that grow with the requests. */
  readonly entries: () => number;
}

/** A feed in a format. */
interface FeedEntry {
  readonly polls: Record<PollClass, number>;
  readonly minutes: MinuteCounter;
  /** The latest statement of each aggregator. */
  readonly stated: Map<string, SubscriberStatement>;
  last: number;
}

interface ReaderEntry {
  readonly name: string;
  readonly feeds: Set<string>;
  polls: number;
  unchanged: number;
  last: number;
}

/** Upper bounds of the classes of times, in milliseconds; polls that are ready take less than a tenth of one. */
const BOUNDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/** Statuses of HTTP (RFC 9110, section 15). */
const STATUSES = { least: 100, most: 599 };

/** @param since when counting begins, UTC */
export function createCounters(since: Date): BoundedCounters {
  const statuses = new Float64Array(STATUSES.most + 1);
  const cache: Record<CacheResult, number> = { hit: 0, miss: 0, stale: 0, none: 0 };
  const classes = new Float64Array(BOUNDS.length + 1);
  const feeds = new LruMap<Partial<Record<Format, FeedEntry>>>({
    max: Math.floor(MAX_COUNTED_FEEDS / FORMATS.length),
  });
  const readers = new LruMap<ReaderEntry>({ max: MAX_COUNTED_READERS });
  const hour = createHourCounter();
  const readerOf = memoize(parseUserAgent);
  const polls = noPolls();
  let [requests, bytes, tookAltogether] = [0, 0, 0];

  const feedOf = (feed: string, format: Format, at: number): FeedEntry => {
    let formats = feeds.get(feed);
    if (formats === undefined) {
      formats = {};
      feeds.set(feed, formats);
    }
    formats[format] ??= { polls: noPolls(), minutes: createMinuteCounter(), stated: new Map(), last: at };
    return formats[format];
  };

  const countReader = (name: string, feed: string | null, poll: PollClass, at: number): void => {
    let entry = readers.get(name);
    if (entry === undefined) {
      entry = { name, feeds: new Set(), polls: 0, unchanged: 0, last: at };
      readers.set(name, entry);
    }
    entry.polls += 1;
    if (poll === "304") entry.unchanged += 1;
    if (feed !== null && entry.feeds.size < MAX_FEEDS_OF_READER) entry.feeds.add(feed);
    entry.last = at;
  };

  return {
    count({ at, status, feed, format, bytes: size, took, cache: result, agent, loading }) {
      if (loading) return;
      const time = at.getTime();
      const statusCode = Math.min(Math.max(Math.trunc(status) || STATUSES.least, STATUSES.least), STATUSES.most);
      requests += 1;
      bytes += size ?? 0;
      statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
      cache[result] += 1;
      const milliseconds = Math.max(0, took);
      tookAltogether += milliseconds;
      let bound = 0;
      while (bound < BOUNDS.length && milliseconds > (BOUNDS[bound] ?? 0)) bound += 1;
      classes[bound] = (classes[bound] ?? 0) + 1;

      const poll = format === null ? undefined : classOf(statusCode);
      hour.count(time, poll);
      if (poll === undefined || format === null) return;
      polls[poll] += 1;
      const reader = readerOf(agent);
      countReader(reader.name, feed, poll, time);
      if (feed === null) return;
      const entry = feedOf(feed, format, time);
      entry.polls[poll] += 1;
      entry.minutes.count(time);
      entry.last = time;
      if (reader.subscribers !== null) recordStatement(entry.stated, reader, reader.subscribers, time);
    },

    read(now) {
      const oldest = now.getTime() - MAX_STATEMENT_AGE_MS;
      const ofReaders = new Map<string, number>();
      const found: FeedCount[] = [];
      for (const [feed, formats] of feeds.entries()) {
        for (const format of FORMATS) {
          const entry = formats[format];
          if (entry === undefined) continue;
          let all = 0;
          for (const { reader, subscribers, at } of entry.stated.values()) {
            if (at <= oldest) continue;
            all += subscribers;
            ofReaders.set(reader, (ofReaders.get(reader) ?? 0) + subscribers);
          }
          const last = new Date(entry.last);
          const minutes = entry.minutes.read(now.getTime());
          found.push({ feed, format, polls: { ...entry.polls }, minutes, last, subscribers: all });
        }
      }
      let sum = 0;
      return {
        since,
        requests,
        bytes,
        statuses: new Map([...statuses.entries()].filter(([, count]) => count > 0)),
        cache: { ...cache },
        took: [...BOUNDS, Number.POSITIVE_INFINITY].map((bound, index) => {
          sum += classes[index] ?? 0;
          return { bound, count: sum };
        }),
        tookAltogether,
        polls: { ...polls },
        minutes: hour.read(now),
        feeds: found.sort((a, b) => totalOf(b.polls) - totalOf(a.polls)),
        readers: readers
          .entries()
          .map(([, { name, polls: pollCount, unchanged, feeds: feedNames, last }]) => ({
            name,
            polls: pollCount,
            unchanged,
            feeds: feedNames.size,
            subscribers: ofReaders.get(name) ?? null,
            last: new Date(last),
          }))
          .sort((a, b) => (b.subscribers ?? 0) - (a.subscribers ?? 0) || b.polls - a.polls),
      };
    },

    entries() {
      let sum = 0;
      for (const [, formats] of feeds.entries())
        for (const format of FORMATS) sum += formats[format] === undefined ? 0 : 1 + formats[format].stated.size;
      for (const [, { feeds: feedNames }] of readers.entries()) sum += 1 + feedNames.size;
      return sum;
    },
  };
}
