import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { WRITE_TIME as NOW } from "../../support/fixtures/drafts.ts";
import { emptyFolder, openPublishedFolder } from "../../support/stores/published-folder.ts";
import { amount } from "../../support/sweep.ts";

const CHILD = fileURLToPath(new URL("../../support/stores/publish-forever.ts", import.meta.url));
const ROUNDS = amount(3, 20);

/** Lines up to the first acknowledgement: that it is ready, that it begins, that it is done. */
const FIRST_LINES = 3;

/** Lets a process publish until it is killed, some milliseconds after its first acknowledgement. @returns what it said */
async function publishUntilKilled(path: string, from: number, milliseconds: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, path, String(from)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const acknowledgedBefore = said.split("\n").length > FIRST_LINES;
    said += text;
    const acknowledges = said.split("\n").length > FIRST_LINES;
    if (acknowledges && !acknowledgedBefore) setTimeout(() => child.kill("SIGKILL"), milliseconds);
  });
  const [, signal] = await once(child, "close");
  expect(signal).toBe("SIGKILL");
  return said.split("\n").slice(1, -1);
}

it("whoever is killed while publishing leaves the last article that was acknowledged, or the next one", async () => {
  const path = await emptyFolder();
  const acknowledged = new Map<string, string>();
  /** Slugs under which there was an article at some time. */
  const existed = new Set<string>();
  let [version, created] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const lines = await publishUntilKilled(path, version, (round * 17) % 100);
    const begun = new Map<string, string>();
    for (const line of lines) {
      const [event, slug = "", what = ""] = line.split(" ");
      if (event === "begins") begun.set(slug, what);
      else {
        begun.delete(slug);
        acknowledged.set(slug, what);
        if (what !== "none") existed.add(slug);
        created += 1;
      }
      if (event === "begins") version += 1;
    }
    const found = await openPublishedFolder(path);
    for (const slug of ["a0", "a1", "a2"]) {
      const shown = (await found.shown(slug))?.replace("Version ", "") ?? "none";
      const allowed = [acknowledged.get(slug) ?? "none", begun.get(slug)];
      expect(allowed).toContain(shown);
      if (shown !== "none") existed.add(slug);
      const removed = await found.store().removed(slug);
      expect(removed).toEqual(shown === "none" && existed.has(slug) ? NOW : undefined);
      acknowledged.set(slug, shown);
    }
    expect((await found.files()).filter((name) => name.startsWith("."))).toEqual([]);
    expect(found.lines).toEqual([]);
  }
  expect(created).toBeGreaterThan(amount(0, ROUNDS));
}, 60_000);
