import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DeliveryTimer, startDeliveryTimer } from "../../src/runtime/node/delivery-timer.ts";
import { MAX_RUN_NOTICES } from "../../src/runtime/node/websub.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { createDeliveryMemory, deliver } from "../../src/websub/deliver.ts";
import {
  HUB_TIMEOUT_MS,
  type HubResponse,
  MAX_HUB_PAUSE_MS,
  readHubResponse,
  type SendNotice,
} from "../../src/websub/hub-request.ts";
import { createMemoryOutbox } from "../support/fakes/outbox.ts";
import { createVirtualClock } from "../support/fakes/virtual-clock.ts";
import { NOW } from "../support/fixtures/content.ts";

const HUBS = ["https://a.example.org/", "https://b.example.org/", "https://c.example.org/"];
const MOODS = ["well", "down", "hanging", "slow", "500", "403", "302", "429", "lost answers"] as const;

type Mood = (typeof MOODS)[number];

type Event =
  | { readonly kind: "publish"; readonly topic: number; readonly ahead: number; readonly wake: boolean }
  | { readonly kind: "mood"; readonly hub: number; readonly mood: Mood }
  | { readonly kind: "kill"; readonly process: number }
  | { readonly kind: "stop"; readonly process: number }
  | { readonly kind: "pass"; readonly milliseconds: number };

const minutes = fc.integer({ min: 1, max: 60 * 60_000 });
const process = fc.nat({ max: 1 });
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("publish" as const),
      topic: fc.nat({ max: 5 }),
      ahead: fc.oneof(fc.constant(0), minutes),
      wake: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("mood" as const),
      hub: fc.nat({ max: HUBS.length - 1 }),
      mood: fc.constantFrom(...MOODS),
    }),
  },
  fc.record({ kind: fc.constant("kill" as const), process }),
  fc.record({ kind: fc.constant("stop" as const), process }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      milliseconds: fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 10 * 60_000 }), minutes),
    }),
  },
);

/** Two processes with one outbox, and hubs in changing moods. */
function worldOf(seed: number) {
  const clock = createVirtualClock(NOW);
  const outbox = createMemoryOutbox();
  const moods: Mood[] = HUBS.map(() => "well");
  const lastTold = new Map<string, number>();
  const requests = new Map<string, number>();
  const lines: string[] = [];
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };

  /** A hub fetches a topic when the notice arrives, at the earliest. */
  const hear = (hub: string, topic: string, arrived: number) => {
    const key = `${hub} ${topic}`;
    lastTold.set(key, Math.max(lastTold.get(key) ?? 0, arrived));
  };
  const answer = async (hub: string, topic: string): Promise<HubResponse> => {
    const arrived = clock.now().getTime();
    requests.set(hub, (requests.get(hub) ?? 0) + 1);
    const mood = moods[HUBS.indexOf(hub)];
    await clock.pass(50);
    switch (mood) {
      case "down":
        return { kind: "failed", reason: "it cannot be reached (ECONNREFUSED)" };
      case "hanging":
        await clock.pass(HUB_TIMEOUT_MS);
        return { kind: "failed", reason: "it did not answer" };
      case "500":
      case "403":
      case "302":
        return readHubResponse(Number(mood), null, clock.now());
      case "429":
        return readHubResponse(429, "90", clock.now());
      case "lost answers":
        hear(hub, topic, arrived);
        return { kind: "failed", reason: "it cannot be reached (ECONNRESET)" };
      case "slow":
        await clock.pass(HUB_TIMEOUT_MS / 2);
    }
    hear(hub, topic, arrived);
    return { kind: "taken" };
  };

  /** A process: when it is killed, nothing that it had in hand goes on. */
  const start = () => {
    let alive = true;
    const dead = new Promise<never>(() => {});
    const living =
      <A extends unknown[], R>(action: (...rest: A) => Promise<R>) =>
      async (...rest: A): Promise<R> => {
        const result = alive ? await action(...rest) : await dead;
        return alive ? result : dead;
      };
    const post: SendNotice = living((hub: string, topic: string) => answer(hub, topic));
    const own = {
      due: living(outbox.due),
      nextDue: living(outbox.nextDue),
      markDelivered: living(outbox.markDelivered),
      postpone: living(outbox.postpone),
      drop: living(outbox.drop),
      backlog: living(outbox.backlog),
    };
    const log = createLog("debug", (line) => lines.push(line));
    const parts = { outbox: own, post, now: clock.now, random, log, limit: MAX_RUN_NOTICES };
    const memory = createDeliveryMemory(log);
    const timer: DeliveryTimer = startDeliveryTimer({
      run: (halt) => deliver(parts, memory, halt),
      now: clock.now,
      log,
      later: (milliseconds, action) => clock.later(milliseconds, () => alive && action()),
    });
    const kill = () => {
      alive = false;
    };
    return { timer, kill };
  };

  return { clock, outbox, moods, lastTold, requests, lines, processes: [start(), start()], start };
}

