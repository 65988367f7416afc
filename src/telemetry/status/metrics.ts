import { VERSION } from "../../lib/version.ts";
import { hubName } from "../../websub/hub-name.ts";
import type { CounterValues } from "../counters/counters.ts";
import { POLL_CLASSES } from "../counters/poll-classes.ts";
import { formatNumber, type Metric, type Sample } from "./prometheus.ts";
import type { StatusReport } from "./status-report.ts";

/** Feeds with samples of their own in the metrics: each is several time series, stored for weeks. @limit feeds */
export const MAX_METRIC_FEEDS = 100;

/** Readers with samples of their own in the metrics: each is a time series, stored for weeks. @limit readers */
export const MAX_METRIC_READERS = 50;

/** The metrics of a report. What could not be read is missing, and `harkara_store_up` is 0. */
export function metricsOf(report: StatusReport): readonly Metric[] {
  return [...ofProcess(report), ...ofCounts(report.counts), ...ofContent(report), ...ofHubs(report)];
}

function ofProcess({ counts, deployment }: StatusReport): Metric[] {
  const runtime = deployment?.runtime ?? "";
  return [
    gauge("harkara_build_info", "Always 1; the labels say what runs.", [
      { labels: { version: VERSION, runtime }, value: 1 },
    ]),
    gauge("process_start_time_seconds", "When counting began, in seconds since the epoch.", [
      { value: counts.since.getTime() / 1000 },
    ]),
  ];
}

function ofCounts(counts: CounterValues): Metric[] {
  const { statuses, cache, bytes, took, tookAltogether, requests } = counts;
  const bounds = took.filter(({ bound }) => Number.isFinite(bound));
  return [
    counter(
      "harkara_requests_total",
      "Requests that were answered.",
      [...statuses].map(([status, value]) => ({ labels: { status: String(status) }, value })),
    ),
    counter("harkara_response_bytes_total", "Bytes of bodies that were sent.", [{ value: bytes }]),
    counter(
      "harkara_cache_total",
      "Answers by where they came from: kept (hit), looked up (miss), kept while the store failed (stale), never kept (none).",
      Object.entries(cache).map(([result, value]) => ({ labels: { result }, value })),
    ),
    {
      name: "harkara_request_duration_seconds",
      help: "How long answers took.",
      type: "histogram",
      samples: [
        ...[...bounds, { bound: Number.POSITIVE_INFINITY, count: requests }].map(({ bound, count }) => ({
          suffix: "_bucket",
          labels: { le: formatNumber(bound / 1000) },
          value: count,
        })),
        { suffix: "_sum", value: tookAltogether / 1000 },
        { suffix: "_count", value: requests },
      ],
    },
    counter(
      "harkara_polls_total",
      "Polls of all feeds, by class of status.",
      POLL_CLASSES.map((status) => ({ labels: { status }, value: counts.polls[status] })),
    ),
    // Which feeds are shown changes, so this is a gauge and no counter.
    gauge(
      "harkara_feed_polls",
      `Polls, since counting began, of the ${MAX_METRIC_FEEDS} feeds that are asked for most, by class of status.`,
      counts.feeds.slice(0, MAX_METRIC_FEEDS).flatMap(({ feed, format, polls }) =>
        POLL_CLASSES.filter((status) => polls[status] > 0).map((status) => ({
          labels: { feed, format, status },
          value: polls[status],
        })),
      ),
    ),
    gauge(
      "harkara_subscribers",
      "Subscribers that an aggregator states, over all its feeds.",
      counts.readers
        .slice(0, MAX_METRIC_READERS)
        .flatMap(({ name, subscribers }) =>
          subscribers === null ? [] : { labels: { reader: name }, value: subscribers },
        ),
    ),
  ];
}

function ofContent({ summary: outcome, deployment }: StatusReport): Metric[] {
  const up = gauge("harkara_store_up", "Whether the store answers and the newest article can be read: 1 or 0.", [
    { value: outcome !== undefined && "value" in outcome ? 1 : 0 },
  ]);
  const summary = outcome !== undefined && "value" in outcome ? outcome.value : undefined;
  const one = (value: number | undefined): Sample[] => (value === undefined ? [] : [{ value }]);
  const faults = deployment?.faults() ?? [];
  return [
    up,
    gauge("harkara_articles", "Articles that are published.", one(summary?.state.articles)),
    gauge("harkara_categories", "Categories with articles that are published.", one(summary?.categories)),
    gauge("harkara_authors", "Authors of articles that are published.", one(summary?.authors)),
    gauge(
      "harkara_last_change_timestamp_seconds",
      "When something published last changed, in seconds since the epoch.",
      one(summary && summary.state.modified.getTime() / 1000),
    ),
    gauge(
      "harkara_held_removals",
      "Articles that are served though their files are missing: many vanished at once.",
      one(deployment?.heldRemovals?.()),
    ),
    gauge(
      "harkara_faults",
      "Faults of what editors wrote: errors keep a file out of the feeds.",
      deployment === undefined
        ? []
        : (["error", "warning"] as const).map((severity) => ({
            labels: { severity },
            value: faults.filter((fault) => fault.severity === severity).length,
          })),
    ),
  ];
}

function ofHubs({ content, deployment, backlog, now }: StatusReport): Metric[] {
  const [notices, strikes] = [new Map<string, number>(), new Map<string, number>()];
  // The query of a hub may hold a secret: hubs that differ only in it share a name.
  const add = (to: Map<string, number>, hub: string, value: number) =>
    to.set(hubName(hub), (to.get(hubName(hub)) ?? 0) + value);
  if (backlog !== undefined && "value" in backlog) {
    for (const hub of content?.site.hubs ?? []) add(notices, hub, 0);
    for (const { hub, notices: waiting } of backlog.value.hubs) add(notices, hub, waiting);
  }
  for (const hub of content?.site.hubs ?? []) add(strikes, hub, 0);
  for (const { hub, strikes: own } of deployment?.health.unhealthyHubs(now) ?? []) add(strikes, hub, own);
  const samples = (of: Map<string, number>) => [...of].map(([hub, value]) => ({ labels: { hub }, value }));
  return [
    gauge("harkara_outbox_notices", "Notices that a hub has not taken yet.", samples(notices)),
    gauge("harkara_hub_failures", "Failures in a row of telling a hub.", samples(strikes)),
  ];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: "gauge", samples };
}

function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: "counter", samples };
}
