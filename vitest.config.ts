import { fileURLToPath } from "node:url";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Tests named so run in workerd; all others on Node. */
const WORKERD = "test/**/*.workerd.test.ts";

export default defineConfig({
  test: {
    globalSetup: "./test/support/setup.ts",
    projects: [
      {
        extends: true,
        test: { name: "node", include: ["test/**/*.test.ts"], exclude: [WORKERD] },
      },
      {
        extends: true,
        // Packages whose source maps are missing are not this project's business.
        logLevel: "error",
        resolve: {
          alias: { "harkara:content": fileURLToPath(new URL("build/content.json", import.meta.url)) },
        },
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: { name: "workerd", include: [WORKERD] },
      },
    ],
  },
});
