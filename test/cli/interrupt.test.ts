import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { eventually } from "../support/services/eventually.ts";
import { contentFolder, put, temporaryFolder } from "../support/stores/folder.ts";

const HARKARA = fileURLToPath(new URL("../../src/cli/harkara.ts", import.meta.url));
const COUNT = 6_000;

it("SIGINT ends an import behind the batch in hand, and a second one brings the rest", async () => {
  const folder = await temporaryFolder();
  const items = Array.from(
    { length: COUNT },
    (_, index) =>
      `<item><title>A ${index}</title><link>https://a.example/x${index}</link><pubDate>31 Mar 2025 00:00 GMT</pubDate><description>Text.</description></item>`,
  );
  const feed = await put(
    folder,
    "feed",
    `<rss version="2.0"><channel><title>T</title>${items.join("")}</channel></rss>`,
  );
  const database = join(folder, "news.db");
  const env = { ...process.env, CONTENT_DIR: await contentFolder({}) };

  const run = () => {
    const child = spawn(process.execPath, [HARKARA, "import", feed, "--to", database], { env });
    let out = "";
    child.stdout.on("data", (data) => {
      out += data;
    });
    const end = once(child, "close").then(([code]) => ({ code, out }));
    return { child, end };
  };

  const first = run();
  await eventually(() => existsSync(database));
  first.child.kill("SIGINT");
  const { code, out } = await first.end;
  expect(code).toBe(130);
  const brought = Number(/^(\d+) new, 0 changed, 0 already there, 0 left out\n$/.exec(out)?.[1]);
  expect(brought).toBeGreaterThanOrEqual(0);
  expect(brought).toBeLessThan(COUNT);
  expect(await run().end).toEqual({
    code: 0,
    out: `${COUNT - brought} new, 0 changed, ${brought} already there, 0 left out\n`,
  });
}, 60_000);
