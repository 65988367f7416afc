import { applyD1Migrations, env } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { workerCompression } from "../../../src/runtime/worker/compression.ts";
import { openD1 } from "../../../src/store/d1/open-d1.ts";
import recording from "../../support/upgrade/0.2.0-d1.json.gz?url&inline";
import { ANSWERS, createUpgradedApp, SOURCES } from "../../support/upgrade/upgrade.ts";

/** The statements that 0.2.0 ran: texts of SQL, and for each batch the number of a text and its values. */
interface Recording {
  readonly sql: readonly string[];
  readonly batches: readonly (readonly (readonly [sql: number, ...values: unknown[]])[])[];
}

const migrations = env.TEST_MIGRATIONS as readonly unknown[];

beforeAll(async () => {
  await applyD1Migrations(env.TEST_DB, migrations.slice(0, 1));
  const packed = (await fetch(recording)).body?.pipeThrough(new DecompressionStream("gzip"));
  const { sql, batches } = (await new Response(packed).json()) as Recording;
  for (const batch of batches)
    await env.TEST_DB.batch(batch.map(([text, ...values]) => env.TEST_DB.prepare(sql[text] ?? "").bind(...values)));
});

const upgraded = () => createUpgradedApp(openD1(env.TEST_DB), workerCompression);

describe("a D1 database that 0.2.0 filled", () => {
  it("is served as before or with 503 while this version runs and the migration does not yet", async () => {
    const { answers, ask, sources, writer } = await upgraded();
    const unavailable: string[] = [];
    for (const [address, answer] of Object.entries(await answers())) {
      if ((answer as unknown[])[0] === 503) unavailable.push(address);
      else expect(answer, address).toEqual(ANSWERS[address]);
    }
    expect(unavailable).toContain("/atom.xml");
    expect((await ask("/atom.xml")).headers.get("retry-after")).toMatch(/^\d+$/);
    await expect(sources()).rejects.toThrow("no such column");
    await expect(writer.writeChanges([{ kind: "remove", slug: "story-020" }], new Date())).rejects.toThrow("no such");
  });

  it("answers every address as 0.2.0 did once it is migrated", async () => {
    await applyD1Migrations(env.TEST_DB, migrations);
    const { answers, sources } = await upgraded();
    expect(await answers()).toEqual(ANSWERS);
    expect(await sources()).toBe(SOURCES);
  });

  it("takes changes", async () => {
    const { ask, writer } = await upgraded();
    const outcomes = await writer.writeChanges([{ kind: "remove", slug: "story-020" }], new Date());
    expect(outcomes.map(({ kind }) => kind)).toEqual(["removed"]);
    expect((await ask("/articles/story-020")).status).toBe(410);
  });
});
