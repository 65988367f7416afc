import type { Fault } from "../../lib/fault.ts";
import type { Site } from "../../site/site.ts";
import type { StatusReport } from "../../telemetry/status/status-report.ts";
import { createPageClock, timeElement } from "../components/time.ts";
import { type Html, markup, NOTHING } from "../layout/markup.ts";
import { pageLanguage } from "../translations/translations.ts";
import { clip, STATUS_LANGUAGE, shortTable, timeSince } from "./figures.ts";

/** Rows of each table of the status page; with all of them full it stays below 30 KB. @limit rows */
export const MAX_SHOWN_FAULTS = 8;

/** Where the articles are, and when something of them changed last and changes next. */
export function contentSection({ content, deployment, summary, now }: StatusReport): Html {
  if (content === undefined || deployment === undefined || summary === undefined) return NOTHING;
  const { kind, place } = deployment;
  const where = markup`<dt>Store</dt><dd>${kind}${place === null ? NOTHING : markup` <code>${clip(place)}</code>`}</dd>\n`;
  if ("failure" in summary) {
    return section(markup`<p role="alert"><strong>The store failed:</strong> ${clip(summary.failure)}</p>
<dl class="facts">
${where}</dl>`);
  }
  const { modified, next, version } = summary.value.state;
  return section(markup`<dl class="facts">
${where}<dt>Last change</dt><dd>${instant(content.site, modified)} (${timeSince(modified, now)})</dd>
<dt>Next publication</dt><dd>${next === null ? "none is waiting" : markup`${instant(content.site, next)} (${timeSince(next, now)})`}</dd>
<dt>State</dt><dd><code>${clip(version)}</code></dd>
</dl>`);
}

/** What is wrong with what editors wrote. */
export function faultsSection({ deployment }: StatusReport): Html {
  if (deployment === undefined) return NOTHING;
  // What keeps an article out of the feeds comes first.
  const faults = deployment
    .faults()
    .toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  return markup`<section>
<h2 id="faults">Faults</h2>
${
  faults.length === 0
    ? markup`<p>None.</p>\n`
    : shortTable("Faults", ["Where", "What", "Remedy"], faults, MAX_SHOWN_FAULTS, faultRow)
}${
  faults.length > MAX_SHOWN_FAULTS ? markup`<p class="meta"><code>harkara check</code> lists them all.</p>\n` : NOTHING
}</section>
`;
}

function faultRow({ file, line, column, code, message, hint, severity }: Fault): Html {
  return markup`<th scope="row"><code>${clip(file)}:${line}:${column}</code></th><td><strong>${severity}</strong> <code>${code}</code> ${clip(message)}</td><td>${clip(hint)}</td>`;
}

function section(inner: Html): Html {
  return markup`<section>
<h2 id="content">Content</h2>
${inner}
</section>
`;
}

function instant(site: Site, at: Date): Html {
  const own = pageLanguage(site);
  const time = timeElement(createPageClock(site), at);
  return own === STATUS_LANGUAGE || own.startsWith(`${STATUS_LANGUAGE}-`)
    ? time
    : markup`<span lang="${own}">${time}</span>`;
}
