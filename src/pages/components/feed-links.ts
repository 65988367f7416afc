import { FEED_TYPES, FORMATS, type Format } from "../../lib/feed-format.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import { FEEDS_PATH, feedPath, pathPrefix, scopePath, subscribePath } from "../../site/urls.ts";
import { type Html, markup } from "../layout/markup.ts";
import { translationsFor } from "../translations/translations.ts";

/** What people call the formats. */
export const FORMAT_NAMES: Readonly<Record<Format, string>> = {
  rss: "RSS",
  atom: "Atom",
  json: "JSON Feed",
};

/** Path of a scope's page from the root of the host. */
export function pagePath(site: Site, scope: Scope): string {
  return pathPrefix(site) + (scopePath(scope) || "/");
}

/** The three feeds of a scope, for a page's head. */
export function alternatesOf(site: Site, scope: Scope, title: string): Alternate[] {
  return FORMATS.map((format) => ({
    type: FEED_TYPES[format],
    title: `${title} (${FORMAT_NAMES[format]})`,
    address: pathPrefix(site) + feedPath(scope, format),
  }));
}

/** Links to the three feeds of a scope. */
export function feedLinks(site: Site, scope: Scope): Html {
  const links = FORMATS.map(
    (format) =>
      markup`<a href="${pathPrefix(site)}${feedPath(scope, format)}" type="${FEED_TYPES[format]}">${FORMAT_NAMES[format]}</a>`,
  );
  return markup`${links.map((link, index) => (index === 0 ? link : markup`, ${link}`))}`;
}

/**
 * How a page offers a scope's feed: its addresses, readers to open it in, and where there is more about it. A page that
 * has one says so to its layout (`copies`).
 * @param title the feed's
 */
export function subscribeBox(site: Site, scope: Scope, title: string): Html {
  const { feed, subscribe } = translationsFor(site);
  const prefix = pathPrefix(site);
  return markup`<section class="subscribe" aria-labelledby="subscribe">
<h2 id="subscribe">${subscribe}</h2>
<p>${feed.paste}</p>
${addressList(site, scope)}
<p>${feed.openIn}:</p>
${readerList(site, scope)}
<p class="meta"><a href="${prefix}${subscribePath(scope)}">${feed.about}<span class="visually-hidden">: <bdi>${title}</bdi></span></a> · <a href="${prefix}${FEEDS_PATH}">${feed.all}</a></p>
</section>`;
}

/** The addresses of a scope's feed, each with a button that copies it. */
export function addressList(site: Site, scope: Scope): Html {
  return markup`<ul class="addresses">
${FORMATS.map((format) => {
  const address = site.address + feedPath(scope, format);
  return markup`<li><span class="label">${FORMAT_NAMES[format]}</span> <a href="${address}" type="${FEED_TYPES[format]}">${breakable(address)}</a> ${copyButton(site, scope, format)}</li>\n`;
})}</ul>`;
}

/** An address that lines may break behind the slashes of; its text stays as it is. */
function breakable(address: string): Html {
  return markup`${address.split(/(?<=\/)(?=[^/])/).map((piece, index) => (index === 0 ? piece : markup`<wbr>${piece}`))}`;
}

/**
 * A button that copies a feed's address; it is seen only where `COPY_SCRIPT` runs, which knows it by its attribute.
 * @param title the feed's, on pages that have more than one
 */
export function copyButton(site: Site, scope: Scope, format: Format, title?: string): Html {
  const { copy, feed } = translationsFor(site);
  const name = feed.copyAddress(FORMAT_NAMES[format]) + (title === undefined ? "" : `: ${title}`);
  return markup`<button type="button" class="copy" data-copy="${site.address}${feedPath(scope, format)}" aria-label="${name}">${copy}</button>`;
}

/** Where `COPY_SCRIPT` says what became of copying: to those who hear the page, and what it writes on the button. */
export function copyStatus(site: Site): Html {
  const { copy, copied, feed } = translationsFor(site);
  return markup`<p id="copying" class="visually-hidden" role="status" data-idle="${copy}" data-done="${copied}" data-failed="${feed.notCopied}"></p>`;
}

/** Links that open a scope's feed in a reader. */
export function readerList(site: Site, scope: Scope): Html {
  return markup`<ul class="readers">
${readersOf(site, scope).map(({ name, address }) => markup`<li><a href="${address}">${name}</a></li>\n`)}</ul>`;
}

/**
 * Where a scope's feed can be opened, the reader on the person's own device first. RSS is what all readers take.
 *
 * There is no standard for `feed:`; its draft (draft-obasanjo-feed-uri-scheme-02) has two forms, of which readers
 * on Linux (Liferea, Akregator, Thunderbird, RSS Guard: `x-scheme-handler/feed`), macOS and iOS (NetNewsWire, Vienna:
 * `CFBundleURLSchemes`) understand both. But `feed://host/path` stands for http there: only `feed:` before the whole
 * address says https.
 */
export function readersOf(site: Site, scope: Scope): readonly { readonly name: string; readonly address: string }[] {
  const feed = site.address + feedPath(scope, "rss");
  return [
    { name: translationsFor(site).feed.ownReader, address: `feed:${feed}` },
    ...site.readers.map(({ name, template }) => ({
      name,
      address: template.replaceAll("{feed}", () => encodeURIComponent(feed)),
    })),
  ];
}

/** A feed, or another document for programs, that a page's head names. */
export interface Alternate {
  readonly type: string;
  readonly title: string;
  readonly address: string;
}