describe("over any history of publications, outages and restarts", () => {
  it("every hub hears of the last change of every topic, minutes after it is well again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 60 }), fc.nat(), async (events, seed) => {
        const world = worldOf(seed);
        const { clock, outbox, moods, lastTold, processes } = world;
        /** When a topic last changes, milliseconds since the epoch. */
        const lastChange = new Map<string, number>();
        for (const each of events) {
          if (each.kind === "pass") await clock.advance(each.milliseconds);
          else if (each.kind === "mood") moods[each.hub] = each.mood;
          else if (each.kind === "publish") {
            const topic = `https://news.example/${each.topic}/atom.xml`;
            const due = new Date(clock.now().getTime() + each.ahead);
            for (const hub of HUBS) outbox.publish(hub, topic, due, each.ahead === 0 ? 0 : due.getTime());
            lastChange.set(topic, Math.max(lastChange.get(topic) ?? 0, due.getTime()));
            if (each.wake) for (const { timer } of processes) timer.wake();
          } else {
            const process = processes[each.process];
            if (each.kind === "kill") process?.kill();
            else void process?.timer.stop();
            processes[each.process] = world.start();
          }
        }
        moods.fill("well");
        // Everything that was to come has come by then, and every pause has passed.
        await clock.advance(60 * 60_000 + MAX_HUB_PAUSE_MS + 2 * HUB_TIMEOUT_MS);
        for (const [topic, changed] of lastChange) {
          for (const hub of HUBS) {
            expect(lastTold.get(`${hub} ${topic}`) ?? 0).toBeGreaterThanOrEqual(changed);
          }
        }
        expect(outbox.list()).toEqual([]);
      }),
      { seed: 20_261_123, numRuns: 150 },
    );
  });

  it.each(MOODS.filter((mood) => mood !== "well" && mood !== "slow"))(
    "a hub that was in trouble for an hour (%s) hears of everything within minutes, and was not flooded",
    async (mood) => {
      const { clock, outbox, moods, lastTold, requests, lines, processes } = worldOf(1);
      moods.fill(mood);
      let changed = 0;
      for (let minute = 0; minute < 60; minute += 1) {
        for (const hub of HUBS) outbox.publish(hub, `https://news.example/${minute % 20}/atom.xml`, clock.now());
        for (const { timer } of processes) timer.wake();
        changed = clock.now().getTime();
        await clock.advance(60_000);
      }
      // What is declined may be so for its own sake, so that each topic is tried for itself.
      const most = mood === "403" || mood === "302" ? 60 * 20 : 60 * 8;
      for (const count of requests.values()) expect(count).toBeLessThanOrEqual(most);
      expect(lines.length).toBe(HUBS.length * processes.length);
      moods.fill("well");
      lastTold.clear();
      await clock.advance(MAX_HUB_PAUSE_MS + HUB_TIMEOUT_MS);
      expect(outbox.list()).toEqual([]);
      expect(lastTold.size).toBe(HUBS.length * 20);
      for (const reported of lastTold.values()) expect(reported).toBeGreaterThanOrEqual(changed);
    },
  );
});
