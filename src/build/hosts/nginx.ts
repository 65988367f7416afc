import { DOCUMENT_NAMES, FORMATS } from "../../lib/feed-format.ts";
import type { Site } from "../../site/site.ts";
import { FIXED_PATHS, pathPrefix, SITEMAP_PATH } from "../../site/urls.ts";
import { PAGE_SUFFIX } from "../output-file.ts";
import type { ErrorFile, HeaderField, HostRule } from "./host-rules.ts";

const FEED_NAMES = FORMATS.map((format): string => DOCUMENT_NAMES[format]);

/** Where an article was removed, a file of its name with this suffix says so. */
export const GONE_SUFFIX = ".gone";

/** The address of the style sheet's current version, which may be kept for long. */
export interface VersionedStyle {
  readonly version: string;
  /** `Cache-Control`. */
  readonly cache: string;
}

/**
 * What nginx needs to serve the output, to be included in a `server` block that has it as its root. It needs no module
 * that nginx is built without, and changes only with the settings and the program.
 */
export function nginxSnippet(
  site: Site,
  rules: readonly HostRule[],
  style: VersionedStyle,
  errors: readonly ErrorFile[],
): string {
  const prefix = quoteRegex(pathPrefix(site));
  const names = FEED_NAMES.map(quoteRegex).join("|");
  const scope = "(?:/(?:categories|authors)/[^/?]+)?";
  return `# Made by \`harkara build\`. Include it in a server block whose root is the folder that it lies in:
#   server { listen 443 ssl; server_name …; root /srv/news; include /srv/news/_nginx.conf; }

charset off;
gzip off;
gzip_static on;
if_modified_since before;

# Brotli, without a module for it: the compressed files lie beside the others.
set $harkara_br "";
set $harkara_coding "";
if ($http_accept_encoding ~* "(?:^|,)\\s*br\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$))[^,]*)?(?:,|$)") {
    set $harkara_br .br;
    set $harkara_coding br;
}

# Queries that lead to files of their own. An old or a mistaken one gets what is there without it.
set $harkara_to "";
if ($arg_to ~ "^[1-9][0-9]*$") { set $harkara_to /to/$arg_to; }
if ($arg_except ~ "^[1-9][0-9,-]*$") { set $harkara_to $harkara_to/except/$arg_except; }
set $harkara_from "";
if ($arg_from ~ "^[1-9][0-9]*$") { set $harkara_from /from/$arg_from; }
set $harkara_page "";
if ($arg_page ~ "^[1-9][0-9]*$") { set $harkara_page /page/$arg_page; }
set $harkara_part "";
if ($arg_part ~ "^[1-9][0-9]*$") { set $harkara_part /part/$arg_part; }
if ($arg_pages ~ "^[1-9][0-9]*$") { set $harkara_part /pages/$arg_pages; }

# The addresses of a feed, its page and its hubs (RFC 8288, WebSub).
set $harkara_link "";
set $harkara_query "";
if ($args ~ "^(?:to=[1-9][0-9]*(?:&except=[0-9,-]+)?|except=[0-9,-]+)$") { set $harkara_query ?$args; }
if ($request_uri ~ "^${prefix}(?<harkara_scope>${scope})(?<harkara_newest>/(?:${names}))(?:\\?|$)") {
    set $harkara_link ${quote(linkOf(site, "$harkara_newest", site.hubs))};
}
if ($request_uri ~ "^${prefix}(?<harkara_scope>${scope})(?<harkara_older>/archive/[1-9][0-9]*/(?:${names}))(?:\\?|$)") {
    set $harkara_link ${quote(linkOf(site, "$harkara_older$harkara_query", []))};
}

# The style sheet may be kept for long at the address that has its version.
set $harkara_style ${quote(cacheOf(rules, FIXED_PATHS.style))};
if ($arg_v = ${quote(style.version)}) { set $harkara_style ${quote(style.cache)}; }

# Browsers get a page where there is nothing, programs get problem details (RFC 9457).
set $harkara_problem json;
if ($http_accept ~* text/html) { set $harkara_problem html; }
error_page 404 /404.$harkara_problem;
error_page 410 /410.$harkara_problem;
${errors.map(errorLocation).join("")}
location ${pathPrefix(site)}/ { return 404; }
location @harkara_absent {
    if (-f $document_root$uri${GONE_SUFFIX}) { return 410; }
    return 404;
}
${rules.flatMap((rule) => ruleLocations(site, rule)).join("")}`;
}

