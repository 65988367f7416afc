import { describe, expect, it } from "vitest";
import type { IncomingArticle } from "../../src/store/stored-article.ts";
import { MAX_ATTEMPTS } from "../../src/transfer/http-client.ts";
import { openServiceOrigin, openServiceTarget, POSTED_ARTICLES, UnsupportedError } from "../../src/transfer/service.ts";
import { type Asked, all, hastyNet, stubServer } from "../support/services/import.ts";

const TOKEN = "a-secret-token";

const incoming = (slug: string, text = `Text of ${slug}`): IncomingArticle => ({
  slug,
  format: "wire",
  text,
});
const several = (count: number) => Array.from({ length: count }, (_, index) => incoming(`a-${index}`));

interface Line {
  readonly slug: string;
  readonly format: string;
  readonly source: string;
}

const linesOf = ({ body }: Asked) =>
  body
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

const answerTo = (lines: readonly Line[], answer: (line: Line, number: number) => object | undefined) => ({
  headers: { "content-type": "application/x-ndjson" },
  body: lines
    .flatMap((line, index) => {
      const reported = answer(line, index + 1);
      return reported === undefined ? [] : [`${JSON.stringify({ line: index + 1, slug: line.slug, ...reported })}\n`];
    })
    .join(""),
});

const CREATED = { status: 201, tag: "t", outcome: "created" };
const created = { kind: "created", findings: [] };

describe("a running service as a target", () => {
  it("takes articles in several requests, each with the token, and tells what came of each", async () => {
    const { address, requested } = await stubServer((each) =>
      answerTo(linesOf(each), ({ slug }) =>
        slug === "a-1"
          ? { status: 200, outcome: "same" }
          : slug === "a-2"
            ? { status: 200, outcome: "changed" }
            : CREATED,
      ),
    );
    const target = openServiceTarget(hastyNet(), `${address}/below/`, TOKEN);
    const deliveries = await target.put(several(POSTED_ARTICLES + 3));
    expect(deliveries.map(({ kind }) => kind)).toEqual(
      several(POSTED_ARTICLES + 3).map(({ slug }) => ({ "a-1": "same", "a-2": "changed" })[slug] ?? "created"),
    );
    expect(requested.map((each) => linesOf(each).length)).toEqual([POSTED_ARTICLES, 3]);
    expect(linesOf(requested[1] as Asked)[0]).toEqual({
      slug: `a-${POSTED_ARTICLES}`,
      format: "wire",
      source: `Text of a-${POSTED_ARTICLES}`,
    });
    for (const { method, path, headers } of requested) {
      expect([method, path]).toEqual(["POST", "/below/api/articles"]);
      expect(headers).toMatchObject({
        authorization: `Bearer ${TOKEN}`,
        "content-type": "application/x-ndjson",
      });
    }
  });

  it("tells faults and failures of a line, and takes the others", async () => {
    const fault = { line: 1, column: 11, code: "no-such-hour", message: "m", hint: "h", severity: "error" };
    const { address } = await stubServer((each) =>
      answerTo(
        linesOf(each),
        (_, number) =>
          [CREATED, { status: 422, detail: "d", faults: [fault] }, { status: 409, detail: "It is another's." }][
            number - 1
          ],
      ),
    );
    expect(await openServiceTarget(hastyNet(), address, TOKEN).put(several(3))).toEqual([
      created,
      { kind: "faulty", findings: [fault] },
      { kind: "failed", message: "It is another's." },
    ]);
  });

  it.each([
    [
      "an answer that breaks off",
      (lines: readonly Line[]) => {
        const whole = answerTo(lines, () => CREATED);
        return { ...whole, body: whole.body.slice(0, whole.body.length - 20) };
      },
    ],
    [
      "an answer that ends early",
      (lines: readonly Line[]) => answerTo(lines, (_, number) => (number < 3 ? CREATED : undefined)),
    ],
    [
      "lines that were too much for the moment",
      (lines: readonly Line[]) =>
        answerTo(lines, (_, number) => (number < 3 ? CREATED : { status: 503, detail: "Busy." })),
    ],
    ["a broken connection", () => undefined],
    ["a busy service", () => ({ status: 429, headers: { "retry-after": "1" } })],
  ])("sends again only what was not answered, after %s", async (_, first) => {
    let calls = 0;
    const { address, requested } = await stubServer((each) => {
      calls += 1;
      return calls === 1 ? first(linesOf(each)) : answerTo(linesOf(each), () => CREATED);
    });
    expect(await openServiceTarget(hastyNet(), address, TOKEN).put(several(4))).toEqual(several(4).map(() => created));
    expect(requested).toHaveLength(2);
    const again = linesOf(requested[1] as Asked).map(({ slug }) => slug);
    expect(["a-0", "a-1", "a-2", "a-3"].slice(-again.length)).toEqual(again);
  });

  it("gives up on a service that stays busy, and says what it said", async () => {
    const { address, requested } = await stubServer((each) =>
      answerTo(linesOf(each), () => ({ status: 503, detail: "The disk is full." })),
    );
    await expect(openServiceTarget(hastyNet(), address, TOKEN).put(several(2))).rejects.toThrow("The disk is full.");
    expect(requested).toHaveLength(MAX_ATTEMPTS);
  });

  it("sends less at a time where a request is too large, and leaves out what is too large alone", async () => {
    const { address } = await stubServer((each) => {
      const lines = linesOf(each);
      return lines.some(({ slug }) => slug === "a-2") || lines.length > 2
        ? { status: 413 }
        : answerTo(lines, () => CREATED);
    });
    const deliveries = await openServiceTarget(hastyNet(), address, TOKEN).put(several(5));
    expect(deliveries.map(({ kind }) => kind)).toEqual(["created", "created", "failed", "created", "created"]);
  });

  it.each([
    [401, { body: JSON.stringify({ status: 401, detail: "This needs a token." }) }, "answers 401: This needs a token."],
    [403, {}, "answers 403"],
    [404, { body: "<html>" }, "answers 404"],
    [301, { headers: { location: "https://elsewhere.example/" } }, "redirects to https://elsewhere.example/"],
  ])("stops at a %d, without showing the token", async (status, reply, message) => {
    const { address, requested } = await stubServer(() => ({ status, ...reply }));
    const failure = await openServiceTarget(hastyNet(), address, TOKEN).put(several(1)).then(String, String);
    expect(failure).toContain(message);
    expect(failure).not.toContain(TOKEN);
    expect(requested).toHaveLength(1);
  });

  it("takes no removals, and says so", async () => {
    const target = openServiceTarget(hastyNet(), "https://a.example", TOKEN);
    await target.note([], []);
    const removal = { slug: "a", published: new Date(0), removed: new Date(1), positions: [] };
    await expect(target.note([removal], [])).rejects.toThrow(UnsupportedError);
  });
});

