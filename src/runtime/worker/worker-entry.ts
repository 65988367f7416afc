import { createLog } from "../../telemetry/log.ts";
import { jsonLines, redactLines } from "../../telemetry/log-lines.ts";
import { createRedactor } from "../../telemetry/redact.ts";
import { type Bindings, createWorker, type OpenArticles, type Platform, type Worker } from "./create-worker.ts";

/** What Cloudflare calls of a Worker's module. */
export interface WorkerEntry {
  readonly fetch: (request: Request, bindings: Bindings) => Promise<Response>;
  readonly scheduled: (event: unknown, bindings: Bindings) => Promise<void>;
}

/** The handlers of a Worker that serves such articles. */
export function createWorkerEntry(openArticles: OpenArticles, platform: Platform): WorkerEntry {
  const now = () => new Date();
  /** One for the whole isolate, which is given the same bindings each time. */
  const workers = new WeakMap<Bindings, Worker>();
  const workerFor = (bindings: Bindings) => {
    let worker = workers.get(bindings);
    if (worker === undefined) {
      const hide = createRedactor(bindings.PUBLISH_TOKEN);
      const log = createLog("info", (line) => console.log(line), redactLines(jsonLines(now), hide));
      worker = createWorker(bindings, { openArticles, platform, now, log });
      workers.set(bindings, worker);
    }
    return worker;
  };
  return {
    fetch: async (request, bindings) => workerFor(bindings).fetch(request),
    scheduled: (_, bindings) => workerFor(bindings).tick(),
  };
}
