import { describe, expect, it } from "vitest";
import type { Fault } from "../../../src/lib/fault.ts";
import { MAX_SHOWN_FAULTS } from "../../../src/pages/status/content-section.ts";
import { MAX_SHOWN_HUBS } from "../../../src/pages/status/hubs-section.ts";
import { MAX_SHOWN_FEEDS, MAX_SHOWN_READERS } from "../../../src/pages/status/polls-section.ts";
import { MAX_SHOWN_NOTICES } from "../../../src/telemetry/status/status-report.ts";
import { createMemoryOutbox } from "../../support/fakes/outbox.ts";
import { attribute, elementsOf, factsOf, htmlFindings, tableOf, textOf, within } from "../../support/readers/page.ts";
import { BEARER, type Watched, watched } from "../../support/services/status.ts";

const MINUTE = 60_000;
const CLASSES = [200, 226, 304, 404, 503];

async function page({ get }: Pick<Watched, "get">): Promise<string> {
  const response = await get("/status", { ...BEARER, accept: "text/html" });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  return response.text();
}

function faultOf(index: number, severity: Fault["severity"] = "error"): Fault {
  return {
    file: `articles/an-article-of-the-usual-length-${index}.txt`,
    line: index + 1,
    column: 17,
    code: "impossible-time",
    message: "on March 30th 2025 clocks in Europe/Berlin never showed 02:30",
    hint: "Clocks went from 02:00 to 03:00 that night: write the time that they showed.",
    severity,
  };
}

/** A service of which everything is to be told: every table is full. */
async function busy(): Promise<Watched> {
  const hubs = Array.from({ length: 12 }, (_, index) => `https://hub-${index}.example.org/publish?key=${index}`);
  const own = await watched({}, { hubs });
  const outbox = createMemoryOutbox();
  for (const hub of hubs) {
    for (let topic = 0; topic < 20; topic += 1)
      outbox.publish(hub, `https://news.example/categories/category-${topic}/rss.xml`, own.now);
    own.health.recordResponse(
      hub,
      "https://news.example/rss.xml",
      { kind: "failed", reason: "it answers 503" },
      own.now,
    );
  }
  const faults = Array.from({ length: 200 }, (_, index) => faultOf(index));
  if (own.sources) own.sources = { ...own.sources, outbox, faults: () => faults };
  const start = own.now.getTime();
  for (let minute = 0; minute < 60; minute += 1) {
    own.now = new Date(start + minute * MINUTE);
    CLASSES.forEach((status, index) => {
      // Lines that change in each minute take most bytes.
      for (let feed = 0; feed < 20; feed += 1)
        own.count(
          {
            status,
            format: feed % 2 ? "atom" : "json",
            feed: `categories/science-and-technology-${feed}`,
            agent: `Aggregator${"abcdefghijklmnopqrst"[feed]}/1.0 (+https://a.example; ${1_000 + feed} subscribers)`,
          },
          10 + index + (minute % 2) * 5,
        );
    });
  }
  return own;
}

