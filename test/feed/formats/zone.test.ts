import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("print-digests.ts", import.meta.url));

/** Ahead of UTC, behind it, off by a fraction of an hour, and with clock changes in both halves of the year. */
const ZONES = ["UTC", "Asia/Kolkata", "Pacific/Kiritimati", "America/St_Johns", "Australia/Lord_Howe"];

function digestsIn(zone: string): { readonly documents: readonly string[]; readonly offset: number } {
  const printed = execFileSync(process.execPath, [SCRIPT], {
    encoding: "utf8",
    env: { ...process.env, TZ: zone },
  });
  const documents = printed.trim().split("\n");
  return { offset: Number(documents.pop()), documents };
}

describe("documents, their validators and their times of change", () => {
  it("are the same bytes in every time zone of the process", () => {
    const runs = ZONES.map(digestsIn);
    // The processes did run in their zones.
    expect(runs.map(({ offset }) => offset)).toEqual([0, -330, -840, 210, -660]);
    const [first] = runs;
    expect(first?.documents).toHaveLength(20);
    expect(new Set(first?.documents).size).toBe(20);
    for (const document of first?.documents ?? []) expect(JSON.parse(document)[1]).toBe(200);
    for (const { documents } of runs) expect(documents).toEqual(first?.documents);
  }, 60_000);
});
