import type { Log } from "../../lib/log.ts";
import type { Outbox } from "../../store/outbox.ts";
import { createDeliveryMemory, deliver } from "../../websub/deliver.ts";
import type { HubHealth } from "../../websub/hub-health.ts";
import type { SendNotice } from "../../websub/hub-request.ts";
import { type DeliveryTimer, startDeliveryTimer } from "./delivery-timer.ts";

/** Notices sent in one run on Node; what is left over is sent in the next one, a second later. @limit notices */
export const MAX_RUN_NOTICES = 1_000;

/** What the delivery of notices needs. */
export interface WebSubOptions {
  readonly outbox: Outbox;
  /** Whether hubs of the private network are told as well. */
  readonly allowPrivate: boolean;
  /** What is learned of hubs; nothing where nobody else asks. */
  readonly health?: HubHealth;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
}

/** Starts the delivery of notices on Node; `wake` it after each publication and `stop` it before the outbox is closed. */
export function startWebSub({ outbox, allowPrivate, health, now, log }: WebSubOptions): DeliveryTimer {
  let send: SendNotice | undefined;
  // A site without hubs never needs TLS.
  const post: SendNotice = async (...notice) => {
    send ??= (await import("./hub-client.ts")).createNodeHubClient({ allowPrivate, now });
    return send(...notice);
  };
  const memory = createDeliveryMemory(log, health);
  const parts = { outbox, post, now, random: Math.random, log, limit: MAX_RUN_NOTICES };
  return startDeliveryTimer({ run: (halt) => deliver(parts, memory, halt), now, log });
}
