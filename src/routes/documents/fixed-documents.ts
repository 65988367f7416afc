import { styleOf } from "../../pages/styles/style-sheet.ts";
import { searchForm } from "../../pages/views/search-page.ts";
import type { Site } from "../../site/site.ts";
import type { FixedDocument } from "../../site/urls.ts";
import { OPENSEARCH_TYPE } from "../../site/urls.ts";
import { FAVICON, favicon, ICON, icon } from "../discovery/icon.ts";
import { MANIFEST, manifest } from "../discovery/manifest.ts";
import { openSearchDescription } from "../discovery/opensearch.ts";
import { ROBOTS, robots } from "../discovery/robots.ts";
import type { Target } from "../target.ts";
import { type DocumentKind, HTML, type LoadDocument } from "./document.ts";

/** Seconds that a document with its version in its address may be cached: a year, the most that HTTP/1.1 advised (RFC 2616, section 14.21). @limit s */
const VERSIONED_MAX_AGE_SECONDS = 31_536_000;

/** The documents that follow from the settings alone. */
export const loadFixedDocument: LoadDocument<Extract<Target, { kind: "fixed" }>> = async ({ site }, { name }) => {
  const { kind, print } = SETTLED[name];
  return {
    validatorParts: [],
    kind,
    lastModified: new Date(site.modified),
    changesAt: null,
    cacheTags: ["all"],
    entries: 1,
    slugs: [],
    render: async () => print(site),
  };
};

/** The style sheet at the address of its version, which never changes. */
export const loadStyleSheet: LoadDocument<Extract<Target, { kind: "style" }>> = async (content, { version }, now) => {
  const text = await loadFixedDocument(content, { kind: "fixed", name: "style" }, now);
  const { staleWhileRevalidate, staleIfError } = content.site.cache;
  return (
    text && {
      ...text,
      validatorParts: [version],
      cache: { maxAge: VERSIONED_MAX_AGE_SECONDS, staleWhileRevalidate, staleIfError },
    }
  );
};

const DESCRIPTION: DocumentKind = {
  audience: "feed",
  mediaType: `${OPENSEARCH_TYPE}; charset=utf-8`,
  suffix: "opensearch",
};

export const STYLE_KIND: DocumentKind = {
  audience: "page",
  mediaType: "text/css; charset=utf-8",
  suffix: "css",
};

const SETTLED: Readonly<
  Record<
    FixedDocument,
    { readonly kind: DocumentKind; readonly print: (site: Site) => string | Uint8Array<ArrayBuffer> }
  >
> = {
  search: { kind: HTML, print: searchForm },
  description: { kind: DESCRIPTION, print: openSearchDescription },
  robots: { kind: ROBOTS, print: robots },
  manifest: { kind: MANIFEST, print: manifest },
  favicon: { kind: FAVICON, print: favicon },
  icon: { kind: ICON, print: icon },
  style: { kind: STYLE_KIND, print: styleOf },
};
