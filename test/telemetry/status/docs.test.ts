import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { MAX_WRONG_TOKENS, WRONG_TOKEN_WINDOW_MS } from "../../../src/http/authentication.ts";
import {
  MAX_COUNTED_FEEDS,
  MAX_COUNTED_READERS,
  MAX_STATEMENT_AGE_MS,
} from "../../../src/telemetry/counters/counters.ts";
import { COUNTED_MINUTES } from "../../../src/telemetry/counters/minutes.ts";
import { read, tableRows } from "../../support/docs/markdown.ts";
import { createMemoryOutbox } from "../../support/fakes/outbox.ts";
import { parseExposition } from "../../support/readers/exposition.ts";
import { startService } from "../../support/services/service.ts";
import { watched } from "../../support/services/status.ts";
import { articleText, contentFolder } from "../../support/stores/folder.ts";

const DOC = read("docs/status.md");
const fences = (language: string) =>
  Array.from(DOC.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms")), ([, text = ""]) => text);

it("docs/reference/metrics.md lists every metric with its type and labels, and no other", async () => {
  const own = await watched({}, { hubs: ["https://hub.example/"] });
  own.count({ agent: "Example/1.0 (3 subscribers)" });
  if (own.sources) own.sources = { ...own.sources, outbox: createMemoryOutbox() };
  const families = parseExposition(await (await own.get("/metrics")).text());
  const reported = [...families].map(([name, { type, samples }]) => {
    const labels = new Set(samples.flatMap((sample) => Object.keys(sample.labels)));
    return [name, type, [...labels].join(", ")];
  });
  const listed = tableRows(read("docs/reference/metrics.md"), "metric").map((cells) =>
    cells.slice(0, 3).map((cell) => cell.replaceAll("`", "")),
  );
  expect(listed).toEqual(reported);
});

it("docs/status.md names the bounds as they are", () => {
  const words = DOC.replace(/\s+/g, " ");
  const number = (value: number) => value.toLocaleString("en");
  for (const said of [
    `${number(MAX_COUNTED_FEEDS)} feeds, each format by itself`,
    `${number(MAX_COUNTED_READERS)} readers`,
    `After ${number(MAX_WRONG_TOKENS)} wrong tokens within ten minutes`,
  ])
    expect(words).toContain(said);
  expect([COUNTED_MINUTES, MAX_STATEMENT_AGE_MS, WRONG_TOKEN_WINDOW_MS]).toEqual([60, 14 * 86_400_000, 10 * 60_000]);
});

it("docs/status.md has examples that work as they are written", async () => {
  const token = "only-for-this-test";
  const folder = await contentFolder({ a: articleText("A") });
  const { port } = await startService(folder, { PUBLISH_TOKEN: token });
  const { stdout } = await promisify(execFile)("sh", ["-c", `set -e\n${fences("sh").join("")}`], {
    env: {
      ...{ PATH: process.env.PATH, NO_PROXY: "*", no_proxy: "*" },
      ...{ SITE: `http://127.0.0.1:${port}`, PUBLISH_TOKEN: token },
    },
  });
  expect(stdout).toContain("<h1>Status</h1>");
  expect(stdout).toContain("\nharkara_articles 1\n");
  const [config = ""] = fences("yaml");
  expect(parse(config)).toMatchObject({
    scrape_configs: [{ metrics_path: "/metrics", authorization: { credentials_file: expect.any(String) } }],
  });
});
