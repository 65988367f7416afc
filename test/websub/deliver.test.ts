import { describe, expect, it } from "vitest";
import { createLog } from "../../src/telemetry/log.ts";
import { createDeliveryMemory, deliver, MAX_HUB_ATTEMPTS, MAX_NOTICES_AT_ONCE } from "../../src/websub/deliver.ts";
import { MAX_HUB_FAILURES } from "../../src/websub/hub-health.ts";
import type { HubResponse, SendNotice } from "../../src/websub/hub-request.ts";
import { createMemoryOutbox } from "../support/fakes/outbox.ts";
import { createVirtualClock } from "../support/fakes/virtual-clock.ts";
import { NOW } from "../support/fixtures/content.ts";

const HUB = "https://hub.example.org/push?token=s3cret";
const TAKEN: HubResponse = { kind: "taken" };
const FAILED = { kind: "failed", reason: "it answers 500" } as const;

const topicOf = (number: number) => `https://news.example/${number}/atom.xml`;

/** A world with a clock that stands still unless told otherwise, and hubs that answer as a function says. */
function worldOf(answer: (hub: string, topic: string) => HubResponse | Promise<HubResponse>, limit = 100) {
  const clock = createVirtualClock(NOW);
  const outbox = createMemoryOutbox();
  const reported: string[] = [];
  const lines: string[] = [];
  const post: SendNotice = async (hub, topic) => {
    reported.push(topic);
    return answer(hub, topic);
  };
  const log = createLog("debug", (line) => lines.push(line));
  const memory = createDeliveryMemory(log);
  const parts = { outbox, post, now: clock.now, random: () => 0.5, log, limit };
  return { clock, outbox, memory, told: reported, lines, parts, run: () => deliver(parts, memory) };
}

