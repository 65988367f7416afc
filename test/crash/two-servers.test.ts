import { expect, it } from "vitest";
import { audit, sourcesIn } from "../support/crash/audit.ts";
import { CRASH_SETTINGS } from "../support/crash/texts.ts";
import { TOKEN } from "../support/services/publishing.ts";
import { type Service, startService } from "../support/services/service.ts";
import { contentFolder } from "../support/stores/folder.ts";
import { databasePath } from "../support/stores/sqlite.ts";

const CLIENTS = 8;
const EDITS = 12;
const SLUGS = ["north", "east", "south"];

/** An article whose body is a line for each edit that was made of it. */
const textOf = (slug: string, lines: readonly string[]) =>
  [`Published 10:00 UTC, March 31st 2025`, `From ${slug}`, "What came in.", "- India", ...lines, ""].join("\n");
const linesOf = (text: string) => text.split("\n").slice(4, -1);

interface Tally {
  /** How often each status came. */
  readonly statuses: Map<number, number>;
  /** Lines that were acknowledged, with their slugs. */
  readonly created: string[];
  readonly strange: string[];
}

/** Adds a line to an article, as it was read, if it still is so. @returns whether that was acknowledged */
async function edit(service: Service, slug: string, line: string, tally: Tally): Promise<boolean> {
  const path = `/api/articles/${slug}`;
  const authorization = `Bearer ${TOKEN}`;
  const read = await service.fetch(path, { headers: { authorization } });
  const found = await read.text();
  if (read.status !== 200 && read.status !== 404) {
    tally.strange.push(`GET ${read.status} ${found}`);
    return false;
  }
  const tag = read.headers.get("etag");
  const condition: Record<string, string> = tag === null ? { "if-none-match": "*" } : { "if-match": tag };
  const put = await service.fetch(path, {
    method: "PUT",
    headers: { authorization, "content-type": "text/plain", ...condition },
    body: textOf(slug, [...(tag === null ? [] : linesOf(found)), line]),
  });
  const { status } = put;
  const body = await put.text();
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
  const again = status === 409 || status === 412 || (status === 503 && put.headers.has("retry-after"));
  if (status !== 200 && status !== 201 && !again) tally.strange.push(`PUT ${status} ${body}`);
  return status === 200 || status === 201;
}

it("two services that publish to one database at the same time lose no update", async () => {
  const path = await databasePath();
  const folder = await contentFolder({}, CRASH_SETTINGS);
  const env = { PUBLISH_TOKEN: TOKEN, DATABASE: path };
  // Both make the database, too, at the same time.
  const services = await Promise.all([startService(folder, env), startService(folder, env)]);
  const tally: Tally = { statuses: new Map(), created: [], strange: [] };
  let working = true;
  let slowest = 0;
  const polls = new Map<number, number>();
  const reading = services.map(async (service) => {
    while (working) {
      const started = performance.now();
      const { status } = await service.fetch("/atom.xml");
      slowest = Math.max(slowest, performance.now() - started);
      polls.set(status, (polls.get(status) ?? 0) + 1);
    }
  });
  const clients = services.flatMap((service, which) =>
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let count = 0; count < EDITS; count += 1) {
        const slug = SLUGS[(client + count) % SLUGS.length] ?? "";
        const line = `Line ${count} of client ${client} of service ${which}.`;
        // Who was overtaken reads again; who fails for ever is told by the missing line.
        for (let tries = 0; tries < 200; tries += 1) {
          if (!(await edit(service, slug, line, tally))) continue;
          tally.created.push(`${slug}: ${line}`);
          break;
        }
      }
    }),
  );
  await Promise.all(clients);
  working = false;
  await Promise.all(reading);
  console.log("PUTs", tally.statuses, "polls", polls, `slowest ${Math.round(slowest)} ms`);
  expect(tally.strange).toEqual([]);
  expect(tally.created).toHaveLength(2 * CLIENTS * EDITS);
  expect(tally.statuses.get(412)).toBeGreaterThan(0);
  expect([...polls.keys()]).toEqual([200]);
  const stored = [...sourcesIn(path)].flatMap(([slug, text]) => linesOf(text).map((line) => `${slug}: ${line}`));
  expect(stored.sort()).toEqual(tally.created.sort());
  expect(await audit(path)).toEqual([]);
  for (const service of services) {
    // Each shows what the other one has published last.
    for (const slug of SLUGS) {
      const page = await service.text(`/articles/${slug}`);
      for (const line of tally.created.filter((created) => created.startsWith(`${slug}: `)))
        expect(page).toContain(line.slice(slug.length + 2));
    }
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(service.errors).toBe("");
  }
}, 120_000);
