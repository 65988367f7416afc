import fc from "fast-check";
import { expect, it, vi } from "vitest";
import {
  MAX_READER_NAME_CHARACTERS,
  MAX_STATED_SUBSCRIBERS,
  parseUserAgent,
} from "../../../src/telemetry/readers/user-agent.ts";
import { agentCleaner, MAX_AGENT_CHARACTERS } from "../../../src/telemetry/redact.ts";
import { USER_AGENTS } from "./user-agents.ts";

// Properties take their time where much else goes on.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

it.each(USER_AGENTS)("%s", (agent, name, subscribers, feedId) => {
  expect(parseUserAgent(agent)).toMatchObject({ name, subscribers, feedId });
});

it("two feeds of one aggregator are told apart, two versions of it are not", () => {
  const key = (agent: string) => parseUserAgent(agent).key;
  expect(key("Feedbin feed-id:1 - 5 subscribers")).not.toBe(key("Feedbin feed-id:2 - 5 subscribers"));
  expect(key("Feedly/1.0 (5 subscribers)")).toBe(key("Feedly/2.1 (9 subscribers)"));
  expect(key("Feedly/1.0 (5 subscribers)")).not.toBe(key("Inoreader/1.0 (5 subscribers)"));
});

/** Pieces of which the most awkward agents are made. */
const AWKWARD = fc.array(
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      "Mozilla/5.0 ",
      "(compatible; ",
      "; ",
      "/",
      " - ",
      "1 ",
      "subscribers",
      "feed-id:",
      "%20",
      "(",
      "\u202e",
      "\n",
    ),
    fc.nat().map((number) => `${number} subscribers`),
    fc.constantFrom(" ", "a", "_", "9", "compatible;").map((piece) => piece.repeat(3_000)),
  ),
  { maxLength: 12 },
);

it("whatever is sent has a short name on one line, and a number of subscribers or none", () => {
  const clean = agentCleaner((text) => text);
  fc.assert(
    fc.property(AWKWARD, (pieces) => {
      const agent = clean(pieces.join(""));
      expect(agent.length).toBeLessThanOrEqual(MAX_AGENT_CHARACTERS);
      const { name, subscribers, feedId } = parseUserAgent(agent);
      expect(Array.from(name).length).toBeGreaterThan(0);
      expect(Array.from(name).length).toBeLessThanOrEqual(MAX_READER_NAME_CHARACTERS);
      expect(name).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069<>"]/u);
      if (subscribers !== null) {
        expect(Number.isSafeInteger(subscribers)).toBe(true);
        expect(subscribers).toBeGreaterThanOrEqual(0);
        expect(subscribers).toBeLessThanOrEqual(MAX_STATED_SUBSCRIBERS);
      }
      expect((feedId ?? "").length).toBeLessThanOrEqual(64);
    }),
    { seed: 20261123, numRuns: 2_000 },
  );
});

it("ever new agents of 8 KB are read in time that grows with their length and no faster", () => {
  const clean = agentCleaner((text) => text);
  const began = performance.now();
  for (let index = 0; index < 20_000; index += 1) parseUserAgent(clean(`${index}${" a;(-/".repeat(1_365)}`));
  // One that took the square of its length would take a second by itself.
  expect(performance.now() - began).toBeLessThan(10_000);
});
