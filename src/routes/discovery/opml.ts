import { asOwnAttribute } from "../../feed/formats/escape.ts";
import type { KnownFeed } from "../../feed/known-feed.ts";
import { descriptionOf, titleOf } from "../../feed/title.ts";
import { escapeText } from "../../lib/text.ts";
import { translationsFor } from "../../pages/translations/translations.ts";
import type { Site } from "../../site/site.ts";
import { feedPath, scopeAddress } from "../../site/urls.ts";
import type { DocumentKind } from "../documents/document.ts";

/** Feeds in the OPML list, some 250 bytes each: no reader imports more at once. The list says so if there are more. @limit feeds */
const MAX_OPML_FEEDS = 10_000;

export const OPML: DocumentKind = {
  audience: "feed",
  mediaType: "text/x-opml; charset=utf-8",
  suffix: "opml",
};

/**
 * All feeds as an OPML 2.0 subscription list (opml.org/spec2): the feed of all articles, then a group of categories and
 * one of authors. It names the RSS documents, which every reader takes. It has the first `MAX_OPML_FEEDS` feeds and says
 * so in a comment if there are more.
 * @param modified when something of it last changed, UTC
 */
export function opml(site: Site, known: readonly KnownFeed[], modified: Date): string {
  const feeds = known.slice(0, MAX_OPML_FEEDS);
  const cut =
    feeds.length < known.length
      ? `<!-- The first ${feeds.length} of ${known.length} feeds; the page “feeds” lists them all. -->\n`
      : "";
  const { categories, authors } = translationsFor(site);
  const all = outlines(site, feeds, "all");
  const groups = [
    group(categories, outlines(site, feeds, "category")),
    group(authors, outlines(site, feeds, "author")),
  ];
  // RFC 822, with the four digits of the year that the specification prefers.
  const time = modified.toUTCString();
  return `<?xml version="1.0" encoding="utf-8"?>
${cut}<opml version="2.0">
<head>
<title>${escapeText(site.title)}</title>
<dateCreated>${time}</dateCreated>
<dateModified>${time}</dateModified>
<ownerName>${escapeText(site.author?.name ?? site.title)}</ownerName>
<ownerId>${escapeText(scopeAddress(site, { kind: "all" }))}</ownerId>
<docs>http://opml.org/spec2.opml</docs>
</head>
<body>
${all}${groups.join("")}</body>
</opml>
`;
}

/** A group of feeds; empty if there are none. */
function group(name: string, members: string): string {
  return members === "" ? "" : `<outline text="${asOwnAttribute(name)}">\n${members}</outline>\n`;
}

/** The outlines of a group. `text` and `title` are the title that the feed itself has. */
function outlines(site: Site, feeds: readonly KnownFeed[], kind: KnownFeed["scope"]["kind"]): string {
  const language = asOwnAttribute(site.language);
  let printed = "";
  for (const { scope, name } of feeds) {
    if (scope.kind !== kind) continue;
    const title = asOwnAttribute(titleOf(site, scope, name));
    const description = asOwnAttribute(descriptionOf(site, scope, name));
    const feed = asOwnAttribute(site.address + feedPath(scope, "rss"));
    const page = asOwnAttribute(scopeAddress(site, scope));
    printed += `<outline type="rss" text="${title}" title="${title}" description="${description}" xmlUrl="${feed}" htmlUrl="${page}" language="${language}" version="RSS2"/>\n`;
  }
  return printed;
}
