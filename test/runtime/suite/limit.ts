import { describe, expect, it } from "vitest";
import { ARTICLES, type Ask, header } from "./ask.ts";

const COUNTERS: Readonly<Record<string, RegExp>> = {
  "/rss.xml": /<item>/g,
  "/atom.xml": /<entry[ >]/g,
  "/feed.json": /"date_published":/g,
};

export function limit(ask: Ask): void {
  describe.each(Object.entries(COUNTERS))("the number of entries of %s", (path, counter) => {
    const entries = async (query: string) => {
      const response = await ask(path + query);
      expect(response.status).toBe(200);
      return [...(await response.text()).matchAll(counter)].length;
    };

    it.each([
      ["", ARTICLES],
      ["?limit=1", 1],
      ["?limit=2", 2],
      ["?limit=47", 47],
      ["?limit=100", ARTICLES],
      ["?limit=%35", 5],
      ["?limit=3&limit=7", 3],
      ["?limit=3&limit=x", 3],
      ["?utm_source=a&limit=4&page=9", 4],
      ["?limits=3", ARTICLES],
      ["?LIMIT=3", ARTICLES],
      ["?", ARTICLES],
    ])("with “%s” is %i", async (query, count) => {
      expect(await entries(query)).toBe(count);
    });

    it.each([
      "limit=0",
      "limit=101",
      "limit=-1",
      "limit=1.5",
      "limit=abc",
      "limit=",
      "limit",
      "limit=+5",
      "limit=%205",
      "limit=5%20",
      "limit=1e1",
      "limit=0x10",
      "limit=٣",
      "limit=５",
      "limit=99999999999999999999",
      "limit=NaN",
      "limit=%zz",
      "limit=x&limit=3",
      "utm_source=a&limit=101",
    ])("is refused with “%s”", async (query) => {
      const response = await ask(`${path}?${query}`);
      expect(response.status).toBe(400);
      expect(header(response, "cache-control")).toBe("no-store");
      expect(header(response, "x-content-type-options")).toBe("nosniff");
      const { detail } = (await response.json()) as { detail: string };
      expect(detail).toBe("The parameter limit must be a whole number from 1 to 100.");
    });

    it("takes the newest, in the order of the whole feed", async () => {
      const whole = await (await ask(path)).text();
      const three = await (await ask(`${path}?limit=3`)).text();
      const ids = (text: string) => [...text.matchAll(/tag:harkara\.example,[\d-]+:articles\/[^"<]+/g)].map(String);
      expect(ids(three).length).toBeGreaterThanOrEqual(3);
      expect(ids(whole).slice(0, ids(three).length)).toEqual(ids(three));
    });

    it("stands in the feed's own address only where it is not the usual one", async () => {
      const self = `http://localhost:8787${path}`;
      expect(await (await ask(`${path}?limit=3&b=1`)).text()).toContain(`"${self}?limit=3"`);
      for (const query of ["?limit=50", "?a=1", ""]) {
        const text = await (await ask(path + query)).text();
        expect(text).toContain(`"${self}"`);
        expect(text).not.toContain(`${self}?`);
      }
    });

    it("is all that the query says: other parameters change nothing", async () => {
      for (const [query, same] of [
        ["?utm_source=reader", ""],
        ["?limit=50", ""],
        ["?a=1&limit=3&b=2", "?limit=3"],
      ] as const) {
        const [one, other] = await Promise.all([ask(path + query), ask(path + same)]);
        expect(header(one, "etag")).toBe(header(other, "etag"));
        expect(await one.text()).toBe(await other.text());
      }
    });
  });

  it("pages have no number of entries to ask for", async () => {
    const plain = await (await ask("/categories/cities")).text();
    for (const query of ["?limit=1", "?limit=abc"])
      expect(await (await ask(`/categories/cities${query}`)).text()).toBe(plain);
  });
}
