import { describe, expect, it } from "vitest";
import { createLog } from "../../../src/telemetry/log.ts";
import { HUB_REST_MS, HubHealth, MAX_HUB_FAILURES } from "../../../src/websub/hub-health.ts";
import { NOW } from "../../support/fixtures/content.ts";

const HUB = "https://hub.example/";
const TOPIC = "https://news.example/rss.xml";
const FAILED = { kind: "failed", reason: "it answers 503" } as const;

const healthOf = () => new HubHealth(createLog("silent", () => {}));

describe("what is known of hubs that ail", () => {
  it("is nothing while they take their notices", () => {
    const health = healthOf();
    health.recordResponse(HUB, TOPIC, { kind: "taken" }, NOW);
    expect(health.unhealthyHubs(NOW)).toEqual([]);
  });

  it("is why, how often in a row, and for how long one is left alone", () => {
    const health = healthOf();
    for (let strike = 1; strike < MAX_HUB_FAILURES; strike += 1) {
      health.recordResponse(HUB, TOPIC, FAILED, NOW);
      expect(health.unhealthyHubs(NOW)).toEqual([{ hub: HUB, trouble: FAILED, strikes: strike, left: 0 }]);
    }
    health.recordResponse(HUB, TOPIC, FAILED, NOW);
    const resting = { hub: HUB, trouble: FAILED, strikes: MAX_HUB_FAILURES };
    expect(health.unhealthyHubs(NOW)).toEqual([{ ...resting, left: HUB_REST_MS }]);
    const later = new Date(NOW.getTime() + HUB_REST_MS - 1);
    expect(health.unhealthyHubs(later)).toEqual([{ ...resting, left: 1 }]);
    expect(health.unhealthyHubs(new Date(later.getTime() + 60_000))).toEqual([{ ...resting, left: 0 }]);
  });

  it("is forgotten when one takes notices again, and says nothing of others", () => {
    const health = healthOf();
    const refused = { kind: "refused", reason: "its address is private" } as const;
    health.recordResponse(HUB, TOPIC, FAILED, NOW);
    health.recordResponse("http://10.0.0.1/", TOPIC, refused, NOW);
    health.recordResponse(HUB, TOPIC, { kind: "taken" }, NOW);
    expect(health.unhealthyHubs(NOW)).toEqual([
      { hub: "http://10.0.0.1/", trouble: refused, strikes: 0, left: HUB_REST_MS },
    ]);
  });
});
