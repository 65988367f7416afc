import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Notice, Outbox } from "../../../src/store/outbox.ts";
import { WRITE_TIME as NOW } from "../../support/fixtures/drafts.ts";

/** An outbox, and what adds to it. */
export interface Posting {
  readonly outbox: Outbox;
  /** Puts another version of an article that stands in the feeds of all and of one author. @param age see `Draft` */
  readonly publish: (slug: string, age: number, now: Date) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The hubs of every site whose outbox is looked at. */
export const OUTBOX_HUBS = ["https://one.hub.example/", "https://two.hub.example/"];

/** Of each publication: two hubs, two feeds in three formats each. */
const EACH = 12;
const DAY = 86_400_000;

const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const nameOf = ({ hub, topic, key }: Notice) => `${hub} ${topic} ${key}`;

/**
 * The promises that every outbox keeps (src/store/outbox.ts).
 * @param make an empty one of a site with `OUTBOX_HUBS`
 */
export function describeOutbox(name: string, make: () => Promise<Posting>): void {
  describe(`the ${name} outbox`, { timeout: 30_000 }, () => {
    let posting: Posting;
    let outbox: Outbox;
    const dueAt = (time: Date) => outbox.due(time, 1_000);
    const first = async (time = NOW): Promise<Notice> => {
      const [notice] = await dueAt(time);
      if (notice === undefined) throw new Error("nothing is due");
      return notice;
    };
    const find = async (notice: Notice, time: Date) =>
      (await dueAt(time)).find((other) => nameOf(other) === nameOf(notice));

    beforeEach(async () => {
      posting = await make();
      outbox = posting.outbox;
    });
    afterEach(() => posting.close());

    it("is empty until something is published", async () => {
      expect(await dueAt(at(DAY))).toEqual([]);
      expect(await outbox.nextDue()).toBeUndefined();
      const notice = {
        hub: OUTBOX_HUBS[0] ?? "",
        topic: "https://news.example/rss.xml",
        key: 0,
        version: 1,
        attempts: 0,
      };
      await outbox.markDelivered(notice);
      await outbox.postpone(notice, NOW);
      await outbox.drop(notice);
      expect(await outbox.nextDue()).toBeUndefined();
    });

    it("has a notice for every hub and every feed that changed, not tried yet", async () => {
      await posting.publish("a", 1, NOW);
      const due = await dueAt(NOW);
      expect(due).toHaveLength(EACH);
      expect(new Set(due.map(nameOf)).size).toBe(EACH);
      expect(new Set(due.map(({ hub }) => hub))).toEqual(new Set(OUTBOX_HUBS));
      expect(new Set(due.map(({ topic }) => topic)).size).toBe(6);
      expect(
        due.every(({ key, attempts, version }) => key === 0 && attempts === 0 && Number.isSafeInteger(version)),
      ).toBe(true);
      expect(await outbox.nextDue()).toEqual(NOW);
      expect(await dueAt(at(-1))).toEqual([]);
    });

    it("tells many changes of a feed as one, each time in another version", async () => {
      const versions = new Set<number>();
      let total = 0;
      for (let change = 0; change < 10; change += 1) {
        await posting.publish(change % 2 === 0 ? "a" : "b", 1, at(change));
        const due = await dueAt(at(change));
        expect(due).toHaveLength(EACH);
        for (const { version } of due) versions.add(version);
        total += EACH;
      }
      expect(versions.size).toBe(total);
    });

    it("never gives a version twice, not even of a notice that was settled", async () => {
      const versions: number[] = [];
      for (let change = 0; change < 30; change += 1) {
        await posting.publish("a", 1, at(change));
        for (const notice of await dueAt(at(change))) {
          versions.push(notice.version);
          await outbox.markDelivered(notice);
        }
        expect(await outbox.nextDue()).toBeUndefined();
      }
      expect(new Set(versions).size).toBe(30 * EACH);
    });

    it("gives the longest due first, as many as asked for", async () => {
      for (const days of [3, 1, 2]) await posting.publish(`s${days}`, -days, NOW);
      expect(await outbox.nextDue()).toEqual(at(DAY));
      expect(await dueAt(at(DAY - 1))).toEqual([]);
      for (const limit of [1, EACH, 2 * EACH, 3 * EACH]) {
        const keys = (await outbox.due(at(3 * DAY), limit)).map(({ key }) => key);
        expect(keys).toHaveLength(limit);
        expect(keys).toEqual([...keys].sort((a, b) => a - b));
        expect(keys[0]).toBe(at(DAY).getTime());
      }
    });

    it("tells of what is to come when it comes, whatever is told before", async () => {
      await posting.publish("later", -1, NOW);
      await posting.publish("now", 1, NOW);
      const due = await dueAt(NOW);
      expect(due.map(({ key }) => key)).toEqual(Array.from({ length: EACH }, () => 0));
      for (const notice of due) await outbox.markDelivered(notice);
      expect(await dueAt(at(DAY - 1))).toEqual([]);
      expect(await outbox.nextDue()).toEqual(at(DAY));
      const later = await dueAt(at(DAY));
      expect(later.map(({ key }) => key)).toEqual(Array.from({ length: EACH }, () => at(DAY).getTime()));
    });

    it("forgets a notice that was taken or that nobody will take, and no other", async () => {
      await posting.publish("a", 1, NOW);
      for (const end of [outbox.markDelivered, outbox.drop]) {
        const notice = await first();
        const before = await dueAt(NOW);
        await end(notice);
        expect(await dueAt(NOW)).toEqual(before.filter((other) => nameOf(other) !== nameOf(notice)));
      }
    });

    it("keeps a notice that was not taken for later, one try more", async () => {
      await posting.publish("a", 1, NOW);
      const notice = await first();
      for (let attempts = 1; attempts <= 3; attempts += 1) {
        const present = await find(notice, at(attempts * 60_000));
        if (present === undefined) throw new Error("it is gone");
        await outbox.postpone(present, at((attempts + 1) * 60_000));
        expect(await find(notice, at((attempts + 1) * 60_000 - 1))).toBeUndefined();
        expect(await find(notice, at((attempts + 1) * 60_000))).toEqual({ ...notice, attempts });
      }
      expect(await outbox.nextDue()).toEqual(NOW);
    });

    it("keeps what changed again while a hub was told, whatever came of the telling", async () => {
      for (const end of [outbox.markDelivered, outbox.drop, (notice: Notice) => outbox.postpone(notice, at(60_000))]) {
        await posting.publish("a", 1, NOW);
        const stale = await first();
        await posting.publish("b", 1, at(1));
        await end(stale);
        const kept = await find(stale, at(DAY));
        expect(kept).toBeDefined();
        expect(kept?.version).not.toBe(stale.version);
        for (const notice of await dueAt(at(DAY))) await outbox.markDelivered(notice);
        expect(await outbox.nextDue()).toBeUndefined();
      }
    });

    it("sums up what waits for each hub, and lists what is due first", async () => {
      expect(await outbox.backlog(5)).toEqual({ hubs: [], notices: [] });
      await posting.publish("later", -1, NOW);
      await posting.publish("now", 1, NOW);
      const [tried, taken] = await dueAt(NOW);
      if (tried === undefined || taken === undefined) throw new Error("nothing is due");
      for (let attempts = 0; attempts < 3; attempts += 1)
        await outbox.postpone({ ...tried, attempts }, at(60_000 * (attempts + 1)));
      await outbox.markDelivered(taken);
      const all = await outbox.backlog(1_000);
      expect(all.notices.map(nameOf).sort()).toEqual((await dueAt(at(DAY))).map(nameOf).sort());
      expect(all.notices.find((notice) => nameOf(notice) === nameOf(tried))).toEqual({
        ...tried,
        attempts: 3,
        due: at(180_000),
      });
      const dues = all.notices.map(({ due }) => due.getTime());
      expect(dues).toEqual([...dues].sort((a, b) => a - b));
      expect((await outbox.backlog(5)).notices).toEqual(all.notices.slice(0, 5));
      expect(all.hubs.map(({ hub }) => hub).sort()).toEqual(OUTBOX_HUBS);
      const counts = all.hubs.map(({ notices }) => notices);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      for (const { hub, ...summed } of all.hubs) {
        const own = all.notices.filter((notice) => notice.hub === hub);
        expect(summed, hub).toEqual({
          notices: own.length,
          attempts: hub === tried.hub ? 3 : 0,
          due: own[0]?.due,
        });
      }
      expect((await outbox.backlog(0)).hubs).toEqual(all.hubs);
    });

    it("with two deliverers: what one settled, and what was published since, is not undone by the other", async () => {
      for (const end of [outbox.markDelivered, outbox.drop]) {
        await posting.publish("a", 1, NOW);
        const stale = await first();
        await outbox.markDelivered(await first());
        await end(stale);
        await outbox.postpone(stale, at(60_000));
        expect(await find(stale, at(DAY))).toBeUndefined();
        await posting.publish("b", 1, at(1));
        await end(stale);
        expect((await find(stale, at(DAY)))?.version).not.toBe(stale.version);
        expect(await find(stale, at(DAY))).toBeDefined();
      }
    });
  });
}
