import * as platform from "cloudflare:workers";
import { site } from "harkara:content";
import { articlesInDatabase } from "./runtime/worker/database-articles.ts";
import { createWorkerEntry } from "./runtime/worker/worker-entry.ts";

/** The Cloudflare Worker over a database: of the content that was bundled it carries the settings only. */
export default createWorkerEntry(articlesInDatabase(site), platform);
