/** The content folder as the Worker's build bundles it; `wrangler.toml` says where that is. */
declare module "harkara:content" {
  const bundle: import("../../store/memory/bundle-store.ts").Bundle;
  export default bundle;
  export const site: typeof bundle.site;
}

/** What is used of Cloudflare's runtime. */
declare module "cloudflare:workers" {
  export function waitUntil(work: Promise<unknown>): void;
  export const cache: import("./cache-invalidation.ts").EdgeCache | undefined;
}