describe("/status", () => {
  it("tells how much there is of everything, and where it is", async () => {
    const own = await watched();
    own.count({ cache: "hit" }, 3);
    own.count({ cache: "miss" });
    if (own.sources) {
      const faults = () => [faultOf(1), faultOf(2), faultOf(3, "warning")];
      own.sources = { ...own.sources, kind: "SQLite", place: "/srv/articles.db", faults };
    }
    own.now = new Date(own.now.getTime() + 3 * 3_600_000);
    const html = await page(own);
    const facts = factsOf(html);
    expect(Object.fromEntries(facts)).toMatchObject({
      Articles: "2",
      Categories: "1",
      Authors: "1",
      Faults: "2",
      Warnings: "1",
      "Cache hits": "75 %",
      "Polls in the last hour": "0",
      Store: "SQLite /srv/articles.db",
      "Next publication": "none is waiting",
      "Last change": expect.stringMatching(/^1 November 2026, \d\d:\d\d.* \(22 days ago\)$/),
    });
    const intro = elementsOf(html).find((element) => attribute(element, "class") === "description");
    expect(intro && textOf(intro)).toBe("Harkara 0.2.0 on Node 26.0.0, up for 3 h");
  });

  it("lists faults with file, line, column, code, message and remedy, errors before warnings", async () => {
    const own = await watched();
    const faults = [faultOf(8, "warning"), faultOf(3), faultOf(5)];
    if (own.sources) own.sources = { ...own.sources, faults: () => faults };
    const [, ...rows] = tableOf(await page(own), "Faults") ?? [];
    expect(rows).toEqual(
      [3, 5, 8].map((index) => {
        const { file, line, column, code, message, hint, severity } = faultOf(index, index === 8 ? "warning" : "error");
        return [`${file}:${line}:${column}`, `${severity} ${code} ${message}`, hint];
      }),
    );
  });

  it("draws the polls of the last hour by minute and status, and says the same in a table", async () => {
    const own = await watched({}, { timeZone: "Asia/Kolkata" });
    own.count({ status: 200 }, 4);
    own.count({ status: 304 }, 12);
    own.now = new Date(own.now.getTime() + 5 * MINUTE);
    own.count({ status: 503 }, 2);
    const html = await page(own);
    const [head, ...rows] = tableOf(html, "Polls a minute by status, the last hour") ?? [];
    expect(head?.map((cell) => cell.slice(0, 3))).toEqual(["Min", "200", "226", "304", "4xx", "5xx"]);
    // 06:00 UTC is 11:30 in India.
    expect(rows).toEqual([
      ["11:30", "4", "0", "12", "0", "0"],
      ["11:35", "0", "0", "0", "0", "2"],
    ]);
    const chart = elementsOf(html).find((element) => attribute(element, "role") === "img");
    const ids = attribute(chart as never, "aria-labelledby")?.split(" ") ?? [];
    const labels = ids.map((id) => elementsOf(html).filter((element) => attribute(element, "id") === id));
    expect(labels.map((found) => found.length)).toEqual([1, 1]);
    expect(textOf(labels[1]?.[0] as never)).toBe(
      "There were 18 polls, at most 16 in a minute: 4 were answered 200, 12 were answered 304, 2 were answered 5xx.",
    );
    const drawn = within(chart as never, "path").map((path) => [attribute(path, "class"), attribute(path, "d")]);
    // Middles of columns are 2 apart, the hour's last at 119; the highest of 16 fills 100: 4 below, 12 upon them.
    expect(drawn).toEqual([
      ["s200", "M109 100V75"],
      ["s304", "M109 75V0"],
      ["s5xx", "M119 100V87.5"],
    ]);
  });

  it("tells which feeds are asked for, and which readers ask for how many subscribers", async () => {
    const own = await watched();
    own.count({ agent: "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; )" }, 3);
    own.count({ agent: "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; )", status: 304 });
    own.count({
      agent: "NetNewsWire (RSS Reader; https://netnewswire.com/)",
      feed: "categories/india",
      format: "atom",
    });
    const html = await page(own);
    expect(tableOf(html, "Polls by feed")?.slice(1)).toEqual([
      ["all", "RSS", "3", "0", "1", "0", "0", "", "4", "4", "", "16", "0 s ago"],
      ["categories/india", "Atom", "1", "0", "0", "0", "0", "", "1", "1", "", "", "0 s ago"],
    ]);
    expect(tableOf(html, "Readers")?.slice(1)).toEqual([
      ["Feedly", "16", "", "1", "4", "25 %", "0 s ago"],
      ["NetNewsWire", "", "", "1", "1", "0 %", "0 s ago"],
    ]);
  });

  it("tells what hubs were not told and why, without what may be secret in their addresses", async () => {
    const hubs = ["https://one.example/?key=secret", "https://two.example/"];
    const own = await watched({}, { hubs });
    const [hub = ""] = hubs;
    const outbox = createMemoryOutbox();
    const due = new Date(own.now.getTime() + 5 * MINUTE);
    outbox.publish(hub, "https://news.example/rss.xml", due);
    outbox.publish(hub, "https://news.example/atom.xml", new Date(own.now.getTime() + 2 * 3_600_000));
    const [notice] = await outbox.due(due, 1);
    if (notice) await outbox.postpone(notice, due);
    const failed = { kind: "failed", reason: "it answers 503" } as const;
    for (let time = 0; time < 3; time += 1)
      own.health.recordResponse(hub, "https://news.example/rss.xml", failed, own.now);
    if (own.sources) own.sources = { ...own.sources, outbox };
    const html = await page(own);
    expect(tableOf(html, "Hubs")?.slice(1)).toEqual([
      ["https://one.example/", "2", "1", "in 5 min", expect.stringMatching(/^it answers 503 \(3 times in a row\)/)],
      ["https://two.example/", "0", "0", "", ""],
    ]);
    expect(tableOf(html, "Notices that wait")?.slice(1)).toEqual([
      ["https://one.example/", "https://news.example/rss.xml", "1", "in 5 min"],
      ["https://one.example/", "https://news.example/atom.xml", "0", "in 2 h"],
    ]);
    expect(html).not.toContain("secret");
  });

  it("with every table full is valid HTML, stays below 30 KB and says how much is left out", async () => {
    const html = await page(await busy());
    expect(await htmlFindings(html)).toEqual([]);
    expect(Buffer.byteLength(html)).toBeLessThan(30_000);
    const left = [...html.matchAll(/and (\d+) more/g)].map(([, count]) => Number(count));
    expect(left).toEqual([
      200 - MAX_SHOWN_FAULTS,
      20 - MAX_SHOWN_FEEDS,
      20 - MAX_SHOWN_READERS,
      12 - MAX_SHOWN_HUBS,
      240 - MAX_SHOWN_NOTICES,
    ]);
    expect(tableOf(html, "Faults")).toHaveLength(1 + MAX_SHOWN_FAULTS);
    expect(tableOf(html, "Polls a minute by status, the last hour")).toHaveLength(61);
  });
});
