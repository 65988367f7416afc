import { describe, expect, it } from "vitest";
import { BATCH_ARTICLES, DeliveryError, importArticles, type Omission } from "../../src/import/import-articles.ts";
import type { ImportEntry } from "../../src/import/item.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { memoryTarget } from "../support/services/import.ts";
import { articleText } from "../support/stores/folder.ts";

const article = (number: number, text = articleText(`Article ${number}`)): ImportEntry => ({
  kind: "article",
  name: `${number}.txt`,
  incoming: { slug: `a-${number}`, format: "wire", text },
});

async function* entries(count: number, written = { count: 0 }) {
  for (; written.count < count; written.count += 1) yield article(written.count);
}

const quiet = { onOmission: () => undefined, onProgress: () => undefined };
const NONE = { created: 0, changed: 0, same: 0, leftOut: 0, interrupted: false };

describe("bringing articles along", () => {
  it("hands them on in batches and counts what came of each; again, all are there", async () => {
    const target = memoryTarget(await siteOf());
    const count = 2 * BATCH_ARTICLES + 7;
    expect(await importArticles(entries(count), target, quiet)).toEqual({ ...NONE, created: count });
    expect(target.batches).toEqual([BATCH_ARTICLES, BATCH_ARTICLES, 7]);
    expect(await importArticles(entries(count), target, quiet)).toEqual({ ...NONE, same: count });
    expect(target.articles.size).toBe(count);
  });

  it("names what is left out: by its source, by the target, or for its faults with their place", async () => {
    const omissions: Omission[] = [];
    async function* some(): AsyncGenerator<ImportEntry> {
      yield { kind: "left-out", name: "x", reason: "it has no headline" };
      yield article(1);
      yield article(2, "Published 25:05 IST, March 31st 2025\nA\nB\n- C\nD\n");
      yield {
        kind: "article",
        name: "https://a.example/y",
        incoming: { slug: "y", format: "json", text: "{}" },
      };
    }
    const target = memoryTarget(await siteOf());
    const options = { ...quiet, onOmission: (omission: Omission) => omissions.push(omission) };
    expect(await importArticles(some(), target, options)).toEqual({ ...NONE, created: 1, leftOut: 3 });
    expect(omissions).toEqual([
      { name: "x", reason: "it has no headline", count: 1 },
      { name: "2.txt", reason: expect.stringMatching(/^2\.txt:1:11 no-such-hour .+/), count: 1 },
      { name: "https://a.example/y", reason: expect.stringMatching(/^no-published .+/), count: 1 },
    ]);
  });

  it("ends behind the batch in hand when it is interrupted, and a second run completes it without doubles", async () => {
    const target = memoryTarget(await siteOf());
    const written = { count: 0 };
    const interrupt = new AbortController();
    const count = 3 * BATCH_ARTICLES;
    const first = await importArticles(entries(count, written), target, {
      ...quiet,
      signal: interrupt.signal,
      onProgress: ({ created }) => {
        if (created > 0) interrupt.abort();
      },
    });
    expect(first).toEqual({ ...NONE, created: BATCH_ARTICLES, interrupted: true });
    expect(written.count).toBeLessThanOrEqual(BATCH_ARTICLES + 1);
    const second = await importArticles(entries(count), target, quiet);
    expect(second).toEqual({ ...NONE, created: 2 * BATCH_ARTICLES, same: BATCH_ARTICLES });
    expect(target.articles.size).toBe(count);
  });

  it("hears of an interrupt while a target that never waits is at work", async () => {
    const target = memoryTarget(await siteOf());
    const interrupt = new AbortController();
    const put = (articles: Parameters<typeof target.put>[0]) => {
      setImmediate(() => interrupt.abort());
      return target.put(articles);
    };
    const tally = await importArticles(
      entries(4 * BATCH_ARTICLES),
      { ...target, put },
      { ...quiet, signal: interrupt.signal },
    );
    expect(tally).toEqual({ ...NONE, created: BATCH_ARTICLES, interrupted: true });
  });

  it("tells of what was done before the target failed, and asks it no more", async () => {
    const whole = memoryTarget(await siteOf());
    let calls = 0;
    const failing = {
      ...whole,
      put: (articles: Parameters<typeof whole.put>[0]) => {
        calls += 1;
        return calls === 2 ? Promise.reject(new Error("the disk is full")) : whole.put(articles);
      },
    };
    let created = 0;
    const options = { ...quiet, onProgress: (tally: typeof NONE) => (created = tally.created) };
    const running = importArticles(entries(3 * BATCH_ARTICLES), failing, options);
    await expect(running).rejects.toThrow(new DeliveryError("the disk is full"));
    expect(created).toBe(BATCH_ARTICLES);
    expect(calls).toBe(2);
  });

  it("brings what its source gave before it failed", async () => {
    const target = memoryTarget(await siteOf());
    async function* failing(): AsyncGenerator<ImportEntry> {
      yield article(1);
      throw new Error("the disk was pulled out");
    }
    await expect(importArticles(failing(), target, quiet)).rejects.toThrow("the disk was pulled out");
    expect([...target.articles.keys()]).toEqual(["a-1"]);
  });
});
