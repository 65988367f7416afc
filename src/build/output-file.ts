import { pathOf, type Target } from "../routes/target.ts";
import type { Scope } from "../site/scope.ts";
import type { Site } from "../site/site.ts";
import { feedPath, pathPrefix, scopePath } from "../site/urls.ts";

/** Bytes of a file's name that file systems take, without the longest suffix of a compressed one (`.gz`). @limit bytes */
const MAX_NAME_BYTES = 252;

/** What pages are stored with; their addresses have no suffix. */
export const PAGE_SUFFIX = ".html";

/**
 * The file of a target below the output, with `/` between folders. It lies where its address says, with `.html` behind a
 * page's. A query becomes folders: `/categories/india?to=40` is `categories/india/to/40.html`, and
 * `/archive/3/rss.xml?to=250` is `archive/3/to/250/rss.xml`. Undefined where a name would be too long.
 */
export function fileOf(site: Site, target: Target): string | undefined {
  const [path = "", query = ""] = pathOf(site, target).split("?");
  const names = path.slice(1).split("/").map(decodeURIComponent);
  const last = names.pop() ?? "";
  const parameters = query === "" ? [] : query.split(/[&=]/).map(decodeURIComponent);
  const isPage = !isDocument(target);
  let all = [...names, ...parameters, last];
  if (isPage) {
    const page = parameters.length === 0 ? [last || "index"] : [...(last === "" ? [] : [last]), ...parameters];
    all = [...names, ...page];
    all.push(`${all.pop()}${PAGE_SUFFIX}`);
  }
  return all.every((name) => Buffer.byteLength(name) <= MAX_NAME_BYTES) ? all.join("/") : undefined;
}

/** Whether a target's address ends in the name of a file; those of pages do not. */
function isDocument(target: Target): boolean {
  switch (target.kind) {
    case "list":
    case "article":
    case "subscribe":
    case "feeds":
      return false;
    case "fixed":
      return target.name !== "search";
    default:
      return true;
  }
}

/** The address of a target as `ROUTES` has it, without its query. */
export function routeOf(site: Site, target: Target): string {
  const { kind } = target;
  if (kind === "article") return "/articles/:slug";
  if (kind === "list") return scopeRoute(target.scope) || "/";
  if (kind === "subscribe") return `${scopeRoute(target.scope)}/subscribe`;
  if (kind === "feed") {
    const name = feedPath({ kind: "all" }, target.format);
    return `${scopeRoute(target.scope)}${target.part.kind === "archive" ? "/archive/:page" : ""}${name}`;
  }
  const [path = ""] = pathOf(site, target).split("?");
  return path.slice(pathPrefix(site).length);
}

function scopeRoute(scope: Scope): string {
  return scopePath(scope).replace(/[^/]+$/, ":slug");
}
