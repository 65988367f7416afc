import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { ContentSource } from "../../../src/runtime/node/content-source.ts";
import { openDatabaseSource } from "../../../src/runtime/node/database-source.ts";
import type { Source } from "../../../src/source/source.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../../src/store/sqlite/open-sqlite.ts";
import { eventually } from "../../support/services/eventually.ts";
import { keptLog, publishUnder, putUnder } from "../../support/sql/reading.ts";
import { contentFolder, SITE } from "../../support/stores/folder.ts";
import { databasePath } from "../../support/stores/sqlite.ts";

const NOW = new Date("2026-11-23T06:00:00Z");
const hosts: ContentSource[] = [];

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
});

async function hosting(settings: Record<string, unknown> = {}) {
  const path = await databasePath();
  const folder = await contentFolder({}, { ...SITE, ...settings });
  const { log, lines } = keptLog();
  let published = 0;
  const start = async () => {
    const parts = {
      path: folder,
      siteUrl: undefined,
      now: () => NOW,
      log,
      onPublished: () => {
        published += 1;
      },
    };
    const host = await openDatabaseSource(path, parts);
    hosts.push(host);
    return host;
  };
  const set = (text: Record<string, unknown> | string) =>
    writeFile(join(folder, "site.json"), typeof text === "string" ? text : JSON.stringify({ ...SITE, ...text }));
  return { path, lines, start, set, published: () => published };
}

const sources = (count: number): Source[] =>
  Array.from({ length: count }, (_, index) => ({
    slug: `s${index}`,
    format: "wire",
    text: `Published 10:00 IST, March 31st 2025\nHeadline ${index}\n- India\nText.`,
  }));

const IN_INDIA = new Date("2025-03-31T04:30:00Z");
const IN_JERUSALEM = new Date("2025-03-31T07:00:00Z");

/** How many articles are published at a time. */
async function publishedAt(host: ContentSource, time: Date): Promise<number> {
  const all = await host.content().writer?.list(undefined, 1_000);
  return all?.filter(({ published }) => published.getTime() === time.getTime()).length ?? 0;
}

describe("a database that is served under the settings of a folder", () => {
  it("follows them while it runs: every article is read again, and whoever tells the hubs is woken", async () => {
    const { lines, start, set, published } = await hosting({ hubs: ["https://hub.example/"] });
    const host = await start();
    const { writer, site } = host.content();
    await writer?.writeChanges(await Promise.all(sources(230).map((source) => putUnder(site, source, NOW))), NOW);
    expect(await publishedAt(host, IN_INDIA)).toBe(230);
    const woken = published();
    await set({ hubs: ["https://hub.example/"], zones: { IST: "Asia/Jerusalem" } });
    await eventually(async () => (await publishedAt(host, IN_JERUSALEM)) === 230);
    await eventually(() => published() > woken);
    expect((await host.content().store.article("s7", NOW))?.published).toEqual(IN_JERUSALEM);
    expect(lines.filter((line) => !line.startsWith("info "))).toEqual([]);
  });

  it("keeps the last good ones while they are faulty, and says so", async () => {
    const { lines, start, set, published } = await hosting();
    const host = await start();
    const { writer, site } = host.content();
    await writer?.writeChanges(await Promise.all(sources(1).map((source) => putUnder(site, source, NOW))), NOW);
    await set("{");
    await eventually(() => lines.some((line) => line.includes("its last good version stays in force")));
    expect(host.content().site).toBe(site);
    expect(await publishedAt(host, IN_INDIA)).toBe(1);
    const woken = published();
    await set({ zones: { IST: "Asia/Jerusalem" } });
    await eventually(async () => (await publishedAt(host, IN_JERUSALEM)) === 1);
    await eventually(() => published() > woken);
  });

  it("reads again at its start what was stored under other settings, in a file that others write to meanwhile", async () => {
    const { path, start, lines } = await hosting({ zones: { IST: "Asia/Jerusalem" } });
    const database = openSqlite(path);
    const { site } = (await (await hosting()).start()).content();
    await publishUnder(database, site, sources(150), NOW);
    const host = await start();
    const own = host.content().site;
    const other = createSqlWriter(database, own);
    for (let index = 150; index < 160; index += 1) {
      const source = { ...sources(1)[0], slug: `s${index}` } as Source;
      await other.writeChanges([await putUnder(own, source, NOW)], NOW);
    }
    await eventually(async () => (await publishedAt(host, IN_JERUSALEM)) === 160);
    expect(lines.filter((line) => !line.startsWith("info "))).toEqual([]);
    database.close();
  });

  it("does not start under settings that were never good", async () => {
    const { start, set } = await hosting();
    await set('{"title": ""}');
    await expect(start()).rejects.toMatchObject({
      name: "CannotServe",
      lines: [expect.stringContaining("title"), expect.any(String)],
    });
  });
});
