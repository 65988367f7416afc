import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSqlite } from "../../src/store/sqlite/open-sqlite.ts";
import { audit, sourcesIn } from "../support/crash/audit.ts";
import { type Flight, poll, slowBulk, slowPut, slowReader } from "../support/crash/flight.ts";
import { CRASH_SETTINGS, crashText } from "../support/crash/texts.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { dial } from "../support/readers/socket.ts";
import { eventually } from "../support/services/eventually.ts";
import { TOKEN } from "../support/services/publishing.ts";
import { startService } from "../support/services/service.ts";
import { publishIn } from "../support/stores/database.ts";
import { articleText, contentFolder } from "../support/stores/folder.ts";
import { databasePath } from "../support/stores/sqlite.ts";

/** A hundred articles of 180 kB, with few words: far more than the system keeps for a reader who does not read. */
const BODY = `A sentence ${"—".repeat(20_000)}.\n`.repeat(3);
const LARGE = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [`large-${index}`, articleText(`Large ${index}`, BODY, index)]),
);
const SMALL = "/feed.json?limit=1";
const range = (length: number) => Array.from({ length }, (_, index) => index);

describe.each(["a database", "a folder"])("a service over %s that is told to stop", (kept) => {
  it("answers 200 requests that are in flight, completely, and ends within 10 s", async () => {
    const inDatabase = kept === "a database";
    const folder = await contentFolder(inDatabase ? {} : LARGE, CRASH_SETTINGS);
    const path = await databasePath();
    if (inDatabase) {
      const database = openSqlite(path);
      await publishIn(database, await siteOf(CRASH_SETTINGS), LARGE);
      database.close();
    }
    const env = { PUBLISH_TOKEN: TOKEN, ...(inDatabase ? { DATABASE: path } : {}) };
    const service = await startService(folder, env);
    const { port } = service;
    await service.text("/feed.json?limit=100");

    const bulkSlugs = range(20).map((bulk) => range(6).map((line) => `bulk-${bulk}-${line}`));
    const polls = await Promise.all(range(80).map(() => poll(port, SMALL)));
    const flights = await Promise.all([
      ...range(20).map(() => slowReader(port, "/feed.json?limit=100")),
      ...range(80).map((index) => slowPut(port, `put-${index}`, index)),
      ...bulkSlugs.map((slugs) => slowBulk(port, slugs, 7)),
    ]);
    // What was sent before on other connections has been read when this is answered.
    for (const _ of range(3)) await service.text("/healthz");
    for (const { goOn } of polls) await goOn();
    const started = performance.now();
    service.signal("SIGTERM");
    await eventually(() => service.log.some((line) => line.includes("SIGTERM: ")));
    const refused = await dial(port).then(
      (socket) => {
        socket.destroy();
        return "taken";
      },
      ({ code }) => code,
    );
    await Promise.all(flights.map(({ goOn }) => goOn()));
    const landed = async ({ name, landed }: Flight) => {
      const { status, whole } = await landed;
      return `${name.split(" ")[0]} ${status} ${whole ? "whole" : "cut off"}`;
    };
    const counts = new Map<string, number>();
    for (const reported of await Promise.all([...flights, ...polls].map(landed)))
      counts.set(reported, (counts.get(reported) ?? 0) + 1);
    const exit = await service.ended();
    const took = performance.now() - started;
    console.log(
      `${kept}: ended after ${Math.round(took)} ms`,
      counts,
      service.log.filter((line) => !line.startsWith("info")),
    );
    expect(Object.fromEntries(counts)).toEqual({
      "slow 200 whole": 20,
      "PUT 201 whole": 80,
      "POST 200 whole": 20,
      "poll 200 whole": 80,
    });
    expect(refused).toBe("ECONNREFUSED");
    expect(exit).toEqual({ code: 0, signal: null });
    expect(took).toBeLessThan(10_000);
    expect(service.errors).toBe("");

    const expected = new Map([
      ...range(80).map((index) => [`put-${index}`, crashText(`put-${index}`, index)] as const),
      ...bulkSlugs.flat().map((slug) => [slug, crashText(slug, 7)] as const),
    ]);
    const stored = inDatabase ? sourcesIn(path) : undefined;
    for (const [slug, text] of expected)
      expect(stored?.get(slug) ?? (await readFile(join(folder, "articles", `${slug}.txt`), "utf8"))).toBe(text);
    if (inDatabase) expect(await audit(path)).toEqual([]);
  });
});
