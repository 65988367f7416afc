import { describe, expect, it } from "vitest";
import {
  MAX_OUTBOX_PAUSE_MS,
  MIN_OUTBOX_PAUSE_MS,
  NOTICE_DELAY_MS,
  STOP_NOTICES_MS,
  startDeliveryTimer,
} from "../../src/runtime/node/delivery-timer.ts";
import { MAX_RUN_NOTICES } from "../../src/runtime/node/websub.ts";
import type { Outbox } from "../../src/store/outbox.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { createDeliveryMemory, deliver, MAX_HUBS_AT_ONCE } from "../../src/websub/deliver.ts";
import type { HubResponse, SendNotice } from "../../src/websub/hub-request.ts";
import { HUB_TIMEOUT_MS } from "../../src/websub/hub-request.ts";
import { createMemoryOutbox } from "../support/fakes/outbox.ts";
import { createVirtualClock, type VirtualClock } from "../support/fakes/virtual-clock.ts";
import { NOW } from "../support/fixtures/content.ts";

const GOOD = "https://good.example.org/";
const HANGING = "https://hanging.example.org/";
const HOUR = 3_600_000;

const topicOf = (number: number) => `https://news.example/${number}/atom.xml`;

/** A service with one hub that hangs until its time is up, and others that take everything. */
function serviceOf(disturb: (outbox: Outbox, clock: VirtualClock) => Outbox = (outbox) => outbox) {
  const clock = createVirtualClock(NOW);
  const outbox = createMemoryOutbox();
  const reported: { readonly hub: string; readonly topic: string; readonly at: number }[] = [];
  const lines: string[] = [];
  const log = createLog("debug", (line) => lines.push(line));
  const post: SendNotice = async (hub, topic, cut) => {
    reported.push({ hub, topic, at: clock.now().getTime() - NOW.getTime() });
    return hub === HANGING ? hang(clock, cut) : { kind: "taken" };
  };
  const memory = createDeliveryMemory(log);
  const parts = {
    outbox: disturb(outbox, clock),
    post,
    now: clock.now,
    random: () => 0.5,
    log,
    limit: MAX_RUN_NOTICES,
  };
  const timer = startDeliveryTimer({
    run: (halt) => deliver(parts, memory, halt),
    now: clock.now,
    log,
    later: clock.later,
  });
  return { clock, outbox, told: reported, lines, timer };
}

function hang(clock: VirtualClock, cut: AbortSignal | undefined): Promise<HubResponse> {
  return new Promise((resolve, reject) => {
    cut?.addEventListener("abort", () => reject(cut.reason));
    void clock.pass(HUB_TIMEOUT_MS).then(() => resolve({ kind: "failed", reason: "it did not answer" }));
  });
}

