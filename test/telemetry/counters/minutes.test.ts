import { expect, it } from "vitest";
import { createCounters } from "../../../src/telemetry/counters/counters.ts";
import { SEEN_AT, seen } from "../../support/fakes/request-record.ts";

const MINUTE = 60_000;

function at(minutes: number): Date {
  return new Date(SEEN_AT.getTime() + minutes * MINUTE);
}

it("each feed and format has its own hour, which adds up to that of all", () => {
  const tally = createCounters(SEEN_AT);
  for (let minute = 0; minute < 150; minute += 1) {
    for (let poll = 0; poll < minute % 7; poll += 1) tally.count(seen({ at: at(minute) }));
    for (let poll = 0; poll < minute % 5; poll += 1) tally.count(seen({ at: at(minute), format: "atom", status: 200 }));
    if (minute % 3 === 0) tally.count(seen({ at: at(minute), feed: "categories/india", status: 503 }));
  }
  for (const now of [149, 150, 180, 208, 209, 300]) {
    const { feeds, minutes } = tally.read(at(now));
    const of = (feed: string, format: string) =>
      Array.from(feeds.find((each) => each.feed === feed && each.format === format)?.minutes ?? []);
    const past = Array.from({ length: 60 }, (_, index) => now - 59 + index);
    const expected = (count: (minute: number) => number) => past.map((minute) => (minute < 150 ? count(minute) : 0));
    expect(of("all", "rss")).toEqual(expected((minute) => minute % 7));
    expect(of("all", "atom")).toEqual(expected((minute) => minute % 5));
    expect(of("categories/india", "rss")).toEqual(expected((minute) => (minute % 3 === 0 ? 1 : 0)));
    expect(minutes.map((_, index) => feeds.reduce((sum, feed) => sum + (feed.minutes[index] ?? 0), 0))).toEqual(
      minutes.map(({ polls }) => Object.values(polls).reduce((a, b) => a + b, 0)),
    );
  }
});

it("a busy minute has more than 65,535 polls", () => {
  const tally = createCounters(SEEN_AT);
  for (let poll = 0; poll < 70_000; poll += 1) tally.count(seen());
  expect(tally.read(SEEN_AT).feeds[0]?.minutes.at(-1)).toBe(70_000);
});

it.each([-90, -60, -5, 60, 61, 10_000])("a clock that is set by %d minutes loses nothing new", (jump) => {
  const tally = createCounters(SEEN_AT);
  for (let minute = -59; minute <= 0; minute += 1) tally.count(seen({ at: at(minute) }));
  for (let poll = 0; poll < 3; poll += 1) tally.count(seen({ at: at(jump), status: 200 }));
  const own = tally.read(at(jump)).feeds[0]?.minutes;
  // A minute that comes a second time goes on where it was.
  expect(own?.at(-1)).toBe(jump === -5 ? 4 : 3);
});

it.each([0, -1, -1e15, 1])("an instant %d milliseconds from the epoch harms nothing", (time) => {
  const tally = createCounters(SEEN_AT);
  const now = new Date(time);
  tally.count(seen({ at: now }));
  expect(tally.read(now).feeds[0]?.minutes).toHaveLength(60);
});
