import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Tests named so run in workerd; all others on Node. */
const WORKERD = "test/**/*.workerd.test.ts";
const BROWSER = "test/browser/**/*.test.ts";
/**
 * Tests that only `npm run test:all` runs: browsers and crashes take half of all time, and the package is built and installed. What stays opens each kind of page,
 * and kills what writes to each kind of store.
 */
const SWEEPS = [
  "test/browser/!(look|status).test.ts",
  "test/package/**/*.test.ts",
  "test/crash/{kill-import,two-servers,no-room,torn-log,open-together,drain,drain-hub}.test.ts",
  "test/backup/{restore-backup,while-published}.test.ts",
  "test/build/{kill,incremental,nginx}.test.ts",
  "test/cli/{serve,doctor}/*.test.ts",
  "test/publish/end-to-end/{hostile,deployed}.test.ts",
];
/** Tests that replace modules: each file needs modules of its own. */
const MOCKED = "test/**/*.mocked.test.ts";

/** Room for a machine where much else goes on; no test proves anything by its time. */
const TIMEOUT_MS = 30_000;

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

// `--mode exhaustive` is `npm run test:all`.
export default defineConfig(({ mode }) => {
  const swept = mode === "exhaustive" ? [] : SWEEPS;
  return {
    test: {
      globalSetup: "./test/support/setup.ts",
      setupFiles: "./test/support/each-file.ts",
      provide: { exhaustive: mode === "exhaustive" },
      testTimeout: TIMEOUT_MS,
      hookTimeout: TIMEOUT_MS,
      // Much of the time goes to waiting: for files, sockets and child processes.
      maxWorkers: Math.ceil(availableParallelism() * 1.5),
      // The Worker logs a line for each request: they are worth reading where a test failed.
      silent: "passed-only",
      projects: [
        {
          extends: true,
          test: {
            name: "node",
            include: ["test/**/*.test.ts"],
            exclude: [WORKERD, BROWSER, MOCKED, ...swept],
            // Modules are loaded once a worker, not once a file: importing them is a third of the time otherwise.
            isolate: false,
          },
        },
        {
          extends: true,
          test: { name: "mocked", include: [MOCKED] },
        },
        {
          extends: true,
          test: {
            name: "browser",
            include: [BROWSER],
            exclude: swept,
            globalSetup: "./test/support/browsers/setup.ts",
          },
        },
        {
          extends: true,
          // Packages whose source maps are missing are not this project's business.
          logLevel: "error",
          resolve: { alias: { "harkara:content": path("build/content.json") } },
          plugins: [
            cloudflareTest(async () => ({
              wrangler: { configPath: "./wrangler.toml" },
              // Not named DB: the Worker under test serves its bundle.
              miniflare: {
                d1Databases: ["TEST_DB"],
                bindings: { TEST_MIGRATIONS: await readD1Migrations(path("migrations")) },
              },
            })),
          ],
          test: { name: "workerd", include: [WORKERD] },
        },
      ],
    },
  };
});
