import { createTestHarness } from "wrangler";
import { TOKEN } from "../../support/services/publishing.ts";
import { type Make, siteFor } from "./place.ts";
import type { Setting } from "./worker.ts";

/** The Worker in workerd over a local D1 database, reached over HTTP. */
export const onD1: Make = async (hub) => {
  const harness = createTestHarness({
    workers: [
      {
        config: {
          name: "harkara-walk",
          main: "test/publish/end-to-end/worker.ts",
          compatibility_date: "2026-10-15",
          d1_databases: [{ binding: "DB", database_name: "harkara", migrations_dir: "migrations" }],
          triggers: { crons: ["* * * * *"] },
          vars: { PUBLISH_TOKEN: TOKEN, ALLOW_PRIVATE_HUBS: "true" },
        },
      },
    ],
  });
  const { url } = await harness.listen();
  const worker = harness.getWorker();
  await worker.applyD1Migrations("DB");
  const tell = async (setting: Setting) => {
    const response = await fetch(`${url.origin}/-/setting`, {
      method: "POST",
      body: JSON.stringify(setting),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  };
  await tell({ site: await siteFor(url.origin, hub) });
  return {
    origin: url.origin,
    // The cache in front of a Worker must not see deltas, and answers most polls.
    deltas: false,
    ahead: (milliseconds) => tell({ ahead: milliseconds }),
    async tick() {
      await worker.scheduled({ cron: "* * * * *" });
    },
    close: () => harness.close(),
  };
};