function errorLocation({ name, headers }: ErrorFile): string {
  return `location = /${name} {
    internal;
    gzip_static off;
${headerLines(headers, " always")}}
`;
}

/** Routes whose files are found in the same way share a location. */
function ruleLocations(site: Site, { routes, audience, headers }: HostRule): string[] {
  const byFiles = new Map<string, string[]>();
  for (const route of routes) {
    const files = filesOf(site, route);
    byFiles.set(files, [...(byFiles.get(files) ?? []), route]);
  }
  return [...byFiles].map(([files, shared]) => {
    const [first = ""] = shared;
    const name = first.slice(first.lastIndexOf("/") + 1);
    const isArchive = first.includes("/archive/");
    const folders = shared.map((route) => patternOf(site, isArchive ? route.slice(0, -name.length - 1) : route));
    const alternatives = folders.join("|");
    const pattern = isArchive
      ? `(?<harkara_folder>${alternatives})/(?<harkara_name>${quoteRegex(name)})`
      : `(?:${alternatives})`;
    const sent = headers.map(([name, value]): HeaderField => {
      const isStyle = name === "cache-control" && first === FIXED_PATHS.style;
      return [name, isStyle ? "$harkara_style" : value];
    });
    return `
location ~ "^${pattern}$" {
    try_files ${files};
${audience === "feed" ? "    error_page 404 /404.json;\n" : ""}${headerLines([
  ...sent,
  ["content-encoding", "$harkara_coding"],
  ...(FEED_NAMES.includes(name) ? [["link", "$harkara_link"] as const] : []),
])}}
`;
  });
}

/** Where the files of a route lie, in the form of \`try_files\`. */
function filesOf(site: Site, route: string): string {
  const prefix = pathPrefix(site);
  const page = `${PAGE_SUFFIX}$harkara_br`;
  if (route === "/") return `${prefix}$harkara_to${page} ${prefix}/index${page} =404`;
  if (route === "/articles/:slug") return `$uri${page} @harkara_absent`;
  if (route === "/feeds") return `$uri$harkara_page${page} $uri${page} =404`;
  if (route === SITEMAP_PATH) return `${prefix}$harkara_part${SITEMAP_PATH}$harkara_br $uri$harkara_br =404`;
  if (route.endsWith("/subscribe")) return `$uri$harkara_from${page} $uri${page} =404`;
  if (route.includes("/archive/")) return `$harkara_folder$harkara_to/$harkara_name$harkara_br $uri$harkara_br =404`;
  if (route.endsWith(":slug")) return `$uri$harkara_to${page} $uri${page} =404`;
  return route === "/search" ? `$uri${page} =404` : "$uri$harkara_br =404";
}

/** A route as a regular expression. */
function patternOf(site: Site, route: string): string {
  const prefix = quoteRegex(pathPrefix(site));
  if (route === "/") return prefix === "" ? "/" : `${prefix}/?`;
  const pattern = (text: string) => quoteRegex(text).replace(/:(?:slug|page)/g, "[^/]+");
  return prefix + pattern(route);
}

function linkOf({ address }: Site, document: string, hubs: readonly string[]): string {
  const literal = address.replaceAll("$", "%24");
  return [
    `<${literal}$harkara_scope${document}>; rel="self"`,
    `<${literal}$harkara_scope/subscribe>; rel="alternate"; type="text/html"`,
    ...hubs.map((hub) => `<${hub.replaceAll("$", "%24")}>; rel="hub"`),
  ].join(", ");
}

function cacheOf(rules: readonly HostRule[], route: string): string {
  const rule = rules.find(({ routes }) => routes.includes(route));
  return rule?.headers.find(([name]) => name === "cache-control")?.[1] ?? "";
}

function headerLines(headers: readonly HeaderField[], suffix = ""): string {
  return headers
    .map(([name, value]) =>
      name === "content-type"
        ? `    types { }\n    default_type ${quote(value)};\n`
        : `    add_header ${name} ${quote(value)}${suffix};\n`,
    )
    .join("");
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function quoteRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
