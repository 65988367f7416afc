import { createApp } from "../../../src/app.ts";
import type { Compression } from "../../../src/http/representation-cache.ts";
import { createResolver } from "../../../src/routes/resolver.ts";
import { parseSite } from "../../../src/site/parse-site.ts";
import type { Database } from "../../../src/store/sql/database.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import recorded from "./0.2.0-answers.json" with { type: "json" };
import plan from "./plan.json" with { type: "json" };

/** What 0.2.0 served over the recorded database: status, media type, Last-Modified and the SHA-256 of the body, by address. */
export const ANSWERS: Readonly<Record<string, unknown>> = recorded.answers;

/** SHA-256 of all sources that 0.2.0 listed. */
export const SOURCES = recorded.sources;

const NOW = new Date(plan.now);

/** The app over a database, asked as `record.mjs` asks. */
export async function createUpgradedApp(database: Database, compression: Compression) {
  const reading = await parseSite(JSON.stringify(plan.settings), new Date(plan.settingsModified));
  if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
  const { site } = reading;
  const store = createSqlStore(database, site);
  const writer = createSqlWriter(database, site);
  const app = createApp({
    content: () => ({ site, store }),
    service: createResolver(() => NOW, compression, false),
    now: () => NOW,
    log: createLog("error", () => {}),
  });
  return {
    writer,
    ask: (address: string) => app.request(address),
    /** The same as `ANSWERS`. */
    async answers() {
      const answers: Record<string, unknown> = {};
      for (const address of plan.paths) {
        const response = await app.request(address);
        const headers = ["content-type", "last-modified"].map((name) => response.headers.get(name));
        // 0.2.0 repeated entries in the archive where an article had been published with an older date.
        const body = (await response.text()).replace(/(?:&amp;|&|\?)except=[\d,-]+/g, "");
        answers[address] = [response.status, ...headers, await sha256(new TextEncoder().encode(body))];
      }
      return answers;
    },
    /** The same as `SOURCES`. */
    async sources() {
      const list = await writer.list(undefined, 1_000);
      const sources = await Promise.all(list.map(({ slug }) => writer.source(slug)));
      return sha256(new TextEncoder().encode(JSON.stringify([list, sources])));
    },
  };
}

async function sha256(bytes: BufferSource): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
}
