import { countNoun } from "../../lib/plural.ts";
import { createWallClock } from "../../source/time/wall-clock.ts";
import type { CounterValues, FeedCount } from "../../telemetry/counters/counters.ts";
import type { Minute } from "../../telemetry/counters/hour.ts";
import { POLL_CLASSES, type PollClass, totalOf } from "../../telemetry/counters/poll-classes.ts";
import type { StatusReport } from "../../telemetry/status/status-report.ts";
import { FORMAT_NAMES } from "../components/feed-links.ts";
import { type Html, markup, NOTHING } from "../layout/markup.ts";
import { bar, columns, sparkline } from "./chart.ts";
import { clip, formatBytes, formatFigure, formatShare, shortTable, timeSince } from "./figures.ts";

/** Rows of each table of the status page; with all of them full it stays below 30 KB. @limit rows */
export const MAX_SHOWN_FEEDS = 8;

/** Rows of the table of readers on the status page; with all of them full it stays below 30 KB. @limit rows */
export const MAX_SHOWN_READERS = 8;

const CLASS_NAMES: Readonly<Record<PollClass, string>> = {
  "200": "200 whole",
  "226": "226 what is new",
  "304": "304 unchanged",
  "4xx": "4xx refused",
  "5xx": "5xx failed",
};

/** Polls of feeds: a minute by status, and of each feed. */
export function pollsSection({ counts, content, deployment, now }: StatusReport): Html {
  const zone = content?.site.timeZone ?? "UTC";
  const wallClock = clockIn(zone);
  const { minutes, feeds } = counts;
  const most = Math.max(1, ...feeds.map(({ polls }) => totalOf(polls)));
  const row = ({ feed, format, polls, minutes: own, subscribers, last }: FeedCount) =>
    markup`<th scope="row">${clip(feed)}</th><td>${FORMAT_NAMES[format]}</td>${POLL_CLASSES.map((status) => markup`<td>${formatFigure(polls[status])}</td>`)}<td>${bar(
      POLL_CLASSES.map((status) => ({ kind: kindOf(status), value: polls[status] })),
      most,
    )}</td><td>${formatFigure(own.reduce((sum, value) => sum + value, 0))}</td><td>${formatFigure(Math.max(...own))}</td><td>${sparkline(own)}</td><td>${subscribers === 0 ? "" : formatFigure(subscribers)}</td><td>${timeSince(last, now)}</td>`;
  return markup`<section>
<h2 id="polls">Polls</h2>
${columns({
  id: "polls-a-minute",
  title: "Polls a minute by status, the last hour",
  description: described(minutes),
  unit: "Minute",
  labels: minutes.map(({ at }) => wallClock(at)),
  series: POLL_CLASSES.map((status) => ({
    name: CLASS_NAMES[status],
    kind: kindOf(status),
    values: minutes.map(({ polls }) => polls[status]),
  })),
})}
<h3>By feed</h3>
${
  feeds.length === 0
    ? markup`<p>None was asked for yet.</p>\n`
    : shortTable(
        "Polls by feed",
        ["Feed", "Format", ...POLL_CLASSES, "Share", "Last hour", "Most a minute", "By minute", "Subscribers", "Last"],
        feeds,
        MAX_SHOWN_FEEDS,
        row,
      )
}${isolate(deployment?.counted, deployment?.analytics)}</section>
`;
}

/** Which readers poll, and how many people aggregators say that they read for. */
export function readersSection({ counts: { readers }, now }: StatusReport): Html {
  const most = Math.max(1, ...readers.map(({ subscribers }) => subscribers ?? 0));
  return markup`<section>
<h2 id="readers">Readers</h2>
${
  readers.length === 0
    ? markup`<p>None has asked for a feed yet.</p>\n`
    : shortTable(
        "Readers",
        ["Reader", "Subscribers", "Share", "Feeds", "Polls", "Unchanged", "Last"],
        readers,
        MAX_SHOWN_READERS,
        ({ name, subscribers, feeds, polls, unchanged, last }) =>
          markup`<th scope="row" dir="auto">${clip(name)}</th><td>${subscribers === null ? "" : formatFigure(subscribers)}</td><td>${
            subscribers === null ? NOTHING : bar([{ kind: "subscribers", value: subscribers }], most)
          }</td><td>${formatFigure(feeds)}</td><td>${formatFigure(polls)}</td><td>${formatShare(unchanged, polls)}</td><td>${timeSince(last, now)}</td>`,
      )
}</section>
`;
}

/** All requests, by status, and where answers came from. */
export function requestsSection({ counts }: StatusReport): Html {
  const { statuses, cache, requests, bytes } = counts;
  const fact = (name: string, value: string) => markup`<dt>${name}</dt><dd>${value}</dd>\n`;
  return markup`<section>
<h2 id="requests">Requests</h2>
<dl class="facts">
${fact("Answered", formatFigure(requests))}${fact("Sent", formatBytes(bytes))}${fact("Half of them took at most", median(counts))}${fact(
  "From the cache",
  `${formatFigure(cache.hit)} kept, ${formatFigure(cache.miss)} looked up, ${formatFigure(cache.stale)} kept while the store failed`,
)}${[...statuses].map(([status, count]) => fact(`Status ${status}`, formatFigure(count)))}</dl>
</section>
`;
}

function kindOf(status: PollClass): string {
  return `s${status}`;
}

function described(minutes: readonly Minute[]): string {
  const totals = minutes.map(({ polls }) => totalOf(polls));
  const sum = totals.reduce((a, b) => a + b, 0);
  if (sum === 0) return "There were no polls.";
  const parts = POLL_CLASSES.flatMap((status) => {
    const own = minutes.reduce((a, { polls }) => a + polls[status], 0);
    return own === 0 ? [] : `${formatFigure(own)} ${own === 1 ? "was" : "were"} answered ${status}`;
  });
  return `There ${sum === 1 ? "was" : "were"} ${countNoun(sum, "poll")}, at most ${formatFigure(Math.max(...totals))} in a minute: ${parts.join(", ")}.`;
}

/** What clocks of a zone show, to the minute. */
function clockIn(zone: string): (at: Date) => string {
  const wallTimeAt = createWallClock(zone);
  return (at) => new Date(wallTimeAt(at.getTime())).toISOString().slice(11, 16);
}

/** The bound of the class of times that the median falls into. */
function median({ took, requests }: CounterValues): string {
  const found = took.find(({ count }) => count * 2 >= requests);
  if (found === undefined || requests === 0) return "–";
  return Number.isFinite(found.bound) ? `${found.bound} ms` : "more than can be told";
}

function isolate(counted: "process" | "isolate" | undefined, analytics: boolean | undefined): Html {
  if (counted !== "isolate") return NOTHING;
  return markup`<p class="meta">Counts are those of the isolate that answered; Cloudflare runs many at once and ends them at will. ${
    analytics
      ? "Those of all are in Analytics Engine, which is bound."
      : "Those of all are kept where Analytics Engine is bound."
  }</p>
`;
}
