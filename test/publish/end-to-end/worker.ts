import * as platform from "cloudflare:workers";
import { type Bindings, createWorker, type Worker } from "../../../src/runtime/worker/create-worker.ts";
import { articlesInDatabase } from "../../../src/runtime/worker/database-articles.ts";
import type { Site } from "../../../src/site/site.ts";
import { createLog } from "../../../src/telemetry/log.ts";

/** What a test tells the Worker: its site, whose address is known only once it listens, and how far its clock is on. */
export interface Setting {
  readonly site?: Site;
  readonly ahead?: number;
}

let ahead = 0;
let worker: Worker | undefined;
const now = () => new Date(Date.now() + ahead);
const log = createLog("info", (line) => console.log(line));

/** The Worker as `src/worker.ts` has it, but for a site and a clock that it is told at `/-/setting`. */
export default {
  async fetch(request: Request, bindings: Bindings): Promise<Response> {
    if (new URL(request.url).pathname !== "/-/setting")
      return worker?.fetch(request) ?? new Response("there is no site yet", { status: 500 });
    const setting = (await request.json()) as Setting;
    ahead = setting.ahead ?? ahead;
    if (setting.site !== undefined) {
      const { site } = setting;
      worker = createWorker(bindings, { openArticles: articlesInDatabase(site), platform, now, log });
    }
    return new Response("told");
  },

  async scheduled(): Promise<void> {
    await worker?.tick();
  },
};
