import { Agent, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forEachConcurrently } from "../../../src/lib/parallel.ts";
import { INJECTIONS, TRAVERSALS } from "../../support/fixtures/injections.ts";
import { LEAKS, TOKEN } from "../../support/services/publishing.ts";
import { articleText } from "../../support/stores/folder.ts";
import { amount, share } from "../../support/sweep.ts";
import type { Place } from "./place.ts";

/** A place, and what it may have written beside articles: the same at all times. */
export interface Watched extends Place {
  readonly outside: () => Promise<readonly string[]>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const TEXT = articleText("Nothing strange", "This is the text of the article.");
/** Requests that are made at the same time. */
const LANES = 8;
const RESIDENT = "resident";
const PATHS = share(TRAVERSALS, 12);
const TEXTS = share(INJECTIONS, 8);

/**
 * What a store comes to when whoever has the token names articles in ways that are meant to lead elsewhere or to mean
 * something to what is behind: refused, or taken for the plain text that it is.
 */
export function describeHostile(name: string, make: () => Promise<Watched>): void {
  describe(`hostile names on ${name}`, { timeout: 120_000 }, () => {
    const agent = new Agent({ keepAlive: true, maxSockets: LANES });
    let place: Watched;
    let before: readonly string[];
    let outside: readonly string[];

    /** Sends a path as it stands: `fetch` would take dots and backslashes out of it. */
    const send = (method: string, path: string, body?: string) =>
      new Promise<Answer>((resolve, reject) => {
        const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "text/plain" };
        const { hostname, port } = new URL(place.origin);
        const outgoing = request({ hostname, port, path, method, headers, agent }, async (incoming) => {
          const text = Buffer.concat(await incoming.toArray()).toString();
          resolve({ status: incoming.statusCode ?? 0, text });
        });
        outgoing.on("error", reject);
        outgoing.end(body);
      });
    const listed = async () => {
      const { articles } = JSON.parse((await send("GET", "/api/articles?limit=1000")).text) as {
        articles: { slug: string }[];
      };
      return articles.map(({ slug }) => slug);
    };
    const documents = async () => {
      const texts = [];
      for (const path of ["/rss.xml", "/feed.json", `/articles/${RESIDENT}`, `/api/articles/${RESIDENT}`])
        texts.push((await send("GET", path)).text);
      return [...texts, ...(await listed()), ...(await place.outside())];
    };

    beforeAll(async () => {
      place = await make();
      expect((await send("PUT", `/api/articles/${RESIDENT}`, TEXT)).status).toBe(201);
      before = await documents();
      outside = await place.outside();
    }, 60_000);
    afterAll(async () => {
      agent.destroy();
      await place?.close();
    });

    const unharmed = async () => expect(await documents()).toEqual(before);

    /**
     * Publishes under all of these names, looks at what was taken, and takes it away again.
     * @returns how many were taken
     */
    const attempt = async (segments: readonly string[]): Promise<number> => {
      const taken = new Map<string, string>();
      await each(segments, async (segment) => {
        const { status, text } = await send("PUT", `/api/articles/${segment}`, TEXT);
        expect(text, segment).not.toMatch(LEAKS);
        if (status === 200 || status === 201) {
          taken.set(segment, (JSON.parse(text) as { slug: string }).slug);
        } else {
          expect(status, segment).toBeGreaterThanOrEqual(400);
          expect(status, segment).toBeLessThan(500);
        }
      });
      const slugs = new Set(taken.values());
      expect((await listed()).toSorted()).toEqual([RESIDENT, ...slugs].sort());
      expect(await place.outside()).toEqual(outside);
      await each(segments, async (segment) => {
        const [page, source] = [`/articles/${segment}`, `/api/articles/${segment}`];
        const { status, text } = await send("GET", page);
        if (!taken.has(segment)) return expect([400, 404, 410], segment).toContain(status);
        expect(status, segment).toBe(200);
        expect(text, segment).toContain('<h1 dir="auto">Nothing strange</h1>');
        expect(await send("GET", source), segment).toEqual({ status: 200, text: TEXT });
      });
      const once = new Map(Array.from(taken, ([segment, slug]) => [slug, segment]));
      await each([...once.values()], async (segment) => {
        expect((await send("DELETE", `/api/articles/${segment}`)).status, segment).toBe(204);
      });
      return slugs.size;
    };

    it(`${PATHS.length} paths out of the folder, plain and escaped, lead nowhere`, async () => {
      // Escaped as a whole each is one name, and with a slash or a zero in it no name.
      const names = PATHS.filter((path) => /[/\\\0]/.test(path)).map(encoded);
      expect(await attempt(names)).toBe(0);
      const plain = [...new Set(PATHS.map(sendable))];
      expect(names.length + plain.length).toBeGreaterThan(amount(40, 500));
      await attempt(plain);
      await attempt(PATHS.map(encoded).filter((path) => !names.includes(path)));
      await unharmed();
    });

    it(`${TEXTS.length} texts that mean something to interpreters are names or refused`, async () => {
      const taken = await attempt(TEXTS.map(encoded));
      expect(taken).toBeGreaterThan(amount(3, 30));
      expect(taken).toBeLessThan(TEXTS.length);
      await unharmed();
    });

    it("as searches, cursors, conditions, categories and archive pages they find what they say or nothing", async () => {
      await each(TEXTS, async (text) => {
        const value = encoded(text);
        const found = await search(`/search/feed.json?q=${value}`);
        expect([200, 400], text).toContain(found.status);
        if (found.status === 200) {
          // No article has such words; who asks for none, or for those that lack one, gets all.
          const { items } = JSON.parse(found.text) as { items: { url: string }[] };
          const all = !/[\p{L}\p{N}]/u.test(text) || text.startsWith("-rf");
          const honest = all ? [`${place.origin}/articles/${RESIDENT}`] : [];
          expect(
            items.map(({ url }) => url),
            text,
          ).toEqual(honest);
        }
        for (const path of [
          `/categories/${value}/rss.xml`,
          `/authors/${value}`,
          `/archive/${value}/atom.xml`,
          `/api/articles?cursor=${value}`,
        ]) {
          const { status, text: reported } = await send("GET", path);
          expect([400, 404], path).toContain(status);
          expect(reported, path).not.toMatch(LEAKS);
        }
      });
      await unharmed();
    });

    /** Follows to the one address of a search. */
    const search = async (path: string): Promise<Answer> => {
      const response = await fetch(place.origin + path);
      return { status: response.status, text: await response.text() };
    };
  });
}

async function each<T>(items: readonly T[], action: (item: T) => Promise<unknown>): Promise<void> {
  await forEachConcurrently(items, LANES, async (item) => {
    await action(item);
  });
}

/** A text as it stands, but for what no request line may hold. */
function sendable(text: string): string {
  return text.replace(/[^\x21-\x7e]/gu, encoded);
}

/** A text in UTF-8, escaped; halves of surrogate pairs as what naive programs make of them. */
function encoded(text: string): string {
  return text.replace(/[\s\S]/gu, (character) => {
    if (character.isWellFormed()) return encodeURIComponent(character);
    const code = character.charCodeAt(0);
    const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
    return bytes.map((byte) => `%${byte.toString(16)}`).join("");
  });
}
