import type { Log } from "../../lib/log.ts";
import type { Outbox } from "../../store/outbox.ts";
import { deliver } from "../../websub/deliver.ts";
import { HubHealth } from "../../websub/hub-health.ts";
import { createWorkerHubClient } from "./hub-client.ts";

/** Notices sent in one run on Workers: each takes a query as well, and 50 of both are all that the free plan allows. @limit notices */
const MAX_WORKER_RUN_NOTICES = 36;

/** What telling hubs needs of the Worker. */
export interface WorkerWebSubOptions {
  readonly outbox: Outbox;
  /** Whether hubs of the private network are told as well. */
  readonly allowPrivate: boolean;
  /** One for the whole isolate, so that a hub that fails is spared and logged once; nothing stands for a new one. */
  readonly health?: HubHealth;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Tells hubs from a Worker, once: to be waited for (`ctx.waitUntil`) after each publication, and by a cron trigger every
 * minute for what failed, what was left over and what was published ahead of its time. Never rejects.
 */
export async function deliverFromWorker(parts: WorkerWebSubOptions): Promise<void> {
  const { outbox, allowPrivate, now, log, health = new HubHealth(log) } = parts;
  const post = createWorkerHubClient({ allowPrivate, now });
  const limit = MAX_WORKER_RUN_NOTICES;
  try {
    // The platform may end a run at any moment, which would leave its hubs busy for ever if others knew of them.
    await deliver({ outbox, post, now, random: Math.random, log, limit }, { busy: new Set(), health });
  } catch (error) {
    log.error(`the outbox of notices to hubs failed: ${error instanceof Error ? error.message : error}`);
  }
}
