import type { Site } from "../../site/site.ts";
import { FEEDS_PATH, pathPrefix } from "../../site/urls.ts";
import { alternatesOf } from "../components/feed-links.ts";
import { layout } from "../layout/layout.ts";
import { type Html, markup, NOTHING } from "../layout/markup.ts";
import { translationsFor } from "../translations/translations.ts";
import { browse, searchBox } from "./search-page.ts";

/**
 * An error as a page: what happened, and where to go from here. It needs nothing but the settings, as it may be the
 * store that fails.
 * @param site nothing while the content is still being loaded
 * @param status HTTP's (RFC 9110, section 15)
 * @param detail a sentence about this very request, in English; where the page has words of its own, these are said instead
 */
export function problemPage(site: Site | undefined, status: number, detail: string): string {
  const { status: name } = translationsFor(site).problems;
  const { heading, text } = wordsFor(site, status, detail);
  const main = markup`<header class="intro problem">
<p class="meta">${name(status)}</p>
<h1>${heading}</h1>
${text}
</header>
${isPassing(status) ? again(site) : NOTHING}${site === undefined ? NOTHING : onward(site, isPassing(status))}`;
  return layout(site, {
    title: site === undefined ? heading : `${heading} – ${site.title}`,
    alternates: site === undefined ? [] : alternatesOf(site, { kind: "all" }, site.title),
    main,
  });
}

/** Whether the same request may be answered later. */
function isPassing(status: number): boolean {
  return status >= 500 || status === 429;
}

function wordsFor(site: Site | undefined, status: number, detail: string): { heading: string; text: Html } {
  const { language, problems } = translationsFor(site);
  const own = ([heading, explanation]: readonly [string, string]) => ({
    heading,
    text: markup`<p class="description">${explanation}</p>`,
  });
  const english = language === "en" ? NOTHING : markup` lang="en"`;
  switch (status) {
    case 404:
      return own(problems.notFound);
    case 405:
      return own(problems.wrongMethod);
    case 410:
      return own(problems.gone);
    case 500:
      return own(problems.failed);
    case 503:
      return own(problems.unavailable);
  }
  const heading = status === 400 ? problems.badRequest : problems.refused;
  return { heading, text: markup`<p class="description"${english}>${detail}</p>` };
}

/** A link to the page itself. */
function again(site: Site | undefined): Html {
  return markup`<p><a class="button" href="">${translationsFor(site).problems.again}</a></p>\n`;
}

/** @param failing whether a search is likely to fail as well */
function onward(site: Site, failing: boolean): Html {
  const words = translationsFor(site);
  const prefix = pathPrefix(site);
  return markup`${failing ? NOTHING : searchBox(site, undefined)}
<h2>${words.problems.onward}</h2>
<ul class="onward">
<li><a href="${prefix}/">${words.home}</a></li>
<li><a href="${prefix}/#latest">${words.reading.latest}</a></li>
<li><a href="${prefix}${FEEDS_PATH}">${words.feeds}</a></li>
</ul>
${failing ? NOTHING : browse(site)}`;
}
