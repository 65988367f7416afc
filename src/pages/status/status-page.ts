import { VERSION } from "../../lib/version.ts";
import { pathPrefix } from "../../site/urls.ts";
import { POLL_CLASSES } from "../../telemetry/counters/poll-classes.ts";
import type { StatusReport } from "../../telemetry/status/status-report.ts";
import { layout } from "../layout/layout.ts";
import { type Html, markup, NOTHING } from "../layout/markup.ts";
import { contentSection, faultsSection } from "./content-section.ts";
import { formatDuration, formatFigure, formatShare, STATUS_LANGUAGE } from "./figures.ts";
import { hubsSection } from "./hubs-section.ts";
import { pollsSection, readersSection, requestsSection } from "./polls-section.ts";

/** How the service is, as a page for the editor and the operator. */
export function statusPage(report: StatusReport): string {
  const { now, content, deployment, counts } = report;
  const site = content?.site;
  const prefix = site === undefined ? "" : pathPrefix(site);
  const main = markup`<div class="status">
<div class="intro">
<h1>Status</h1>
<p class="description">Harkara ${VERSION}${deployment === undefined ? "" : ` on ${deployment.runtime}`}, up for ${formatDuration(now.getTime() - counts.since.getTime())}</p>
<p class="meta"><a href="${prefix}/status">Refresh</a> · <a href="${prefix}/metrics">the same for Prometheus</a></p>
</div>
${deployment === undefined ? markup`<p role="status">The content is still being loaded. Refresh in a few seconds.</p>\n` : NOTHING}${tiles(report)}
${faultsSection(report)}${contentSection(report)}${pollsSection(report)}${readersSection(report)}${hubsSection(report)}${requestsSection(report)}</div>`;
  return layout(site, {
    title: site === undefined ? "Status" : `Status – ${site.title}`,
    language: STATUS_LANGUAGE,
    main,
  });
}

/** What one looks at first. */
function tiles({ summary, deployment, counts, backlog }: StatusReport): Html {
  const found = summary !== undefined && "value" in summary ? summary.value : undefined;
  const faults = deployment?.faults() ?? [];
  const polls = counts.minutes.flatMap((minute) => POLL_CLASSES.map((status) => minute.polls[status]));
  const { hit, miss, stale } = counts.cache;
  const waiting =
    backlog !== undefined && "value" in backlog
      ? backlog.value.hubs.reduce((sum, { notices }) => sum + notices, 0)
      : undefined;
  const tile = (name: string, value: string) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>\n`;
  const number = (value: number | undefined) => (value === undefined ? "–" : formatFigure(value));
  return markup`<dl class="figures">
${tile("Articles", number(found?.state.articles))}${tile("Categories", number(found?.categories))}${tile("Authors", number(found?.authors))}${tile("Faults", formatFigure(faults.filter(({ severity }) => severity === "error").length))}${tile("Warnings", formatFigure(faults.filter(({ severity }) => severity === "warning").length))}${tile(
  "Polls in the last hour",
  formatFigure(polls.reduce((a, b) => a + b, 0)),
)}${tile("Cache hits", formatShare(hit, hit + miss + stale))}${tile("Notices to hubs waiting", number(waiting))}</dl>`;
}
