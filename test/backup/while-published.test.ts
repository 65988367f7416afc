import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";
import { eventually } from "../support/services/eventually.ts";
import { run } from "../support/stores/backup.ts";
import { articleText, contentFolder, put, temporaryFolder } from "../support/stores/folder.ts";
import { emptyFolder, openPublishedFolder } from "../support/stores/published-folder.ts";
import { amount } from "../support/sweep.ts";

vi.setConfig({ testTimeout: 120_000 });

const WRITER = fileURLToPath(new URL("../support/stores/publish-forever.ts", import.meta.url));
const COMMAND = fileURLToPath(new URL("../../src/cli/harkara.ts", import.meta.url));

it("a backup that is made while articles are published, renamed and removed is whole", async () => {
  const folder = await emptyFolder();
  const child = spawn(process.execPath, [WRITER, folder], { stdio: ["ignore", "pipe", "inherit"] });
  let made = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    made += text.split("made ").length - 1;
  });
  await eventually(() => made > 10);
  try {
    for (let round = 0; round < amount(2, 20); round += 1) {
      const to = join(await temporaryFolder(), "backup");
      const { code, err } = await run("backup", "--folder", folder, "--to", to);
      expect({ code, err }).toEqual({ code: 0, err: [] });
      const place = join(await temporaryFolder(), "place");
      expect((await run("restore", to, "--folder", place)).code).toBe(0);
      const restored = await openPublishedFolder(place);
      expect(restored.lines).toEqual([]);
      expect(restored.folder.state.heldRemovals).toBe(0);
      // An article is there, or its removal is: it was published at least once before.
      for (const slug of ["a0", "a1", "a2"])
        expect((await restored.shown(slug)) ?? (await restored.store().removed(slug)), slug).toBeDefined();
      await restored.close();
    }
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
  }
});

it("a backup that is killed leaves nothing under its name, or all of it", async () => {
  const texts = Array.from({ length: 200 }, (_, index) => [`a${index}`, articleText(`A${index}`)] as const);
  const folder = await contentFolder(Object.fromEntries(texts));
  await put(folder, "media/film", "0".repeat(4_000_000));
  const outcomes = new Set<string>();
  for (let round = 0; round < amount(5, 60); round += 1) {
    const parent = await temporaryFolder();
    const args = [COMMAND, "backup", "--folder", folder, "--to", join(parent, "backup")];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    const closed = once(child, "close");
    await eventually(async () => (await readdir(parent)).length > 0);
    const timer = setTimeout(() => child.kill("SIGKILL"), round * amount(60, 6));
    await closed;
    clearTimeout(timer);
    const names = await readdir(parent);
    if (!names.includes("backup")) {
      outcomes.add("none");
      expect(names).toEqual([expect.stringMatching(/^\.backup\.[0-9a-f]{16}\.part$/)]);
      continue;
    }
    outcomes.add("whole");
    const { code, out } = await run("restore", join(parent, "backup"), "--folder", join(parent, "place"));
    expect({ code, out }).toEqual({ code: 0, out: [expect.stringContaining("200 articles")] });
  }
  expect(outcomes).toContain("none");
});
