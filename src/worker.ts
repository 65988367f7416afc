import * as platform from "cloudflare:workers";
import bundle from "harkara:content";
import { type Bindings, createWorker, type Worker } from "./runtime/worker/create-worker.ts";
import { openBundle } from "./store/memory/bundle-store.ts";
import { createLog } from "./telemetry/log.ts";
import { jsonLines, redactLines } from "./telemetry/log-lines.ts";
import { createRedactor } from "./telemetry/redact.ts";

const now = () => new Date();
const parts = { bundled: openBundle(bundle), platform, now };
const workers = new WeakMap<Bindings, Worker>();

/** The Cloudflare Worker: the app over the database, or over the content that was bundled with it. */
export default {
  fetch(request: Request, bindings: Bindings): Promise<Response> {
    return workerFor(bindings).fetch(request);
  },

  async scheduled(_: unknown, bindings: Bindings): Promise<void> {
    await workerFor(bindings).tick();
  },
};

/** One for the whole isolate, which is given the same bindings each time. */
function workerFor(bindings: Bindings): Worker {
  let worker = workers.get(bindings);
  if (worker === undefined) {
    const hide = createRedactor(bindings.PUBLISH_TOKEN);
    const log = createLog("info", (line) => console.log(line), redactLines(jsonLines(now), hide));
    worker = createWorker(bindings, { ...parts, log });
    workers.set(bindings, worker);
  }
  return worker;
}
