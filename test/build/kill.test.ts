import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { articleText, contentFolder, put, temporaryFolder } from "../support/stores/folder.ts";
import { amount } from "../support/sweep.ts";
import { buildingOf, bytesOf, TODAY } from "./building.ts";

/** Files of the build itself while it is under way. */
const OWN = /^\.harkara-(?:new\/|build\.lock)/;

const ARTICLES = 24;

const ROUNDS = amount(4, 30);

/** Milliseconds for a round on a busy machine. */
const ROUND_MS = 20_000;

const texts = (word: string) =>
  Object.fromEntries(Array.from({ length: ARTICLES }, (_, n) => [`s-${n}`, articleText(`${word} ${n}`, word, n)]));

it(
  "a build that is killed leaves of each file the old or the new one, and the next one ends its work",
  async () => {
    const content = await contentFolder(texts("Old"));
    const { out, build } = await buildingOf(content);
    const cache = join(await temporaryFolder(), "readings");
    await build();
    let old = await bytesOf(out);
    const waiting = () => {
      try {
        return readdirSync(join(out, ".harkara-new")).length;
      } catch {
        return 0;
      }
    };
    /** Kills a build while files are prepared, or while they take their places. @param share of all of them */
    const buildAndKill = async (share: number, whilePlacing: boolean) => {
      const args = ["src/cli/harkara.ts", "build", content, "--out", out, "--cache", cache];
      const child = spawn(process.execPath, args, { stdio: "ignore" });
      const exit = new Promise<NodeJS.Signals | null>((resolve) => child.on("exit", (_, signal) => resolve(signal)));
      for (let most = 0; child.exitCode === null && child.signalCode === null; await turn()) {
        const count = waiting();
        most = Math.max(most, count);
        if (whilePlacing ? count < most * share && count > 0 : count > old.size * share * 0.9) child.kill("SIGKILL");
      }
      return exit;
    };
    let killed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [slug, text] of Object.entries(texts(`New ${round}`)))
        await put(content, `articles/${slug}.txt`, text);
      const fresh = await buildingOf(content);
      await fresh.build([], TODAY);
      const wanted = await bytesOf(fresh.out);
      if ((await buildAndKill((round + 1) / (ROUNDS + 1), round % 2 === 1)) === "SIGKILL") killed += 1;
      for (const [path, bytes] of await bytesOf(out)) {
        if (OWN.test(path)) continue;
        expect(
          [old, wanted].some((state) => state.get(path)?.equals(bytes)),
          path,
        ).toBe(true);
      }
      expect((await build()).code).toBe(0);
      old = await bytesOf(out);
      expect([...old.keys()]).toEqual([...wanted.keys()]);
      for (const [path, bytes] of wanted) expect(old.get(path)?.equals(bytes), path).toBe(true);
    }
    expect(killed).toBeGreaterThan(0);
  },
  ROUNDS * ROUND_MS,
);
