import { FORMATS } from "../../src/lib/feed-format.ts";
import type { Scope } from "../../src/site/scope.ts";
import { articlePath, feedPath } from "../../src/site/urls.ts";
import type { Story } from "../support/corpus.ts";
import { pick } from "../support/random.ts";
import type { Ledger } from "./ledger.ts";

/** What a request asks, and what the reply to it may be. */
export interface Ask {
  readonly path: string;
  readonly method: "GET" | "HEAD";
  readonly headers: Readonly<Record<string, string>>;
  readonly kind: "conditional" | "delta" | "head" | "plain" | "unknown";
}

/** Requests as readers send them: most ask whether a feed has changed. */
export function createMix(random: () => number, kept: readonly Story[], ledger: Ledger): () => Ask {
  const scopes: Scope[] = [
    { kind: "all" },
    ...["india", "cities", "weather", "sport"].map((slug): Scope => ({ kind: "category", slug })),
  ];
  const feeds = scopes.flatMap((scope) => FORMATS.map((format) => feedPath(scope, format)));
  const pages = ["/", "/categories/india", ...kept.slice(0, 40).map(({ slug }) => articlePath(slug))];
  const anything = () => (random() < 0.85 ? pick(random, feeds) : pick(random, pages));

  return () => {
    const headers = { ...pick(random, CODINGS) };
    const share = random();
    if (share < 0.1) return { path: anything(), method: "HEAD", headers, kind: "head" };
    if (share < 0.14) return { path: pick(random, UNKNOWN), method: "GET", headers, kind: "unknown" };
    if (share < 0.2) return { path: anything(), method: "GET", headers, kind: "plain" };
    if (share < 0.26) {
      const path = pick(random, feeds);
      const tag = ledger.olderTag(path, random);
      if (tag !== undefined)
        return {
          path,
          method: "GET",
          headers: { ...headers, "a-im": "feed", "if-none-match": tag },
          kind: "delta",
        };
    }
    const path = anything();
    const state = ledger.latest(path, headers["accept-encoding"] ?? "");
    if (state === undefined) return { path, method: "GET", headers, kind: "plain" };
    const condition = random() < 0.1 ? { "if-modified-since": state.modified } : { "if-none-match": state.tag };
    return { path, method: "GET", headers: { ...headers, ...condition }, kind: "conditional" };
  };
}

/** What readers accept; some accept nothing but plain bytes. */
const CODINGS: readonly Readonly<Record<string, string>>[] = [
  { "accept-encoding": "gzip" },
  { "accept-encoding": "gzip, deflate" },
  { "accept-encoding": "gzip, deflate, br" },
  { "accept-encoding": "br;q=1.0, gzip;q=0.8, *;q=0.1" },
  {},
];

const UNKNOWN = ["/articles/not-there", "/categories/nothing/rss.xml", "/wp-login.php", "/feed", "/rss.xml.bak"];
