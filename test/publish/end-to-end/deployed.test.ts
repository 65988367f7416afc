import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import { MAX_WRONG_TOKENS } from "../../../src/http/authentication.ts";
import { forEachConcurrently } from "../../../src/lib/parallel.ts";
import { TOKEN } from "../../support/services/publishing.ts";
import { type Publisher, publisherAt } from "./place.ts";
import { poll } from "./reader.ts";
import { WRITTEN } from "./written.ts";

const harness = createTestHarness({
  workers: [{ configPath: "./wrangler.toml", env: "d1", secrets: { PUBLISH_TOKEN: TOKEN } }],
});
let origin: string;
let publisher: Publisher;

beforeAll(async () => {
  origin = (await harness.listen()).url.origin;
  await harness.getWorker().applyD1Migrations("DB");
  publisher = publisherAt(origin);
}, 60_000);
afterAll(() => harness.close());

it("the Worker of wrangler.toml with a database is published to and polled, and its cron trigger runs", async () => {
  expect(JSON.parse((await poll(`${origin}/feed.json`)).text)).toMatchObject({ items: [] });
  for (const { slug, source } of WRITTEN) await publisher.put(slug, source);
  const { outcome } = await harness.getWorker().scheduled({ cron: "* * * * *" });
  expect(outcome).toBe("ok");
  const { items } = JSON.parse((await poll(`${origin}/feed.json`)).text) as { items: { title: string }[] };
  expect(items.map(({ title }) => title)).toEqual(WRITTEN.map(({ expected }) => expected.headline).toSorted(byDay));
  const logged = harness.getLogs().map(({ message }) => message);
  expect(logged.filter((line) => /error|warn|could not/.test(line))).toEqual([]);
});

/** The order of publication, newest first. */
function byDay(a: string | undefined, b: string | undefined): number {
  const day = (title: string | undefined) =>
    WRITTEN.find(({ expected }) => expected.headline === title)?.expected.published ?? "";
  return day(a) < day(b) ? 1 : -1;
}

it("wrong tokens are counted from one request to the next: none is let in, and after a thousand all get 429", {
  timeout: 60_000,
}, async () => {
  const answers = new Set<string>();
  const guess = async (token: string) => {
    const response = await fetch(`${origin}/api/articles`, { headers: { authorization: `Bearer ${token}` } });
    return `${response.status} ${await response.text()}`;
  };
  const tokens = Array.from({ length: MAX_WRONG_TOKENS }, (_, index) => TOKEN.slice(0, index % TOKEN.length) + index);
  await forEachConcurrently(tokens, 8, async (token) => {
    answers.add(await guess(token));
  });
  expect([...answers].map((answer) => answer.slice(0, 3))).toEqual(["401"]);
  expect(await guess("one too many")).toMatch(/^429 /);
  expect(await guess(TOKEN)).toMatch(/^200 /);
});
