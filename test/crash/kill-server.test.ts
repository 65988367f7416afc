import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { randomOf } from "../../bench/support/random.ts";
import { audit, sourcesIn } from "../support/crash/audit.ts";
import { publish, Reader } from "../support/crash/client.ts";
import { History } from "../support/crash/history.ts";
import { CRASH_SETTINGS, crashText, type Deed, deedsWithoutEnd } from "../support/crash/texts.ts";
import { TOKEN } from "../support/services/publishing.ts";
import { type Service, startService } from "../support/services/service.ts";
import { contentFolder, put } from "../support/stores/folder.ts";
import { databasePath } from "../support/stores/sqlite.ts";
import { amount, EXHAUSTIVE } from "../support/sweep.ts";

const SEED = 20_250_401;

/** Does something again and again until it is told to end, and then once fails as the service is gone. */
async function untilKilled(killed: () => boolean, action: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await action();
    } catch (error) {
      // What the service answers is looked at by the action; a connection may break only when it is killed.
      if (killed() && error instanceof TypeError) return;
      throw error;
    }
  }
}

/** Publishes and polls until the service is killed, some milliseconds after so many requests were acknowledged. */
async function killWhilePublishing(
  service: Service,
  history: History,
  deeds: Iterator<readonly Deed[]>,
  [requests, milliseconds]: readonly [number, number],
): Promise<void> {
  let killed = false;
  let created = 0;
  const readers = [new Reader(history), new Reader(history)];
  const polls = readers.map((reader) =>
    untilKilled(
      () => killed,
      () => reader.poll(service),
    ),
  );
  const publishing = untilKilled(
    () => killed,
    async () => {
      if (created === requests)
        setTimeout(() => {
          killed = true;
          service.signal("SIGKILL");
        }, milliseconds);
      created += 1;
      await publish(service, history, deeds.next().value as readonly Deed[]);
    },
  );
  await Promise.all([publishing, ...polls]);
  expect((await service.ended()).signal).toBe("SIGKILL");
}

/** What the files of a content folder say, by slug; other files are named as they are. */
async function sourcesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(folder, "articles"));
  const read = names.map(
    async (name): Promise<[string, string]> => [
      name.replace(/\.txt$/, ""),
      await readFile(join(folder, "articles", name), "utf8"),
    ],
  );
  return new Map(await Promise.all(read));
}

describe.each([
  { kept: "a database", kills: amount(3, 30), most: 8 },
  { kept: "a folder", kills: amount(2, 20), most: 1 },
])("a service that publishes to $kept", ({ kept, kills, most }) => {
  it(`shows what was, or what is, as a whole, and loses nothing, though it is killed ${kills} times`, async () => {
    const folder = await contentFolder({}, CRASH_SETTINGS);
    const path = await databasePath();
    const env = { PUBLISH_TOKEN: TOKEN, ...(kept === "a database" ? { DATABASE: path } : {}) };
    const random = randomOf(SEED);
    const history = await History.begin();
    const cut = { open: 0, done: 0, undone: 0 };
    let acknowledged = 0;
    let leftovers = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const service = await startService(folder, env);
      const deeds = deedsWithoutEnd(SEED + kill, kill * 10_000, most);
      const before = history.acknowledged;
      await killWhilePublishing(service, history, deeds, [Math.floor(random() * 6), random() * 40]);
      acknowledged += history.acknowledged - before;
      if (kept === "a database") expect(await audit(path)).toEqual([]);
      const left = kept === "a database" ? sourcesIn(path) : await sourcesOf(folder);
      const stored = [...left].filter(([name]) => !name.startsWith(".harkara-"));
      leftovers += left.size - stored.length;
      const { open, done } = history.recover(stored);
      if (open > 0) cut.open += 1;
      if (done > 0) cut.done += 1;
      if (done < open) cut.undone += 1;
    }
    if (kept === "a folder") await put(folder, "articles/.harkara-0123456789abcdef.tmp", "half of a text");
    const last = await startService(folder, env);
    const reader = new Reader(history);
    await reader.poll(last);
    await reader.poll(last);
    expect([...reader.statuses]).toEqual([
      [200, 1],
      [304, 1],
    ]);
    const [slug, version] = [...history.newest][0] ?? [];
    const headers = { authorization: `Bearer ${TOKEN}` };
    const source = await (await last.fetch(`/api/articles/${slug}`, { headers })).text();
    expect(source).toBe(crashText(slug ?? "", version ?? 0));
    expect(await last.stop()).toEqual({ code: 0, signal: null });
    expect(last.errors).toBe("");
    const hidden = (await readdir(join(folder, "articles"))).filter((name) => name.startsWith("."));
    expect(hidden).toEqual([]);
    console.log(`${kills} kills, ${acknowledged} deeds acknowledged, ${leftovers} leftovers; cut off:`, cut);
    expect(acknowledged).toBeGreaterThan(EXHAUSTIVE ? kills : 1);
    expect(cut.open).toBeGreaterThanOrEqual(EXHAUSTIVE ? kills / 2 : 1);
    // Of a few kills none may have come between a request and its end.
    if (EXHAUSTIVE) expect(cut.undone).toBeGreaterThan(0);
  }, 240_000);
});
