import { DOCUMENT_NAMES, FEED_TYPES, FORMATS } from "../../lib/feed-format.ts";
import { escapeAttribute, escapeText, shorten } from "../../lib/text.ts";
import type { Site } from "../../site/site.ts";
import { OPENSEARCH_PATH, OPENSEARCH_TYPE, SEARCH_PATH } from "../../site/urls.ts";

/** Characters of the site's short name in an OpenSearch description: OpenSearch 1.1 draft 6 allows no more. @limit characters */
const MAX_SHORT_NAME_CHARACTERS = 16;

/** Characters of the site's long name in an OpenSearch description: OpenSearch 1.1 draft 6 allows no more. @limit characters */
const MAX_LONG_NAME_CHARACTERS = 48;

/** Characters of what is searched in an OpenSearch description: OpenSearch 1.1 draft 6 allows no more. @limit characters */
const MAX_SEARCH_DESCRIPTION_CHARACTERS = 1_024;

/** How to search the site, for browsers and readers: an OpenSearch description (1.1 draft 6). */
export function openSearchDescription(site: Site): string {
  const { address } = site;
  const feeds = FORMATS.map((format) =>
    url(FEED_TYPES[format], "results", `${address}${SEARCH_PATH}/${DOCUMENT_NAMES[format]}?q={searchTerms}`),
  );
  const lines = [
    element("ShortName", shorten(site.title, MAX_SHORT_NAME_CHARACTERS)),
    element("LongName", shorten(site.title, MAX_LONG_NAME_CHARACTERS)),
    element("Description", shorten(site.description, MAX_SEARCH_DESCRIPTION_CHARACTERS)),
    url("text/html", "results", `${address}${SEARCH_PATH}?q={searchTerms}`),
    ...feeds,
    url(OPENSEARCH_TYPE, "self", `${address}${OPENSEARCH_PATH}`),
    ...(site.icon === null ? [] : [element("Image", site.icon)]),
    element("Language", site.language),
    element("OutputEncoding", "UTF-8"),
    element("InputEncoding", "UTF-8"),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
${lines.join("\n")}
</OpenSearchDescription>
`;
}

function element(name: string, text: string): string {
  return `<${name}>${escapeText(text)}</${name}>`;
}

/** @param template an address in which braces stand for nothing but parameters: normalised ones have none */
function url(type: string, relation: "results" | "self", template: string): string {
  return `<Url type="${type}" rel="${relation}" template="${escapeAttribute(template)}"/>`;
}
