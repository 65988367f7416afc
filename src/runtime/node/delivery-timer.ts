import type { Log } from "../../lib/log.ts";
import type { StopSignals } from "../../websub/deliver.ts";
import { MAX_HUBS_AT_ONCE } from "../../websub/deliver.ts";

/** Milliseconds from a publication to the notices, so that those of a bulk publication go out as one. @limit ms */
export const NOTICE_DELAY_MS = 100;

/** Milliseconds between two looks at the outbox while something is on its way: one hub must not wait for another. @limit ms */
export const MIN_OUTBOX_PAUSE_MS = 1_000;

/** Milliseconds between two looks at the outbox: another process may have added to it. @limit ms */
export const MAX_OUTBOX_PAUSE_MS = 30_000;

/** Milliseconds that notices on their way have when the service stops; they are kept and told again after the start. @limit ms */
export const STOP_NOTICES_MS = 1_000;

/** Runs deliveries when they are due. */
export interface DeliveryTimer {
  /** Something was published. */
  readonly wake: () => void;
  /** Sends nothing more; what is on its way has a moment, then it is cut off. Never rejects. */
  readonly stop: () => Promise<void>;
}

/** Does something later. @returns calls it off */
export type Schedule = (milliseconds: number, action: () => void) => () => void;

export interface DeliveryTimerOptions {
  /** One run of `deliver`. */
  readonly run: (halt: StopSignals) => Promise<Date | undefined>;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
  readonly later?: Schedule;
}

const laterBySystem: Schedule = (milliseconds, action) => {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
};

/**
 * Starts to deliver on Node: at once, after each `wake`, whenever a notice is due, and every `MAX_OUTBOX_PAUSE_MS` for
 * what other processes noted. A run that fails is tried again.
 */
export function startDeliveryTimer(parts: DeliveryTimerOptions): DeliveryTimer {
  const { run, now, log, later = laterBySystem } = parts;
  const stop = new AbortController();
  const cut = new AbortController();
  const halt: StopSignals = { stop: stop.signal, cut: cut.signal };
  const underWay = new Set<Promise<void>>();
  let failures = 0;
  let cancel = () => {};
  let woken = false;

  const schedule = (pause: number) => {
    if (stop.signal.aborted) return;
    cancel();
    cancel = later(pause, tick);
  };

  const tick = () => {
    woken = false;
    // A hub that hangs keeps its run busy; what becomes due for others meanwhile is another run's.
    schedule(MIN_OUTBOX_PAUSE_MS);
    // So many hubs do not hang: it is the outbox.
    if (underWay.size >= MAX_HUBS_AT_ONCE) return;
    const own = pass().then((pause) => {
      underWay.delete(own);
      if (!woken) schedule(underWay.size > 0 ? Math.min(pause, MIN_OUTBOX_PAUSE_MS) : pause);
    });
    underWay.add(own);
  };

  /** @returns milliseconds up to the next run */
  const pass = async (): Promise<number> => {
    try {
      const timer = await run(halt);
      if (failures > 0) log.info("the outbox of notices to hubs works again");
      failures = 0;
      return timer === undefined ? MAX_OUTBOX_PAUSE_MS : bounded(timer.getTime() - now().getTime());
    } catch (error) {
      if (failures === 0)
        log.error(`the outbox of notices to hubs failed: ${error instanceof Error ? error.message : error}`);
      failures += 1;
      return bounded(MIN_OUTBOX_PAUSE_MS * 2 ** failures);
    }
  };

  schedule(0);
  return {
    wake() {
      if (woken) return;
      woken = true;
      schedule(NOTICE_DELAY_MS);
    },
    async stop() {
      stop.abort();
      cancel();
      if (underWay.size === 0) return;
      const ended = Promise.all(underWay).then(() => {});
      await Promise.race([ended, pauseOf(STOP_NOTICES_MS, later)]);
      cut.abort();
      // What was cut off ends at once; only an outbox that hangs does not, and nothing is lost by leaving it.
      await Promise.race([ended, pauseOf(STOP_NOTICES_MS / 2, later)]);
    },
  };
}

function bounded(pause: number): number {
  return Math.min(Math.max(pause, MIN_OUTBOX_PAUSE_MS), MAX_OUTBOX_PAUSE_MS);
}

function pauseOf(milliseconds: number, later: Schedule): Promise<void> {
  return new Promise((resolve) => later(milliseconds, resolve));
}
