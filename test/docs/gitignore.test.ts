import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ACCEPTED_REMOVALS_FILE } from "../../src/store/folder/accepted-removals.ts";
import { LOCK_FILE } from "../../src/store/folder/saved/folder-lock.ts";
import { GOOD_VERSIONS_FILE } from "../../src/store/folder/saved/good-versions.ts";
import { SAVED_STATE_FILE } from "../../src/store/folder/saved/saved-state-file.ts";
import { ROOT, read } from "../support/docs/markdown.ts";
import { temporaryFolder } from "../support/stores/folder.ts";

/** What docs/deploy.md says to keep with the content. */
const KEPT = [SAVED_STATE_FILE, GOOD_VERSIONS_FILE];

/** Which of some paths Git ignores, in a repository with this project's `.gitignore`. */
async function ignoredOf(paths: readonly string[]): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  cpSync(new URL(".gitignore", ROOT), join(folder, ".gitignore"));
  expect(spawnSync("git", ["init", "--quiet"], { cwd: folder }).status).toBe(0);
  const { stdout, status } = spawnSync("git", ["check-ignore", "--stdin"], { cwd: folder, input: paths.join("\n") });
  expect(status).toBeLessThan(2);
  return String(stdout).split("\n").slice(0, -1);
}

it("Git does not ignore what the documentation says to keep with the content", async () => {
  const [, advice = ""] = /^- \*\*A folder\*\*(.*?Keep both with)/ms.exec(read("docs/deploy.md")) ?? [];
  for (const name of KEPT) expect(advice).toContain(`\`${name}\``);
  const articles = ["build.txt", "build/story.txt", "coverage/story.md", "2025/03/story.txt", "kochi.log/story.json"];
  const kept = ["site.json", ...KEPT, ...articles.map((name) => `articles/${name}`)];
  expect(await ignoredOf(kept.map((name) => `content/${name}`))).toEqual([]);
});

it("Git ignores what belongs to a running service, and secrets", async () => {
  const names = [ACCEPTED_REMOVALS_FILE, LOCK_FILE, `${GOOD_VERSIONS_FILE}-wal`, `${GOOD_VERSIONS_FILE}-shm`];
  const running = [...names, ".harkara-0123456789abcdef.tmp"].map((name) => `content/${name}`);
  const paths = [...running, ".dev.vars", "node_modules/hono/package.json", "build/content.json"];
  expect(await ignoredOf(paths)).toEqual(paths);
});
