import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createLog } from "../../src/telemetry/log.ts";
import { jsonLines, redactLines, textLines } from "../../src/telemetry/log-lines.ts";
import { createRedactor } from "../../src/telemetry/redact.ts";
import type { RequestRecord } from "../../src/telemetry/request-record.ts";
import { SEEN_AT, seen } from "../support/fakes/request-record.ts";

// Properties take their time where much else goes on.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const AT = SEEN_AT.toISOString();

const FOR_PEOPLE = textLines(() => SEEN_AT);

/** What a log writes, line by line, of what is said to it. */
function written(
  say: (log: ReturnType<typeof createLog>) => void,
  level: Parameters<typeof createLog>[0] = "info",
  lines = jsonLines(() => SEEN_AT),
): string[] {
  const found: string[] = [];
  say(createLog(level, (line) => found.push(line), lines));
  return found;
}

describe("for programs", () => {
  it("a message is an object with time, level and message", () => {
    const lines = written((log) => {
      log.info("it listens");
      log.error('failed: "a"\n    at b');
    });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: AT, level: "info", message: "it listens" },
      { time: AT, level: "error", message: 'failed: "a"\n    at b' },
    ]);
  });

  it("a request is one with what was seen of it", () => {
    const [line = ""] = written((log) => log.request(seen({ took: 1.23456, status: 200, bytes: 1_000 })));
    expect(JSON.parse(line)).toEqual({
      time: AT,
      level: "info",
      message: "GET /rss.xml 200",
      method: "GET",
      path: "/rss.xml",
      status: 200,
      feed: "all",
      format: "rss",
      bytes: 1_000,
      ms: 1.23,
      cache: "hit",
      agent: "NetNewsWire (RSS Reader; https://netnewswire.com/)",
    });
  });

  it("what is none or not known is null", () => {
    const [line = ""] = written((log) => log.request(seen({ feed: null, format: null, bytes: null })));
    expect(JSON.parse(line)).toMatchObject({ feed: null, format: null, bytes: null });
  });

  it("whatever stands in it, it is one line that says just that", () => {
    const text = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(text, text, text, text, (path, agent, feed, message) => {
        const lines = written((log) => {
          log.request(seen({ path, agent, feed, method: "M-SEARCH" }));
          log.warn(message);
        });
        const [request, said] = lines.map((line) => JSON.parse(line) as Record<string, string>);
        expect(request).toMatchObject({ path, agent, feed, message: `M-SEARCH ${path} 304` });
        expect(said?.message).toBe(message);
        for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]|\p{Bidi_C}/u);
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });

  it("times go on while the clock does", () => {
    const later = new Date(SEEN_AT.getTime() + 1);
    const lines = written((log) => {
      for (const at of [SEEN_AT, later, SEEN_AT]) log.request(seen({ at }));
    });
    expect(lines.map((line) => (JSON.parse(line) as { time: string }).time)).toEqual([AT, later.toISOString(), AT]);
  });
});

describe("for people a request is a short line", () => {
  it.each<[Partial<RequestRecord>, string]>([
    [
      {},
      `${AT} info GET /rss.xml 304 feed=all format=rss bytes=0 ms=0.05 cache=hit agent="NetNewsWire (RSS Reader; https://netnewswire.com/)"`,
    ],
    [
      {
        method: "PUT",
        path: "/api/articles/a",
        status: 201,
        feed: null,
        format: null,
        bytes: 99,
        cache: "none",
        agent: "",
      },
      `${AT} info PUT /api/articles/a 201 bytes=99 ms=0.05 cache=none`,
    ],
    [
      { status: 503, bytes: null, cache: "stale", agent: "curl/8" },
      `${AT} error GET /rss.xml 503 feed=all format=rss ms=0.05 cache=stale agent=curl/8`,
    ],
  ])("%j", (over, line) => {
    expect(written((log) => log.request(seen(over)), "info", FOR_PEOPLE)).toEqual([line]);
  });
});

it("for people a message is one line that turns nothing around, whatever stands in it", () => {
  const say = (message: string) => written((log) => log.error(message), "info", FOR_PEOPLE);
  expect(say("GET /a\u202egpj\u2028 failed:\r\n\u001b[31m")).toEqual([
    `${AT} error GET /a\\u202egpj\\u2028 failed:\\r\\n\\u001b[31m`,
  ]);
  expect(say('"a" is \\n')).toEqual([`${AT} error "a" is \\\\n`]);
  const text = fc.string({ unit: "binary", maxLength: 60 });
  const turning = fc.constantFrom(..."\n\u0085\u2028\u2029\u061c\u200e\u200f\u202a\u202e\u2066\u2069\ud800");
  fc.assert(
    fc.property(text, turning, text, (before, sign, after) => {
      const [line = "", ...others] = say(before + sign + after);
      expect(others).toEqual([]);
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|\p{Bidi_C}/u);
    }),
    { seed: 20261123, numRuns: 300 },
  );
});

it("for people no value can end a line, or begin another value", () => {
  const request = (over: Partial<RequestRecord>) => written((log) => log.request(seen(over)), "info", FOR_PEOPLE);
  expect(request({ feed: "a b=c", agent: 'x" cache=hit\r\n\\' })).toEqual([
    `${AT} info GET /rss.xml 304 feed="a b=c" format=rss bytes=0 ms=0.05 cache=hit agent="x\\" cache=hit\\r\\n\\\\"`,
  ]);
  const text = fc.string({ unit: "binary", maxLength: 60 });
  fc.assert(
    fc.property(text, text, text, (path, feed, agent) => {
      const [line = "", ...others] = request({ path, feed, agent });
      expect(others).toEqual([]);
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|\p{Bidi_C}/u);
      // What stands behind the message reads back as what was handed in.
      const value = String.raw`(?:"(?:[^"\\]|\\.)*"|[^\s"=\\]+)`;
      const pairs = new RegExp(
        ` feed=(${value}) format=rss bytes=0 ms=0.05 cache=hit(?: agent=(${value}))?$`,
        "u",
      ).exec(line);
      const back = (shown = '""') => (shown.startsWith('"') ? JSON.parse(shown) : shown) as string;
      expect([back(pairs?.[1]), back(pairs?.[2])]).toEqual([feed, agent]);
    }),
    { seed: 20261123, numRuns: 300 },
  );
});

describe("the level of a request", () => {
  it.each([
    ["debug", [200, 404, 500, 503]],
    ["info", [200, 404, 500, 503]],
    ["warn", [500, 503]],
    ["error", [500, 503]],
    ["silent", []],
  ] as const)("at %s those answered so are written: %j", (level, statuses) => {
    const lines = written((log) => {
      for (const status of [200, 404, 500, 503]) log.request(seen({ status }));
    }, level);
    const found = lines.map((line) => JSON.parse(line) as { status: number; level: string });
    expect(found.map(({ status }) => status)).toEqual(statuses);
    for (const line of found) expect(line.level).toBe(line.status >= 500 ? "error" : "info");
  });
});

it("no message has the secret in it", () => {
  const lines = redactLines(
    jsonLines(() => SEEN_AT),
    createRedactor("sesame"),
  );
  const [line = ""] = written((log) => log.error("GET /sesame failed: sesame"), "info", lines);
  expect(JSON.parse(line)).toMatchObject({ message: "GET /*** failed: ***" });
});
