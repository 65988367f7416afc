import { groupBy } from "../lib/collections/group-by.ts";
import type { Log } from "../lib/log.ts";
import { forEachConcurrently } from "../lib/parallel.ts";
import type { Notice, Outbox } from "../store/outbox.ts";
import { type HubFailure, HubHealth } from "./hub-health.ts";
import { hubName } from "./hub-name.ts";
import { type HubResponse, retryDelay, type SendNotice } from "./hub-request.ts";

/** Notices sent to one hub at the same time: with three hubs that is all that Cloudflare lets a Worker have open. @limit notices */
export const MAX_NOTICES_AT_ONCE = 2;

/** Hubs that are told at the same time. A site has a handful; more than this is a mistake. @limit hubs */
export const MAX_HUBS_AT_ONCE = 16;

/** Milliseconds after which a run sends nothing more; with `HUB_TIMEOUT_MS` it fits in a Worker's last 30 s. @limit ms */
const MAX_RUN_MS = 15_000;

/** Failures after which a notice is given up: three days at least, as an operator may be away over a weekend. @limit attempts */
export const MAX_HUB_ATTEMPTS = 150;

/** What a run of the delivery needs. */
export interface DeliveryParts {
  readonly outbox: Outbox;
  readonly post: SendNotice;
  /** UTC. */
  readonly now: () => Date;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly log: Log;
  /** The most notices in one run. */
  readonly limit: number;
}

/** Shared by the runs of a process. If it is lost, a hub gets a notice twice at worst. */
export interface DeliveryMemory {
  /** Hubs that a run is notifying: other runs skip them. */
  readonly busy: Set<string>;
  readonly health: HubHealth;
}

/** When runs are to end. */
export interface StopSignals {
  /** Nothing more is sent. */
  readonly stop: AbortSignal;
  /** Requests in flight are aborted; their notices stay in the outbox. */
  readonly cut: AbortSignal;
}

export function createDeliveryMemory(log: Log, health: HubHealth = new HubHealth(log)): DeliveryMemory {
  return { busy: new Set(), health };
}

/**
 * One run: sends notices that are due until none is left, until the limit, or for `MAX_RUN_MS`. Each hub has its own lane,
 * so one that hangs delays no other. Runs may overlap, in one process or in several.
 * @returns when the next notice is due, UTC; in the past when some were left over
 * @throws what the outbox throws, after what was on its way has ended; nothing is lost by it
 */
export async function deliver(
  parts: DeliveryParts,
  memory: DeliveryMemory = createDeliveryMemory(parts.log),
  halt?: StopSignals,
): Promise<Date | undefined> {
  const { outbox, now, limit } = parts;
  const end = now().getTime() + MAX_RUN_MS;
  const run: Run = { parts, memory, halt, left: limit, end, done: new Set(), errors: [] };
  while (isOpen(run)) {
    const hubs = await claimHubs(run);
    if (hubs.size === 0) break;
    await forEachConcurrently([...hubs], MAX_HUBS_AT_ONCE, async ([hub, notices]) => {
      try {
        await tellHub(run, hub, notices);
      } catch (error) {
        run.errors.push(error);
      } finally {
        memory.busy.delete(hub);
      }
    });
    if (run.errors.length > 0) throw run.errors[0];
  }
  return outbox.nextDue();
}

interface Run {
  readonly parts: DeliveryParts;
  readonly memory: DeliveryMemory;
  readonly halt: StopSignals | undefined;
  /** Notices that may still be sent. */
  left: number;
  /** Milliseconds since the epoch after which nothing more is sent. */
  readonly end: number;
  /** Notices that this run has sent: a replica of a database may show them for a while. */
  readonly done: Set<string>;
  readonly errors: unknown[];
}

function isOpen({ parts, halt, left, end }: Run): boolean {
  return left > 0 && parts.now().getTime() < end && halt?.stop.aborted !== true;
}

/** The notices that are due, by hub, but for hubs that another run is notifying. It marks their hubs as busy. */
async function claimHubs({ parts, memory, done }: Run): Promise<Map<string, Notice[]>> {
  for (let limit = parts.limit; ; limit *= 2) {
    const due = await parts.outbox.due(parts.now(), limit);
    const hubs = groupBy(
      due.filter((notice) => !done.has(nameOf(notice))),
      ({ hub }) => hub,
    );
    for (const hub of memory.busy) hubs.delete(hub);
    // All of this page was for other runs: read the next one.
    if (hubs.size === 0 && due.length >= limit) continue;
    for (const hub of hubs.keys()) memory.busy.add(hub);
    return hubs;
  }
}

async function tellHub(run: Run, hub: string, notices: readonly Notice[]): Promise<void> {
  const { parts, memory, halt } = run;
  const topics = [...groupBy(notices, ({ topic }) => topic)];
  await forEachConcurrently(topics, MAX_NOTICES_AT_ONCE, async ([topic, own]) => {
    if (!isOpen(run) || run.errors.length > 0) return;
    run.left -= own.length;
    for (const notice of own) run.done.add(nameOf(notice));
    const hubPause = memory.health.pauseOf(hub, parts.now());
    if (hubPause !== undefined) return keepForRetry(parts, own, hubPause.trouble, hubPause.left);
    const response = await send(parts.post, hub, topic, halt?.cut);
    if (response === undefined) return;
    memory.health.recordResponse(hub, topic, response, parts.now());
    if (response.kind !== "taken") return keepForRetry(parts, own, response);
    for (const notice of own) await parts.outbox.markDelivered(notice);
  });
}

function nameOf({ hub, topic, key, version }: Notice): string {
  return `${hub} ${topic} ${key} ${version}`;
}

/** @returns nothing when it was cut off */
async function send(
  post: SendNotice,
  hub: string,
  topic: string,
  cut: AbortSignal | undefined,
): Promise<HubResponse | undefined> {
  try {
    return await post(hub, topic, cut);
  } catch (error) {
    if (cut?.aborted) return undefined;
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Puts off notices of the same hub and topic, or gives them up after many attempts.
 * @param hubPause milliseconds for which the hub is left alone in any case
 */
async function keepForRetry(
  { outbox, now, random, log }: DeliveryParts,
  notices: readonly Notice[],
  trouble: HubFailure,
  hubPause = 0,
): Promise<void> {
  const retryAfter = trouble.kind === "failed" ? (trouble.retryAfter ?? 0) : 0;
  for (const notice of notices) {
    const attempts = notice.attempts + 1;
    // None is given up without a try.
    if (attempts < MAX_HUB_ATTEMPTS || hubPause > 0) {
      const pause = retryDelay(notice.attempts, random(), Math.max(retryAfter, hubPause));
      await outbox.postpone(notice, new Date(now().getTime() + pause));
      continue;
    }
    const [hub, topic] = [hubName(notice.hub), hubName(notice.topic)];
    log.error(`${hub} is not told any more that ${topic} changed, after ${attempts} attempts: ${trouble.reason}`);
    await outbox.drop(notice);
  }
}
