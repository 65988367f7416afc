import { expect, it } from "vitest";
import { createPollSummary } from "../../src/telemetry/poll-summary.ts";
import type { RequestRecord } from "../../src/telemetry/request-record.ts";
import { startService } from "../support/services/service.ts";
import { articleText, contentFolder } from "../support/stores/folder.ts";

const record = (fields: Partial<RequestRecord>): RequestRecord => ({
  at: new Date("2026-11-23T06:00:00Z"),
  method: "GET",
  path: "/rss.xml",
  status: 200,
  feed: "all",
  format: "rss",
  bytes: 10,
  took: 1,
  cache: "hit",
  agent: "",
  loading: false,
  ...fields,
});

it("polls that the cache answered are summed up, and everything else has a line of its own", () => {
  const [requests, lines]: [RequestRecord[], string[]] = [[], []];
  const polls = createPollSummary(
    (each) => requests.push(each),
    (line) => lines.push(line),
  );
  polls.flush();
  expect(lines).toEqual([]);
  const notable = [
    record({ cache: "miss" }),
    record({ cache: "stale" }),
    record({ cache: "none", status: 404 }),
    record({ status: 503 }),
  ];
  for (const each of [record({}), ...notable, record({ status: 304, bytes: 0 }), record({ bytes: 32 })])
    polls.listener(each);
  expect(requests).toEqual(notable);
  polls.flush();
  polls.flush();
  expect(lines).toEqual(["polls answered from the cache: 1 with 304, 2 with 42 bytes"]);
});

it("a service says at its end what it has not said yet", async () => {
  const service = await startService(await contentFolder({ a: articleText("A") }), { LOG_REQUESTS: "notable" });
  for (let poll = 0; poll < 5; poll += 1) await service.text("/rss.xml");
  await service.stop();
  const polls = service.log.filter((line) => line.includes("/rss.xml"));
  expect(polls).toHaveLength(1);
  expect(polls[0]).toContain("cache=miss");
  expect(
    service.log.filter((line) => /polls answered from the cache: 0 with 304, 4 with \d+ bytes/.test(line)),
  ).toHaveLength(1);
});
