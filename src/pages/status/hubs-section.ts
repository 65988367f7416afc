import type { HubBacklog } from "../../store/outbox.ts";
import type { StatusReport } from "../../telemetry/status/status-report.ts";
import { MAX_SHOWN_NOTICES } from "../../telemetry/status/status-report.ts";
import type { UnhealthyHub } from "../../websub/hub-health.ts";
import { hubName } from "../../websub/hub-name.ts";
import { type Html, markup, NOTHING } from "../layout/markup.ts";
import { clip, formatDuration, formatFigure, shortTable, timeSince } from "./figures.ts";

/** Rows of each table of the status page; with all of them full it stays below 30 KB. @limit rows */
export const MAX_SHOWN_HUBS = 6;

interface HubRow {
  /** Address of the hub. */
  readonly hub: string;
  readonly waiting: HubBacklog | undefined;
  readonly ailing: UnhealthyHub | undefined;
}

/** The hubs, how they are, and what they are still to be told. Of addresses the query is left out: it may be a secret. */
export function hubsSection({ content, deployment, backlog, now }: StatusReport): Html {
  if (content === undefined || deployment === undefined) return NOTHING;
  const settled = content.site.hubs;
  const found = backlog !== undefined && "value" in backlog ? backlog.value : { hubs: [], notices: [] };
  const ailing = deployment.health.unhealthyHubs(now);
  const names = new Set([...settled, ...found.hubs.map(({ hub }) => hub), ...ailing.map(({ hub }) => hub)]);
  const rows = [...names].map((hub) => ({
    hub,
    waiting: found.hubs.find((own) => own.hub === hub),
    ailing: ailing.find((own) => own.hub === hub),
  }));
  const row = ({ hub, waiting, ailing: own }: HubRow) =>
    markup`<th scope="row">${clip(hubName(hub))}</th><td>${formatFigure(waiting?.notices ?? 0)}</td><td>${formatFigure(waiting?.attempts ?? 0)}</td><td>${waiting === undefined ? NOTHING : timeSince(waiting.due, now)}</td><td>${own === undefined ? NOTHING : describeTrouble(own)}</td>`;
  const waiting = found.hubs.reduce((sum, { notices }) => sum + notices, 0);
  return markup`<section>
<h2 id="hubs">Hubs</h2>
${
  backlog !== undefined && "failure" in backlog
    ? markup`<p role="alert"><strong>The outbox failed:</strong> ${clip(backlog.failure)}</p>\n`
    : NOTHING
}${
  deployment.outbox === undefined
    ? markup`<p>What is deployed never changes by itself, so no hub is told of anything.</p>\n`
    : rows.length === 0
      ? markup`<p>None is set: readers find out what is new by polling.</p>\n`
      : shortTable("Hubs", ["Hub", "Notices", "Attempts", "Due", "Trouble"], rows, MAX_SHOWN_HUBS, row)
}${
  waiting === 0
    ? NOTHING
    : markup`<h3>Notices that wait</h3>
${shortTable(
  "Notices that wait",
  ["Hub", "Feed", "Attempts", "Due"],
  found.notices,
  MAX_SHOWN_NOTICES,
  ({ hub, topic, attempts, due }) =>
    markup`<th scope="row">${clip(hubName(hub))}</th><td>${clip(hubName(topic))}</td><td>${formatFigure(attempts)}</td><td>${timeSince(due, now)}</td>`,
  waiting,
)}`
}</section>
`;
}

function describeTrouble({ trouble, strikes, left }: UnhealthyHub): string {
  const rest = left > 0 ? `; left alone for ${formatDuration(left)}` : "";
  return `${clip(trouble.reason)}${strikes > 1 ? ` (${formatFigure(strikes)} times in a row)` : ""}${rest}`;
}
