import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { NOW } from "../support/fixtures/content.ts";
import { type Publishing, problemOf, publishing, wireText } from "../support/services/publishing.ts";

const PATH = "/api/articles/ports";
const [FIRST, SECOND] = [wireText("First"), wireText("Second")];

let client: Publishing;
beforeEach(async () => {
  client = await publishing();
});

const store = async () => (await client.put("ports", FIRST)).headers.get("etag") ?? "";

/** What is sent, the article being there or not, and whether a change is then made; `%` stands for its own tag. */
const MATRIX: readonly (readonly [fields: Readonly<Record<string, string>>, there: boolean, absent: boolean])[] = [
  [{}, true, true],
  [{ "if-match": "*" }, true, false],
  [{ "if-match": "%" }, true, false],
  [{ "if-match": '"other"' }, false, false],
  [{ "if-match": '"other", %' }, true, false],
  [{ "if-match": ', "other" ,, %,' }, true, false],
  [{ "if-match": "W/%" }, false, false],
  [{ "if-match": 'W/%, "other"' }, false, false],
  [{ "if-match": '""' }, false, false],
  [{ "if-none-match": "*" }, false, true],
  [{ "if-none-match": "%" }, false, true],
  [{ "if-none-match": "W/%" }, false, true],
  [{ "if-none-match": '"other"' }, true, true],
  [{ "if-none-match": '"other", %' }, false, true],
  [{ "if-none-match": '""' }, true, true],
  [{ "if-match": "%", "if-none-match": '"other"' }, true, false],
  [{ "if-match": "%", "if-none-match": "%" }, false, false],
  [{ "if-match": "*", "if-none-match": "*" }, false, false],
  [{ "if-unmodified-since": NOW.toUTCString() }, true, true],
  [{ "if-unmodified-since": new Date(NOW.getTime() - 1000).toUTCString() }, false, true],
  [{ "if-unmodified-since": "yesterday" }, true, true],
  [{ "if-unmodified-since": new Date(0).toUTCString(), "if-match": "%" }, true, false],
];

const filled = (fields: Readonly<Record<string, string>>, tag: string) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.replaceAll("%", tag)]));

describe.each(MATRIX)("under %j", (fields, whenThere, whenAbsent) => {
  it(`an article that is there ${whenThere ? "is" : "is not"} exchanged`, async () => {
    const headers = filled(fields, await store());
    const response = await client.put("ports", SECOND, headers);
    expect(response.status).toBe(whenThere ? 200 : 412);
    if (!whenThere) expect((await problemOf(response)).detail).toMatch(/Get it again/);
    expect(client.articleWriter.stored.get("ports")?.text).toBe(whenThere ? SECOND : FIRST);
    expect(client.reported).toHaveLength(whenThere ? 2 : 1);
  });

  it(`an article that is there ${whenThere ? "is" : "is not"} taken away`, async () => {
    const headers = filled(fields, await store());
    expect((await client.ask("DELETE", PATH, { headers })).status).toBe(whenThere ? 204 : 412);
    expect(client.articleWriter.stored.has("ports")).toBe(!whenThere);
  });

  it(`an article that is not there ${whenAbsent ? "is" : "is not"} published`, async () => {
    const headers = filled(fields, '"some"');
    expect((await client.put("ports", SECOND, headers)).status).toBe(whenAbsent ? 201 : 412);
    expect(client.articleWriter.stored.has("ports")).toBe(whenAbsent);
  });

  it("an article that is not there cannot be taken away", async () => {
    const headers = filled(fields, '"some"');
    expect((await client.ask("DELETE", PATH, { headers })).status).toBe(whenAbsent ? 404 : 412);
  });
});

describe("fields that cannot be read", () => {
  it.each(["abc", "", '"abc', 'abc"', '"a" "b"', "'abc'", 'w/"abc"', '*, "abc"', '"a b"', '"a", b'])(
    "%j changes nothing",
    async (value) => {
      await store();
      for (const name of ["if-match", "if-none-match"]) {
        for (const method of ["PUT", "DELETE"]) {
          const headers = { "content-type": "text/plain", [name]: value };
          const body = method === "PUT" ? { body: SECOND } : {};
          expect((await problemOf(await client.ask(method, PATH, { headers, ...body }))).status).toBe(400);
        }
      }
      expect(client.articleWriter.stored.get("ports")?.text).toBe(FIRST);
    },
  );
});

