import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { audit, sourcesIn } from "../support/crash/audit.ts";
import { CRASH_SETTINGS, crashText } from "../support/crash/texts.ts";
import { TOKEN } from "../support/services/publishing.ts";
import { type Service, startService } from "../support/services/service.ts";
import { contentFolder } from "../support/stores/folder.ts";
import { databasePath } from "../support/stores/sqlite.ts";

/** Blocks of a file, of 512 or 1,024 bytes, beyond which nothing can be written. */
const BLOCKS = 8_000;

const authorization = `Bearer ${TOKEN}`;

function put(service: Service, slug: string, text: string): Promise<Response> {
  const headers = { authorization, "content-type": "text/plain" };
  return service.fetch(`/api/articles/${slug}`, { method: "PUT", headers, body: text });
}

/** A long text with a few words. */
function longText(slug: string): string {
  return `${crashText(slug, 1, 1)}${"—".repeat(20_000)}\n`;
}

describe("a service whose database cannot be written to", () => {
  it("says so where the disk is full, answers polls, and loses nothing", async () => {
    const path = await databasePath();
    const folder = await contentFolder({}, CRASH_SETTINGS);
    const env = { PUBLISH_TOKEN: TOKEN, DATABASE: path };
    const full = await startService(folder, env, `ulimit -f ${BLOCKS}`);
    const stored = new Map<string, string>();
    let refusals = 0;
    for (let index = 0; refusals < 5; index += 1) {
      const slug = `story-${index}`;
      const response = await put(full, slug, longText(slug));
      const body = await response.text();
      expect([201, 503, 507], body).toContain(response.status);
      if (response.status === 201) stored.set(slug, longText(slug));
      else {
        refusals += 1;
        expect(response.headers.get("content-type")).toContain("application/problem+json");
        if (response.status === 503) expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      }
      expect((await full.fetch("/feed.json")).status).toBe(200);
    }
    expect(stored.size).toBeGreaterThan(5);
    const removal = await full.fetch("/api/articles/story-0", {
      method: "DELETE",
      headers: { authorization },
    });
    expect([204, 503, 507]).toContain(removal.status);
    if (removal.status === 204) stored.delete("story-0");
    const { items } = JSON.parse(await full.text("/feed.json?limit=100")) as { items: unknown[] };
    expect(items).toHaveLength(stored.size);
    expect(await full.stop()).toEqual({ code: 0, signal: null });
    console.log(`${stored.size} articles were stored before it was full`);

    expect(sourcesIn(path)).toEqual(stored);
    expect(await audit(path)).toEqual([]);
    const again = await startService(folder, env);
    expect((await put(again, "later", longText("later"))).status).toBe(201);
    expect(await again.stop()).toEqual({ code: 0, signal: null });
    expect(sourcesIn(path)).toEqual(stored.set("later", longText("later")));
    expect(await audit(path)).toEqual([]);
  });

  it("answers polls while it waits for another process that writes, and gives up in the end", async () => {
    const path = await databasePath();
    const folder = await contentFolder({}, CRASH_SETTINGS);
    const service = await startService(folder, { PUBLISH_TOKEN: TOKEN, DATABASE: path });
    expect((await put(service, "first", crashText("first", 1))).status).toBe(201);
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    let answered = false;
    const waiting = put(service, "second", crashText("second", 1)).finally(() => {
      answered = true;
    });
    let polls = 0;
    for (; !answered; polls += 1) {
      // Answered anew each time: what is ready does not ask the database.
      expect((await service.fetch(`/search/feed.json?q=version&limit=${1 + (polls % 100)}`)).status).toBe(200);
    }
    const refused = await waiting;
    expect(refused.status).toBe(503);
    expect(refused.headers.has("retry-after")).toBe(true);
    expect(polls).toBeGreaterThan(50);

    const late = put(service, "third", crashText("third", 1));
    await service.text("/healthz");
    other.exec("ROLLBACK");
    other.close();
    expect((await late).status).toBe(201);
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect([...sourcesIn(path).keys()].sort()).toEqual(["first", "third"]);
    expect(await audit(path)).toEqual([]);
  });

  it("ends in time though a change waits for another process that writes", async () => {
    const path = await databasePath();
    const folder = await contentFolder({}, CRASH_SETTINGS);
    const service = await startService(folder, { PUBLISH_TOKEN: TOKEN, DATABASE: path });
    await service.text("/feed.json");
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    const waiting = put(service, "first", crashText("first", 1));
    await service.text("/healthz");
    const started = performance.now();
    service.signal("SIGTERM");
    expect((await waiting).status).toBe(503);
    expect(await service.ended()).toEqual({ code: 0, signal: null });
    expect(performance.now() - started).toBeLessThan(10_000);
    other.exec("ROLLBACK");
    other.close();
    expect(sourcesIn(path).size).toBe(0);
    expect(await audit(path)).toEqual([]);
  });
});
