/** The content folder as the Worker's build bundles it; `wrangler.toml` says where that is. */
declare module "harkara:content" {
  const bundle: import("./store/bundle.ts").Bundle;
  export default bundle;
}
