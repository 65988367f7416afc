import { styleOf } from "../../pages/styles/style-sheet.ts";
import { searchForm } from "../../pages/views/search-page.ts";
import type { Site } from "../../site/site.ts";
import type { Settled } from "../../site/urls.ts";
import { DESCRIPTION_TYPE } from "../../site/urls.ts";
import { FAVICON, favicon, ICON, icon } from "../discovery/icon.ts";
import { MANIFEST, manifest } from "../discovery/manifest.ts";
import { searchDescription } from "../discovery/opensearch.ts";
import { ROBOTS, robots } from "../discovery/robots.ts";
import type { Wanted } from "../target.ts";
import { type FindText, HTML, type Kind } from "./document.ts";

/** Seconds for which what has its version in its address may be kept: a year, the most that HTTP/1.1 once advised (RFC 2616, section 14.21). */
const VERSIONED_MAX_AGE_SECONDS = 31_536_000;

/** What follows from the settings alone. */
export const findSettled: FindText<Extract<Wanted, { kind: "settled" }>> = async ({ site }, { name }) => {
  const { kind, print } = SETTLED[name];
  return {
    from: [],
    kind,
    modified: new Date(site.modified),
    next: null,
    tags: ["all"],
    entries: 1,
    slugs: [],
    render: async () => print(site),
  };
};

/** The style sheet at an address of its version: what stands there is never another one. */
export const findStyle: FindText<Extract<Wanted, { kind: "style" }>> = async (content, { version }, now) => {
  const text = await findSettled(content, { kind: "settled", name: "style" }, now);
  const { staleWhileRevalidate, staleIfError } = content.site.cache;
  return (
    text && {
      ...text,
      from: [version],
      cache: { maxAge: VERSIONED_MAX_AGE_SECONDS, staleWhileRevalidate, staleIfError },
    }
  );
};

const DESCRIPTION: Kind = {
  audience: "feed",
  mediaType: `${DESCRIPTION_TYPE}; charset=utf-8`,
  suffix: "opensearch",
};

export const STYLE_KIND: Kind = { audience: "page", mediaType: "text/css; charset=utf-8", suffix: "css" };

const SETTLED: Readonly<
  Record<Settled, { readonly kind: Kind; readonly print: (site: Site) => string | Uint8Array<ArrayBuffer> }>
> = {
  search: { kind: HTML, print: searchForm },
  description: { kind: DESCRIPTION, print: searchDescription },
  robots: { kind: ROBOTS, print: robots },
  manifest: { kind: MANIFEST, print: manifest },
  favicon: { kind: FAVICON, print: favicon },
  icon: { kind: ICON, print: icon },
  style: { kind: STYLE_KIND, print: styleOf },
};