describe("a run", () => {
  it("tells what is due, the longest due first, and says when the next is", async () => {
    const { outbox, told: reported, run } = worldOf(() => TAKEN);
    const later = new Date(NOW.getTime() + 60_000);
    outbox.publish(HUB, topicOf(1), NOW);
    outbox.publish(HUB, topicOf(2), new Date(NOW.getTime() - 1));
    outbox.publish(HUB, topicOf(3), later);
    expect(await run()).toEqual(later);
    expect(reported).toEqual([topicOf(2), topicOf(1)]);
    expect(outbox.list().map(({ topic }) => topic)).toEqual([topicOf(3)]);
  });

  it("tells a hub once of a topic that is due for several reasons", async () => {
    const { outbox, told: reported, run } = worldOf(() => TAKEN);
    outbox.publish(HUB, topicOf(1), NOW);
    outbox.publish(HUB, topicOf(1), NOW, NOW.getTime());
    expect(await run()).toBeUndefined();
    expect(reported).toEqual([topicOf(1)]);
  });

  it("tells again of a topic that changed while its notice was on its way", async () => {
    const {
      outbox,
      told: reported,
      run,
    } = worldOf((hub, topic) => {
      if (reported.length === 1) outbox.publish(hub, topic, NOW);
      return TAKEN;
    });
    outbox.publish(HUB, topicOf(1), NOW);
    expect(await run()).toBeUndefined();
    expect(reported).toEqual([topicOf(1), topicOf(1)]);
  });

  it("tells of a change once, though the outbox goes on showing it", async () => {
    const { parts, outbox, told: reported } = worldOf(() => TAKEN);
    outbox.publish(HUB, topicOf(1), NOW);
    const shown = await outbox.due(NOW, 1);
    await deliver({ ...parts, outbox: { ...outbox, due: async () => shown } });
    expect(reported).toEqual([topicOf(1)]);
  });

  it("deals with no more than its limit, and says that there is more", async () => {
    const { outbox, told: reported, run } = worldOf(() => TAKEN, 7);
    for (let number = 0; number < 20; number += 1) outbox.publish(HUB, topicOf(number), NOW);
    expect(await run()).toEqual(NOW);
    expect(reported.length).toBe(7);
    await run();
    expect(await run()).toBeUndefined();
    expect(new Set(reported).size).toBe(20);
  });

  it("sends little at the same time to one hub", async () => {
    let open = 0;
    let most = 0;
    const world = worldOf(async () => {
      open += 1;
      most = Math.max(most, open);
      await world.clock.pass(10);
      open -= 1;
      return TAKEN;
    });
    for (let number = 0; number < 20; number += 1) world.outbox.publish(HUB, topicOf(number), NOW);
    const run = world.run();
    await world.clock.advance(1_000);
    await run;
    expect(most).toBe(MAX_NOTICES_AT_ONCE);
  });

  it("leaves a hub alone that fails again and again, and keeps all its notices for later", async () => {
    const { outbox, told: reported, run } = worldOf(() => FAILED);
    for (let number = 0; number < 50; number += 1) outbox.publish(HUB, topicOf(number), NOW);
    expect((await run())?.getTime()).toBeGreaterThan(NOW.getTime());
    expect(reported.length).toBeLessThan(MAX_HUB_FAILURES + MAX_NOTICES_AT_ONCE);
    expect(outbox.list().length).toBe(50);
    expect(outbox.list().every(({ attempts, due }) => attempts === 1 && due > NOW)).toBe(true);
  });

  it("goes on to other topics when a hub does not want one", async () => {
    const declined: HubResponse = { kind: "declined", reason: "it answers 400" };
    const { outbox, told: reported, run } = worldOf((_, topic) => (topic < topicOf(5) ? declined : TAKEN));
    for (let number = 0; number < 10; number += 1) outbox.publish(HUB, topicOf(number), NOW);
    await run();
    expect(reported.length).toBe(10);
    expect(outbox.list().map(({ topic }) => topic)).toEqual([0, 1, 2, 3, 4].map(topicOf));
  });

  it("leaves a hub alone for as long as it asks for, up to an hour", async () => {
    for (const [requested, minutes] of [
      [600_000, 10],
      [86_400_000, 60],
    ] as const) {
      const { clock, outbox, told: reported, run } = worldOf(() => ({ ...FAILED, retryAfter: requested }));
      for (let number = 0; number < 9; number += 1) outbox.publish(HUB, topicOf(number), NOW);
      expect(await run()).toEqual(new Date(NOW.getTime() + minutes * 60_000));
      const sent = reported.length;
      expect(sent).toBeLessThanOrEqual(MAX_NOTICES_AT_ONCE);
      await clock.advance(minutes * 60_000 - 1);
      outbox.publish(HUB, topicOf(100), clock.now());
      await run();
      expect(reported.length).toBe(sent);
      await clock.advance(1);
      await run();
      expect(reported.length).toBeGreaterThan(sent);
    }
  });

  it("gives a notice up after its last attempt, with a line that names hub and topic but not their queries", async () => {
    const { clock, outbox, told: reported, lines, run } = worldOf(() => FAILED);
    outbox.publish(HUB, `${topicOf(1)}?secret=1`, NOW);
    const begun = clock.now().getTime();
    for (let due = await run(); due !== undefined; due = await run()) {
      await clock.advance(due.getTime() - clock.now().getTime());
    }
    expect(reported.length).toBeLessThanOrEqual(MAX_HUB_ATTEMPTS);
    expect(reported.length).toBeGreaterThanOrEqual(MAX_HUB_ATTEMPTS - MAX_HUB_FAILURES);
    expect(clock.now().getTime() - begun).toBeGreaterThan(3 * 86_400_000);
    const errors = lines.filter((line) => line.startsWith("error"));
    expect(errors).toEqual([
      `error https://hub.example.org/push is not told any more that ${topicOf(1)} changed, after ${MAX_HUB_ATTEMPTS} attempts: it answers 500`,
    ]);
    expect(lines.join()).not.toContain("s3cret");
    expect(lines.join()).not.toContain("secret=1");
  });

  it("gives no notice up without a try", async () => {
    const { parts, outbox, told: reported } = worldOf(() => FAILED);
    const aged = {
      ...outbox,
      due: async (now: Date, limit: number) =>
        (await outbox.due(now, limit)).map((notice) => ({ ...notice, attempts: MAX_HUB_ATTEMPTS - 1 })),
    };
    for (let number = 0; number < 9; number += 1) outbox.publish(HUB, topicOf(number), NOW);
    await deliver({ ...parts, outbox: aged });
    expect(reported.length).toBeLessThan(9);
    expect(outbox.list().map(({ topic }) => topic)).toEqual([...Array(9).keys()].map(topicOf).slice(reported.length));
  });

  it("says once that a hub fails, again when it fails otherwise, and when it takes notices again", async () => {
    let answer: HubResponse = FAILED;
    const { clock, outbox, lines, run } = worldOf(() => answer);
    for (let number = 0; number < 30; number += 1) outbox.publish(HUB, topicOf(number), NOW);
    const answers: readonly HubResponse[] = [FAILED, FAILED, { ...FAILED, reason: "it answers 503" }, TAKEN, TAKEN];
    for (const next of answers) {
      answer = next;
      await run();
      await clock.advance(600_000);
    }
    expect(lines.map((line) => line.replace(/ of \S* and/, ","))).toEqual([
      "warn the hub https://hub.example.org/push took no notice, is told again later: it answers 500",
      "warn the hub https://hub.example.org/push took no notice, is told again later: it answers 503",
      "info the hub https://hub.example.org/push takes notices again",
    ]);
  });

  it("names a refused hub once, sends it nothing more, and keeps what it would tell", async () => {
    const {
      clock,
      outbox,
      told: reported,
      lines,
      run,
    } = worldOf(() => ({
      kind: "refused",
      reason: "its address is private",
    }));
    for (let number = 0; number < 10; number += 1) outbox.publish(HUB, topicOf(number), NOW);
    for (let round = 0; round < 5; round += 1) {
      await run();
      await clock.advance(600_000);
    }
    expect(lines).toEqual(["error the hub https://hub.example.org/push is not told: its address is private"]);
    expect(outbox.list().length).toBe(10);
    expect(reported.length).toBeLessThanOrEqual(5 * MAX_NOTICES_AT_ONCE);
  });

  it("counts a post that breaks as a failure", async () => {
    const { outbox, run } = worldOf(() => Promise.reject(new Error("broken")));
    outbox.publish(HUB, topicOf(1), NOW);
    await run();
    expect(outbox.list()).toMatchObject([{ attempts: 1 }]);
  });

  it.each(["markDelivered", "postpone", "drop", "due", "nextDue"] as const)(
    "rejects when the outbox fails at %s, and sends no flood meanwhile",
    async (operation) => {
      const attempts = operation === "drop" ? MAX_HUB_ATTEMPTS : 0;
      const { parts, outbox, told: reported } = worldOf(() => (operation === "markDelivered" ? TAKEN : FAILED));
      const failing = {
        ...outbox,
        due: async (now: Date, limit: number) =>
          (await outbox.due(now, limit)).map((notice) => ({ ...notice, attempts })),
        [operation]: () => Promise.reject(new Error("disk full")),
      };
      for (let number = 0; number < 50; number += 1) outbox.publish(HUB, topicOf(number), NOW);
      const memory = createDeliveryMemory(parts.log);
      await expect(deliver({ ...parts, outbox: failing }, memory)).rejects.toThrow("disk full");
      expect(reported.length).toBeLessThanOrEqual(MAX_HUB_FAILURES + MAX_NOTICES_AT_ONCE);
      expect(memory.busy.size).toBe(0);
    },
  );
});