describe("reading", () => {
  it.each([
    [{ "if-none-match": "%" }, 304],
    [{ "if-none-match": "W/%" }, 304],
    [{ "if-none-match": "*" }, 304],
    [{ "if-none-match": '"other", %' }, 304],
    [{ "if-none-match": '"other"' }, 200],
    [{ "if-none-match": "nonsense" }, 200],
    [{ "if-none-match": '""' }, 200],
    // It was stored this second: its date is weak.
    [{ "if-modified-since": NOW.toUTCString() }, 200],
    [{ "if-modified-since": new Date(NOW.getTime() - 1000).toUTCString() }, 200],
    [{ "if-modified-since": NOW.toUTCString(), "if-none-match": '"other"' }, 200],
    [{ "if-match": "%" }, 200],
    [{ "if-match": '"other"' }, 412],
    [{ "if-unmodified-since": new Date(0).toUTCString() }, 412],
  ])("under %j comes to %i", async (fields, status) => {
    const tag = await store();
    for (const method of ["GET", "HEAD"]) {
      const response = await client.ask(method, PATH, { headers: filled(fields, tag) });
      expect(response.status).toBe(status);
      if (status !== 412) expect(response.headers.get("etag")).toBe(tag);
      const text = await response.text();
      if (status === 200 && method === "GET") expect(text).toBe(FIRST);
      else if (status === 304 || method === "HEAD") expect(text).toBe("");
      else expect(JSON.parse(text)).toMatchObject({ status: 412 });
    }
  });

  it("finds nothing to hold a condition against where there is no article", async () => {
    expect((await client.ask("GET", PATH, { headers: { "if-none-match": "*" } })).status).toBe(404);
  });
});

describe("changes at the same time", () => {
  it("of a hundred that expect the same text, just one is made", async () => {
    const tag = await store();
    const texts = Array.from({ length: 100 }, (_, index) => wireText(`Edit ${index}`));
    const statuses = await Promise.all(
      texts.map(async (text) => (await client.put("ports", text, { "if-match": tag })).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(99);
  });

  it("are seen between the look and the change", async () => {
    await store();
    let edits = 0;
    client.articleWriter.before = async (operation) => {
      if (operation !== "write" || edits > 0) return;
      edits += 1;
      await client.put("ports", wireText("Another desk was quicker"));
    };
    const response = await client.put("ports", SECOND, { "if-none-match": '"other"' });
    expect(response.status).toBe(200);
    expect(client.articleWriter.stored.get("ports")?.text).toBe(SECOND);
  });

  it("that never stop end in a conflict", async () => {
    await store();
    let [edits, inside] = [0, false];
    client.articleWriter.before = async (operation) => {
      if (operation !== "write" || inside) return;
      inside = true;
      await client.put("ports", wireText(`Edit ${edits++}`));
      inside = false;
    };
    const response = await client.put("ports", SECOND, { "if-none-match": '"other"' });
    expect((await problemOf(response)).status).toBe(409);
    expect(edits).toBe(5);
    expect(client.articleWriter.stored.get("ports")?.text).toBe(wireText("Edit 4"));
  });

  it("keep their order whatever their number: who holds the last tag can go on", async () => {
    const edit = fc.record({ text: fc.integer({ min: 0, max: 3 }), stale: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 8 }), async (edits) => {
        const own = await publishing();
        let tag = (await own.put("ports", FIRST)).headers.get("etag") ?? "";
        for (const { text, stale } of edits) {
          const before = own.articleWriter.stored.get("ports");
          const headers = { "if-match": stale ? '"stale"' : tag };
          const response = await own.put("ports", wireText(`Edit ${text}`), headers);
          expect(response.status).toBe(stale ? 412 : 200);
          if (stale) expect(own.articleWriter.stored.get("ports")).toEqual(before);
          else tag = response.headers.get("etag") ?? "";
        }
      }),
      { seed: 9110, numRuns: 50 },
    );
  });
});
