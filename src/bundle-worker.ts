import * as platform from "cloudflare:workers";
import bundle from "harkara:content";
import { bundledArticles } from "./runtime/worker/bundled-articles.ts";
import { createWorkerEntry } from "./runtime/worker/worker-entry.ts";
import { openBundle } from "./store/memory/bundle-store.ts";

/** The Cloudflare Worker over the articles that were bundled with it: it has no part of what publishes. */
export default createWorkerEntry(bundledArticles(openBundle(bundle)), platform);