describe("a running service as an origin", () => {
  const listed = (slug: string) => ({
    slug,
    format: "markdown",
    tag: `tag-${slug}`,
    modified: "2025-03-31T17:35:00.000Z",
    published: "2025-01-01T00:00:00.000Z",
  });

  it("gives every article of its list, page by page, with its very text", async () => {
    const { address, requested } = await stubServer(({ path }) => {
      if (path.startsWith("/api/articles?limit="))
        return {
          body: JSON.stringify({ articles: ["a", "ब"].map(listed), next: "/api/articles?cursor=x&limit=2" }),
        };
      if (path.startsWith("/api/articles?cursor=x"))
        return { body: JSON.stringify({ articles: [listed("c"), listed("gone")] }) };
      if (path.endsWith("/gone")) return { status: 404 };
      return { body: `# ${decodeURIComponent(path)}\r\n` };
    });
    const origin = openServiceOrigin(hastyNet(), address, TOKEN);
    expect(await origin.count()).toBe(4);
    expect(await all(origin.articles())).toEqual(
      ["a", "ब", "c"].map((slug) => ({
        slug,
        format: "markdown",
        tag: `tag-${slug}`,
        modified: new Date("2025-03-31T17:35:00Z"),
        text: `# /api/articles/${slug}\r\n`,
        positions: [],
      })),
    );
    expect(await all(origin.removals())).toEqual([]);
    for (const { headers } of requested) expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  it("never takes the token to another host", async () => {
    const { address, requested } = await stubServer(() => ({
      body: JSON.stringify({ articles: [], next: "https://elsewhere.example/api/articles" }),
    }));
    await expect(openServiceOrigin(hastyNet(), address, TOKEN).count()).rejects.toThrow("elsewhere.example");
    expect(requested).toHaveLength(1);
  });

  it("that answers with something else is named", async () => {
    const { address } = await stubServer(() => ({ body: "<html>" }));
    await expect(openServiceOrigin(hastyNet(), address, TOKEN).count()).rejects.toThrow("list of articles");
  });
});
