import { beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder } from "../../support/stores/folder.ts";

const BAD = 613;

let service: Service;

beforeAll(async () => {
  const texts = Array.from({ length: 1000 }, (_, index): [string, string] => {
    const text = articleText(`Headline ${index}`, "One plain sentence.", index % 1440);
    return [`story-${index}`, index === BAD ? text.replace("March 31st", "March 32nd") : text];
  });
  service = await startService(await contentFolder(Object.fromEntries(texts)));
});

describe("one bad file among a thousand", () => {
  it("is in the log, and the only one there", () => {
    expect(service.log.filter((line) => line.startsWith("warn "))).toEqual([
      expect.stringMatching(new RegExp(`^warn articles/story-${BAD}\\.txt:1:\\d+ no-such-day `)),
    ]);
    expect(service.greeting).toMatch(/ with 999 articles, 1 category, 1 fault$/);
  });

  it("leaves the other 999 served", async () => {
    expect(await service.text("/")).toContain("999 articles");
    const found = await Promise.all(
      Array.from({ length: 1000 }, async (_, index) => {
        const response = await service.fetch(`/articles/story-${index}`);
        const text = await response.text();
        return response.status === 200 && text.includes(`<h1 dir="auto">Headline ${index}</h1>`);
      }),
    );
    expect(found.filter(Boolean)).toHaveLength(999);
    expect(found[BAD]).toBe(false);
  });

  it("leaves the feed whole", async () => {
    const { items } = JSON.parse(await service.text("/feed.json?limit=100")) as {
      items: { title: string }[];
    };
    const newest = Array.from({ length: 100 }, (_, index) => `Headline ${999 - index}`);
    expect(items.map(({ title }) => title)).toEqual(newest);
  });
});