describe("the timer", () => {
  it("tells what the process before it left behind, as soon as it starts", async () => {
    const { clock, outbox, told: reported } = serviceOf();
    outbox.publish(GOOD, topicOf(1), NOW);
    await clock.advance(1);
    expect(reported).toEqual([{ hub: GOOD, topic: topicOf(1), at: 0 }]);
  });

  it("tells a moment after it is woken, and once for publications that come together", async () => {
    const { clock, outbox, told: reported, timer } = serviceOf();
    await clock.advance(HOUR);
    for (let number = 0; number < 50; number += 1) {
      outbox.publish(GOOD, topicOf(1), clock.now());
      timer.wake();
      await clock.advance(1);
    }
    await clock.advance(HOUR);
    expect(reported).toEqual([{ hub: GOOD, topic: topicOf(1), at: HOUR + NOTICE_DELAY_MS }]);
  });

  it("is not put off by being woken again and again", async () => {
    const { clock, outbox, told: reported, timer } = serviceOf();
    await clock.advance(MIN_OUTBOX_PAUSE_MS);
    for (let number = 0; number < 100; number += 1) {
      outbox.publish(GOOD, topicOf(number), clock.now());
      timer.wake();
      await clock.advance(NOTICE_DELAY_MS / 2);
    }
    expect(reported.length).toBeGreaterThan(95);
  });

  it("does not sleep over a publication that comes while a run is about to end", async () => {
    const {
      clock,
      outbox,
      told: reported,
      timer,
    } = serviceOf((good, time) => ({
      ...good,
      async nextDue() {
        const due = await good.nextDue();
        await time.pass(50);
        return due;
      },
    }));
    await clock.advance(25);
    outbox.publish(GOOD, topicOf(1), clock.now());
    timer.wake();
    await clock.advance(NOTICE_DELAY_MS);
    expect(reported.map(({ at }) => at)).toEqual([25 + NOTICE_DELAY_MS]);
  });

  it("tells of an article that was published ahead of its time at its time", async () => {
    const { clock, outbox, told: reported, timer } = serviceOf();
    const at = 40 * 24 * HOUR + 12_345;
    outbox.publish(GOOD, topicOf(1), new Date(NOW.getTime() + at), 1);
    outbox.publish(GOOD, topicOf(1), NOW);
    timer.wake();
    await clock.advance(at + MIN_OUTBOX_PAUSE_MS);
    expect(reported.map((each) => each.at).map((each) => Math.floor(each / MIN_OUTBOX_PAUSE_MS))).toEqual([
      0,
      Math.floor(at / MIN_OUTBOX_PAUSE_MS),
    ]);
  });

  it("finds what another process noted without being woken", async () => {
    const { clock, outbox, told: reported } = serviceOf();
    await clock.advance(HOUR);
    outbox.publish(GOOD, topicOf(1), clock.now());
    await clock.advance(MAX_OUTBOX_PAUSE_MS);
    expect(reported.length).toBe(1);
  });

  it.each(["woken", "left alone"])("lets no hub wait for one that hangs, when it is %s", async (how) => {
    const { clock, outbox, told: reported, timer } = serviceOf();
    for (let number = 0; number < MAX_RUN_NOTICES + 5; number += 1) outbox.publish(HANGING, topicOf(number), NOW);
    await clock.advance(MIN_OUTBOX_PAUSE_MS / 2);
    outbox.publish(GOOD, topicOf(1), clock.now());
    outbox.publish(GOOD, topicOf(2), new Date(NOW.getTime() + 5_000));
    if (how === "woken") timer.wake();
    await clock.advance(8_000);
    const good = reported.filter(({ hub }) => hub === GOOD).map(({ at }) => at);
    expect(good.length).toBe(2);
    expect(good[0]).toBeLessThanOrEqual(how === "woken" ? 600 : 1_000);
    expect(good[1]).toBeLessThanOrEqual(6_000);
  });

  it("does not ask the outbox all the time while nothing is to be done", async () => {
    let requested = 0;
    const { clock } = serviceOf((outbox) => ({
      ...outbox,
      due: (now, limit) => {
        requested += 1;
        return outbox.due(now, limit);
      },
    }));
    await clock.advance(HOUR);
    expect(requested).toBeLessThanOrEqual(HOUR / MAX_OUTBOX_PAUSE_MS + 2);
  });

  it("does not pile up runs on an outbox that hangs, and goes on when it answers again", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let requested = 0;
    const {
      clock,
      outbox,
      told: reported,
    } = serviceOf((good) => ({
      ...good,
      async due(now, limit) {
        requested += 1;
        await promise;
        return good.due(now, limit);
      },
    }));
    outbox.publish(GOOD, topicOf(1), NOW);
    await clock.advance(HOUR);
    expect(requested).toBeLessThanOrEqual(MAX_HUBS_AT_ONCE);
    resolve();
    await clock.advance(MIN_OUTBOX_PAUSE_MS);
    expect(reported.length).toBe(1);
    expect(outbox.list()).toEqual([]);
  });

  it("outlives an outbox that fails, says so once, and goes on when it works again", async () => {
    let broken = true;
    const {
      clock,
      outbox,
      told: reported,
      lines,
    } = serviceOf((good) => ({
      ...good,
      due: (now, limit) => (broken ? Promise.reject(new Error("disk I/O error")) : good.due(now, limit)),
    }));
    outbox.publish(GOOD, topicOf(1), NOW);
    await clock.advance(HOUR);
    expect(reported).toEqual([]);
    broken = false;
    await clock.advance(MAX_OUTBOX_PAUSE_MS);
    expect(reported.length).toBe(1);
    expect(lines).toEqual([
      "error the outbox of notices to hubs failed: disk I/O error",
      "info the outbox of notices to hubs works again",
    ]);
  });
});

describe("stopping the timer", () => {
  it("ends at once when nothing is on its way, and nothing happens afterwards", async () => {
    const { clock, outbox, told: reported, timer } = serviceOf();
    await clock.advance(HOUR);
    await timer.stop();
    outbox.publish(GOOD, topicOf(1), clock.now());
    timer.wake();
    await clock.advance(HOUR);
    expect(reported).toEqual([]);
  });

  it("cuts off what hangs after a moment, and its notices stay as they are", async () => {
    const { clock, outbox, told: reported, timer } = serviceOf();
    for (let number = 0; number < 9; number += 1) outbox.publish(HANGING, topicOf(number), NOW);
    await clock.advance(10);
    const sent = reported.length;
    let stopped = false;
    void timer.stop().then(() => {
      stopped = true;
    });
    await clock.advance(STOP_NOTICES_MS - 1);
    expect(stopped).toBe(false);
    await clock.advance(2);
    expect(stopped).toBe(true);
    expect(reported.length).toBe(sent);
    expect(outbox.list().map(({ attempts, due }) => [attempts, due])).toEqual(Array(9).fill([0, NOW]));
  });

  it("is not held up by an outbox that hangs", async () => {
    const { clock, timer } = serviceOf((outbox) => ({ ...outbox, due: () => new Promise(() => {}) }));
    await clock.advance(10);
    let stopped = false;
    void timer.stop().then(() => {
      stopped = true;
    });
    await clock.advance(2_000);
    expect(stopped).toBe(true);
  });
});
