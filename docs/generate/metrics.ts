import { createCounters } from "../../src/telemetry/counters/counters.ts";
import type { RequestRecord } from "../../src/telemetry/request-record.ts";
import { metricsOf } from "../../src/telemetry/status/metrics.ts";
import type { StatusReport } from "../../src/telemetry/status/status-report.ts";
import { code, page, table } from "./markdown.ts";

const NOW = new Date(0);

/** A poll by an aggregator: every metric of requests has a sample after it. */
const POLL: RequestRecord = {
  at: NOW,
  method: "GET",
  path: "/rss.xml",
  status: 200,
  feed: "all",
  format: "rss",
  bytes: 1,
  took: 1,
  cache: "hit",
  agent: "Example/1.0 (1 subscribers)",
  loading: false,
};

/** A report in which every metric has a sample, so that its labels can be seen. */
function sampleReport(): StatusReport {
  const counters = createCounters(NOW);
  counters.count(POLL);
  const hub = "https://hub.example/";
  const deployment = { runtime: "", faults: () => [], health: { unhealthyHubs: () => [] } };
  return {
    now: NOW,
    counts: counters.read(NOW),
    content: { site: { hubs: [hub] } },
    deployment,
    summary: { value: { state: { articles: 1, modified: NOW }, categories: 1, authors: 1 } },
    backlog: { value: { hubs: [{ hub, notices: 0 }] } },
  } as unknown as StatusReport;
}

export function metricsPage(): string {
  const rows = metricsOf(sampleReport()).map(({ name, type, help, samples }) => {
    const labels = new Set(samples.flatMap((sample) => Object.keys(sample.labels ?? {})));
    return [code(name), type, [...labels].map(code).join(", "), help];
  });
  return page(
    "Metrics",
    "`src/telemetry/status/metrics.ts`",
    `${code("/metrics")} answers these in Prometheus' text format, version 0.0.4. How to scrape them:
[status.md](../status.md#prometheus). Ten alarms made of them: [operating.md](../operating.md#the-ten-alarms).`,
    table(["metric", "type", "labels", "meaning"], rows),
  );
}
