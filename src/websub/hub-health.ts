import type { Log } from "../lib/log.ts";
import { hubName } from "./hub-name.ts";
import type { HubResponse } from "./hub-request.ts";
import { MAX_HUB_LONG_PAUSE_MS } from "./hub-request.ts";

/** Failures of a hub in a row after which it is left alone for a while: its other notices would fail like these. @limit failures */
export const MAX_HUB_FAILURES = 3;

/** Milliseconds for which a hub that fails is left alone: a dead hub is asked a few times a minute, whatever is published. @limit ms */
export const HUB_REST_MS = 20_000;

/** A response of a hub after which the notice stays in the outbox. */
export type HubFailure = Exclude<HubResponse, { readonly kind: "taken" }>;

interface Ailment {
  readonly trouble: HubFailure;
  /** The topic that was declined; undefined if the hub takes none. */
  readonly topic: string | undefined;
  /** Failures in a row. */
  readonly strikes: number;
  /** When its pause ends, milliseconds since the epoch. */
  readonly until: number;
}

/** Why and for how long a hub gets no notices. */
export interface HubPause {
  readonly trouble: HubFailure;
  /** Milliseconds. */
  readonly left: number;
}

/** A hub that refused notices. */
export interface UnhealthyHub {
  /** Address of the hub. */
  readonly hub: string;
  readonly trouble: HubFailure;
  /** Failures in a row. */
  readonly strikes: number;
  /** Milliseconds of its pause; 0 when it gets what is due. */
  readonly left: number;
}

/**
 * What a process knows of the hubs that took no notice. It spares them notices that would fail like others before, and
 * the log repetitions; it may be forgotten at any time.
 */
export class HubHealth {
  readonly #ailing = new Map<string, Ailment>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Whether a hub is to be left alone. @param now UTC */
  pauseOf(hub: string, now: Date): HubPause | undefined {
    const ailment = this.#ailing.get(hub);
    const left = (ailment?.until ?? 0) - now.getTime();
    return ailment !== undefined && left > 0 ? { trouble: ailment.trouble, left } : undefined;
  }

  /** The hubs that took no notice when they were last told. @param now UTC */
  unhealthyHubs(now: Date): readonly UnhealthyHub[] {
    return [...this.#ailing].map(([hub, { trouble, strikes, until }]) => ({
      hub,
      trouble,
      strikes,
      left: Math.max(0, until - now.getTime()),
    }));
  }

  /** Takes in what came of a notice, and logs what is new about its hub. @param now UTC */
  recordResponse(hub: string, topic: string, response: HubResponse, now: Date): void {
    const health = this.#ailing.get(hub);
    const name = hubName(hub);
    if (response.kind === "taken") {
      if (health === undefined || (health.topic !== undefined && health.topic !== topic)) return;
      this.#ailing.delete(hub);
      this.#log.info(`the hub ${name} takes notices again`);
      return;
    }
    const { kind, reason } = response;
    const strikes = kind === "failed" ? (health?.strikes ?? 0) + 1 : 0;
    const pause = pauseAfter(response, strikes);
    const until = Math.max(health?.until ?? 0, pause === 0 ? 0 : now.getTime() + pause);
    const news = reason !== health?.trouble.reason;
    const about = kind === "declined" ? topic : undefined;
    this.#ailing.set(hub, { trouble: response, topic: news ? about : health.topic, strikes, until });
    if (!news) return;
    if (kind === "refused") this.#log.error(`the hub ${name} is not told: ${reason}`);
    else this.#log.warn(`the hub ${name} took no notice of ${hubName(topic)} and is told again later: ${reason}`);
  }
}

/** Milliseconds for which a hub is left alone after an answer. */
function pauseAfter(trouble: HubFailure, strikes: number): number {
  const retryAfter = trouble.kind === "failed" ? Math.min(trouble.retryAfter ?? 0, MAX_HUB_LONG_PAUSE_MS) : 0;
  const away = trouble.kind === "refused" || strikes >= MAX_HUB_FAILURES;
  return Math.max(retryAfter, away ? HUB_REST_MS : 0);
}
