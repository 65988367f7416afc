import { GENERATOR } from "../../feed/formats/split-document.ts";
import type { Site } from "../../site/site.ts";
import {
  FEEDS_PATH,
  FIXED_PATHS,
  OPENSEARCH_PATH,
  OPENSEARCH_TYPE,
  OPML_PATH,
  pathPrefix,
  SEARCH_PATH,
  SITEMAP_PATH,
  stylePath,
} from "../../site/urls.ts";
import { type Alternate, copyStatus } from "../components/feed-links.ts";
import { interfaceLangAttributes, langAttributes } from "../components/language.ts";
import { accentOn, DARK, LIGHT } from "../styles/colour.ts";
import { styleVersion } from "../styles/style-sheet.ts";
import { pageLanguage, translationsFor } from "../translations/translations.ts";
import { COPY_SCRIPT } from "./copy-script.ts";
import { type Html, markup, NOTHING, raw } from "./markup.ts";

/** A page. */
export interface PageParts {
  /** Its `<title>`: what it is and, but for the front page, the site's. */
  readonly title: string;
  readonly description?: string;
  /** BCP 47: the language of what it holds, where that is not the pages' own. */
  readonly language?: string;
  /** The page's own absolute address; nothing for pages that search engines shall leave out. */
  readonly canonical?: string;
  /** Whether search engines shall leave it out although it has an address that can be kept. */
  readonly noindex?: boolean;
  readonly alternates?: readonly Alternate[];
  /** What else stands in its head: Open Graph, JSON-LD, the pages before and behind it. */
  readonly head?: Html;
  /** Which of the site's own pages it is, for the navigation. */
  readonly current?: "home" | "feeds" | "search";
  /** Whether it has buttons that copy an address: `<button data-copy="address">`. */
  readonly copies?: boolean;
  /** What stands in `<main>`. */
  readonly main: Html;
}

/**
 * A whole HTML document.
 * @param site nothing while the content is still being loaded
 */
export function layout(site: Site | undefined, parts: PageParts): string {
  const { title, description, canonical, alternates = [], head = NOTHING, copies = false, main } = parts;
  const own = site === undefined ? "en" : pageLanguage(site);
  const language = parts.language ?? own;
  return markup`${raw("<!DOCTYPE html>")}
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${description === undefined ? NOTHING : markup`<meta name="description" content="${description}">\n`}${
  canonical === undefined || parts.noindex === true ? markup`<meta name="robots" content="noindex">\n` : NOTHING
}${canonical === undefined ? NOTHING : markup`<link rel="canonical" href="${canonical}">\n`}${site === undefined ? markup`<meta name="color-scheme" content="light dark">\n` : siteHead(site)}${alternates.map(
  (feed) => markup`<link rel="alternate" type="${feed.type}" title="${feed.title}" href="${feed.address}">\n`,
)}${head}${copies ? markup`<script>${raw(COPY_SCRIPT)}</script>\n` : NOTHING}</head>
<body${parts.current === "home" ? markup` class="${site?.logo ? "home plate" : "home"}"` : NOTHING}>
${site === undefined ? NOTHING : header(site, parts.current, language)}<main id="main">
${main}${site !== undefined && copies ? markup`\n${copyStatus(site)}` : NOTHING}
</main>
${site === undefined ? NOTHING : footer(site, language)}</body>
</html>
`.toString();
}

/** What the head of every page of a site says: its style and colour, its icons, how it is searched. */
function siteHead(site: Site): Html {
  const prefix = pathPrefix(site);
  return markup`<meta name="generator" content="${GENERATOR}">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="${accentOn(LIGHT, site.colour)}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="${accentOn(DARK, site.colour)}" media="(prefers-color-scheme: dark)">
<link rel="stylesheet" href="${prefix}${stylePath(styleVersion(site))}">
<link rel="icon" href="${prefix}${FIXED_PATHS.favicon}" sizes="32x32">
<link rel="icon" href="${prefix}${FIXED_PATHS.icon}" type="image/svg+xml">
${site.icon === null ? NOTHING : markup`<link rel="apple-touch-icon" href="${site.icon}">\n`}<link rel="manifest" href="${prefix}${FIXED_PATHS.manifest}">
<link rel="search" type="${OPENSEARCH_TYPE}" title="${site.title}" href="${prefix}${OPENSEARCH_PATH}">
`;
}

/** The way past the navigation, what the site is called, and the navigation. @param around the page's language */
function header(site: Site, current: PageParts["current"], around: string): Html {
  const words = translationsFor(site);
  const prefix = pathPrefix(site);
  const own = interfaceLangAttributes(site, around);
  const links = [
    { name: "home", path: "/", text: words.home },
    { name: "feeds", path: FEEDS_PATH, text: words.feeds },
    { name: "search", path: SEARCH_PATH, text: words.search },
  ];
  return markup`<a class="skip" href="#main"${own}>${words.skip}</a>
<header class="top">
${
  // The front page has the title as its heading.
  current === "home" && site.logo === null
    ? NOTHING
    : markup`<p class="title"><a href="${prefix}/">${nameplate(site, around)}</a></p>\n`
}<nav aria-label="${words.navigation}"${own}>
<ul>
${links.map(
  ({ name, path, text }) =>
    markup`<li><a href="${prefix}${path}"${name === current ? raw(' aria-current="page"') : ""}>${text}</a></li>\n`,
)}</ul>
</nav>
</header>
`;
}

/** The logo, which has room of its own whatever its size, or the title. */
function nameplate(site: Site, around: string): Html {
  return site.logo === null
    ? markup`<span ${langAttributes(site.language, around)}>${site.title}</span>`
    : markup`<img src="${site.logo}" alt="${site.title}" ${langAttributes(site.language, around)} width="192" height="48" referrerpolicy="no-referrer">`;
}

function footer(site: Site, around: string): Html {
  const words = translationsFor(site);
  const prefix = pathPrefix(site);
  return markup`<footer class="foot"${interfaceLangAttributes(site, around)}>
<p ${langAttributes(site.language, pageLanguage(site))}>${site.copyright ?? site.title}</p>
<ul>
<li><a href="${prefix}${FEEDS_PATH}">${words.feed.all}</a></li>
<li><a href="${prefix}${OPML_PATH}">OPML</a></li>
<li><a href="${prefix}${SITEMAP_PATH}">${words.sitemap}</a></li>
<li>${words.madeWith(GENERATOR)}</li>
</ul>
</footer>
`;
}
