import { fixedHeaders } from "../../http/headers.ts";
import type { Resource } from "../../http/resource.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { DOCUMENT_NAMES, FORMATS } from "../../lib/feed-format.ts";
import { styleVersion } from "../../pages/styles/style-sheet.ts";
import type { LoadResource } from "../../routes/cached-resource.ts";
import { ROUTES } from "../../routes/route-table.ts";
import type { Target } from "../../routes/target.ts";
import { NEWEST, type Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import { FEEDS_PATH, pathPrefix, SITEMAP_PATH } from "../../site/urls.ts";
import type { TaxonomyCounts } from "../../store/article-store.ts";
import type { Content } from "../../store/content.ts";
import { routeOf } from "../output-file.ts";
import { fixedTargets } from "../targets.ts";
import { errorFiles, fieldsOf, type HostRule, hostRules } from "./host-rules.ts";
import { nginxSnippet } from "./nginx.ts";

/** Headers that Cloudflare Pages and Netlify set themselves, as they compress. */
const LEFT_TO_HOST = new Set(["vary"]);

/**
 * The files that tell hosts what to send, by name: for Cloudflare Pages and Netlify, for nginx, and what they answer where
 * there is nothing.
 * @param now UTC
 */
export async function hostFiles(
  content: Content,
  load: LoadResource,
  taxonomy: TaxonomyCounts,
  now: Date,
): Promise<ReadonlyMap<string, Bytes>> {
  const { site } = content;
  const resources = new Map<string, Resource>();
  for (const target of await sampleTargets(content, taxonomy, now)) {
    const loaded = await load(content, target, now);
    if (loaded !== undefined) resources.set(routeOf(site, target), loaded.resource);
  }
  const rules = hostRules(resources);
  const version = styleVersion(site);
  const style = await load(content, { kind: "style", version }, now);
  const cache = (style && new Map(fieldsOf(fixedHeaders(style.resource))).get("cache-control")) ?? "";
  const errors = await errorFiles(site);
  return new Map<string, Bytes>([
    ...errors.map(({ name, bytes }) => [name, bytes] as const),
    ["_headers", encoded(headersFile(site, rules))],
    ["_redirects", encoded(redirectsFile(site))],
    ["_nginx.conf", encoded(nginxSnippet(site, rules, { version, cache }, errors))],
  ]);
}

function encoded(text: string): Bytes {
  return new TextEncoder().encode(text);
}

const OVERVIEWS: readonly Target[] = [
  { kind: "feeds", page: 1 },
  { kind: "opml" },
  { kind: "news" },
  { kind: "sitemap", part: undefined },
];

/** One target of each address that the output has. */
async function sampleTargets(
  { store }: Content,
  { categories, authors }: TaxonomyCounts,
  now: Date,
): Promise<readonly Target[]> {
  const newest = await store.newestPage({ scope: { kind: "all" }, limit: 1, now });
  const scopes: readonly Scope[] = [
    { kind: "all" },
    ...categories.slice(0, 1).map(({ slug }) => ({ kind: "category", slug }) as const),
    ...authors.slice(0, 1).map(({ slug }) => ({ kind: "author", slug }) as const),
  ];
  return [
    ...fixedTargets(),
    ...OVERVIEWS,
    ...(newest?.refs ?? []).map(({ slug }): Target => ({ kind: "article", slug })),
    ...scopes.flatMap((scope): Target[] => [
      { kind: "list", scope, to: undefined },
      { kind: "subscribe", scope, from: 1 },
      ...FORMATS.flatMap((format): Target[] => [
        { kind: "feed", scope, format, part: NEWEST },
        { kind: "feed", scope, format, part: { kind: "archive", page: 1, to: undefined } },
      ]),
    ]),
  ];
}

/** `_headers` as Cloudflare Pages and Netlify read it: the addresses, each with what is sent. */
export function headersFile(site: Site, rules: readonly HostRule[]): string {
  const prefix = pathPrefix(site);
  return rules
    .flatMap(({ routes, headers }) =>
      routes.map((route) => {
        const lines = headers.filter(([name]) => !LEFT_TO_HOST.has(name)).map(([name, value]) => `  ${name}: ${value}`);
        return `${[prefix + route, ...lines].join("\n")}\n`;
      }),
    )
    .join("\n");
}

/**
 * `_redirects` as Netlify reads it: queries that lead to files of their own. Cloudflare Pages cannot tell addresses apart
 * by their query, and skips these lines.
 */
export function redirectsFile(site: Site): string {
  const prefix = pathPrefix(site);
  const lines = ROUTES.flatMap(({ path }) => queriesOf(path).map((names) => rewrite(prefix, path, names)));
  return `# Netlify: each query leads to its file.\n${lines.join("\n")}\n`;
}

/** The parameters of a route whose values have files, the longer lists first. */
function queriesOf(path: string): readonly (readonly string[])[] {
  if (path.startsWith("/search")) return [];
  if (path.includes("/archive/")) return [["to", "except"], ["to"], ["except"]];
  if (path.endsWith("/subscribe")) return [["from"]];
  if (path === FEEDS_PATH) return [["page"]];
  if (path === SITEMAP_PATH) return [["part"], ["pages"]];
  return ["/", "/categories/:slug", "/authors/:slug"].includes(path) ? [["to"]] : [];
}

function rewrite(prefix: string, path: string, names: readonly string[]): string {
  const query = names.map((name) => `${name}=:${name}`).join(" ");
  const folders = names.map((name) => `/${name}/:${name}`).join("");
  const cut = path.lastIndexOf("/");
  const isDocument = path === SITEMAP_PATH || FORMATS.some((format) => path.endsWith(DOCUMENT_NAMES[format]));
  const file = isDocument ? path.slice(0, cut) + folders + path.slice(cut) : (path === "/" ? "" : path) + folders;
  return `${prefix}${path} ${query} ${prefix}${file} 200!`;
}
