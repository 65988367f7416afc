import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { createToken, formatTokens } from "../../../src/http/access-tokens.ts";
import { FORMATS } from "../../../src/lib/feed-format.ts";
import { feedPath } from "../../../src/site/urls.ts";
import { linesOf, NDJSON_TYPE, problemOf, TOKEN, wireText } from "../../support/services/publishing.ts";
import { bindings, entryFor, sampleLines } from "../../support/services/worker.ts";
import { emptyD1 } from "../../support/stores/d1.ts";
import { ARTICLES, type Ask } from "../suite/ask.ts";
import { suite } from "../suite.ts";

/** The Worker as it is deployed, with one set of bindings for all that it is asked. */
function deployed(given: ReturnType<typeof bindings>): Ask {
  return async (path, { host = "worker.example", ...init } = {}) =>
    entryFor(given).fetch(new Request(`http://${host}${path}`, { redirect: "manual", ...init }), given);
}

const overDatabase = deployed(bindings());
const overBundle = deployed({ PUBLISH_TOKEN: TOKEN });
const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

beforeAll(async () => {
  await emptyD1();
  const answers = await linesOf(
    await overDatabase("/api/articles", {
      method: "POST",
      headers: { ...AUTHORIZED, ...NDJSON_TYPE },
      body: sampleLines(),
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(new Array(ARTICLES).fill(201));
  // Dates of what was just published are weak validators.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
});

afterAll(() => vi.useRealTimers());

suite("workerd, over the sample content in D1", overDatabase);

describe("the content of the bundle and the same in D1", () => {
  it("come to the same bytes and validators in every feed, page and archive page", async () => {
    const paths = await everyPath();
    expect(paths.length).toBeGreaterThan(200);
    for (const path of paths) {
      const [bundled, stored] = await Promise.all([overBundle(path), overDatabase(path)]);
      expect([bundled.status, stored.status], path).toEqual([200, 200]);
      for (const name of ["etag", "content-type", "cache-control", "cache-tag", "link"])
        if (!(name === "etag" && !isFeed(path)))
          expect(stored.headers.get(name), `${name} of ${path}`).toBe(bundled.headers.get(name));
      expect(await stored.text(), path).toBe(await bundled.text());
    }
  });

  it("the sources that were handed in are given back as they were, but for a byte order mark", async () => {
    for (const [slug, text] of Object.entries(inject("samples"))) {
      const path = `/api/articles/${encodeURIComponent(slug)}`;
      expect(await (await overDatabase(path, { headers: AUTHORIZED })).text(), slug).toBe(text.replace(/^\ufeff/, ""));
    }
  });
});

describe("publishing to a Worker", () => {
  const put = (headers: Record<string, string>) => ({
    method: "PUT",
    headers: { "content-type": "text/plain", ...headers },
    body: wireText("Ports"),
  });

  it("that serves its bundle is refused, and says what to do", async () => {
    const before = await (await overBundle("/feed.json")).text();
    const [method, paths] = ["DELETE", ["/api/articles/ports", "/api/articles/ferry-dog-gets-season-ticket"]];
    for (const path of paths) {
      for (const question of [put(AUTHORIZED), { method, headers: AUTHORIZED }, { headers: AUTHORIZED }]) {
        const problem = await problemOf(await overBundle(path, question));
        expect(problem).toMatchObject({ status: 403, detail: expect.stringContaining("bind a database") });
      }
    }
    expect(await (await overBundle("/feed.json")).text()).toBe(before);
  });

  it.each([
    ["its bundle", {}],
    ["its bundle, the token empty", { PUBLISH_TOKEN: "" }],
    ["a database", { DB: bindings().DB }],
  ])("that serves %s and has no token finds nothing at any address of the API", async (_, given) => {
    const ask = deployed(given as ReturnType<typeof bindings>);
    const nothing = await (await ask("/nothing")).text();
    for (const path of ["/api/articles", "/api/articles/ports", "/api/schema.json", "/api"]) {
      for (const question of [put(AUTHORIZED), { headers: AUTHORIZED }, {}]) {
        const response = await ask(path, question);
        expect([response.status, await response.text()], path).toEqual([404, nothing]);
      }
    }
  });

  it("with a wrong token or none changes nothing", async () => {
    for (const headers of [{}, { authorization: "Bearer wrong" }]) {
      expect((await overDatabase("/api/articles/ports", put(headers))).status).toBe(401);
    }
    expect((await overDatabase("/articles/ports")).status).toBe(404);
  });
});

describe("the tokens of the variable TOKENS", () => {
  const desk = createToken("desk", ["publish"], new Date());
  const monitor = createToken("monitor", ["status"], new Date());
  const statusesOf = async (given: ReturnType<typeof bindings>, secret: string) => {
    const headers = { authorization: `Bearer ${secret}` };
    const ask = deployed(given);
    return [(await ask("/api/articles", { headers })).status, (await ask("/metrics", { headers })).status];
  };

  it("hold with their scopes, beside the one that may do all and without it", async () => {
    const TOKENS = formatTokens([desk.token, monitor.token]);
    for (const given of [bindings({ TOKENS }), { DB: bindings().DB, TOKENS } as ReturnType<typeof bindings>]) {
      expect(await statusesOf(given, desk.secret)).toEqual([200, 403]);
      expect(await statusesOf(given, monitor.secret)).toEqual([403, 200]);
      expect(await statusesOf(given, "wrong")).toEqual([401, 401]);
    }
  });

  it("are none where it is not understood: only the one that may do all holds", async () => {
    const given = bindings({ TOKENS: `[{"name": "${desk.secret}"` });
    const logged = vi.spyOn(console, "log");
    expect(await statusesOf(given, TOKEN)).toEqual([200, 200]);
    expect(await statusesOf(given, desk.secret)).toEqual([401, 401]);
    const lines = logged.mock.calls.map(String);
    logged.mockRestore();
    expect(lines.filter((line) => line.includes("TOKENS is not understood"))).toHaveLength(1);
    expect(lines.join()).not.toContain(desk.secret);
  });
});

function isFeed(path: string): boolean {
  return /\.(?:xml|json)(?:\?|$)/.test(path);
}

/** Feeds of every scope in each format, their archives, their pages, all articles, and some searches. */
async function everyPath(): Promise<readonly string[]> {
  const list = await (await overBundle("/opml.xml")).text();
  const pages = [...list.matchAll(/htmlUrl="http:\/\/localhost:8787(\/(?:categories|authors)\/[^"]+)"/g)].map(
    ([, path = ""]) => path,
  );
  const scopes = ["", ...new Set(pages)];
  const others = ["/", "/search", "/opensearch.xml", "/feeds", "/feeds?page=2", "/?to=20", "/style.css", "/robots.txt"];
  const documents = FORMATS.map((format) => feedPath({ kind: "all" }, format));
  const feeds = scopes.flatMap((scope) => documents.flatMap((name) => [`${scope}${name}`, `${scope}${name}?limit=2`]));
  const archivePages = documents.flatMap((name) => [`/archive/1${name}`, `/archive/1${name}?to=7`]);
  const searches = documents.flatMap((name) => [`/search${name}?q=dog`, `/search${name}?q=ferry`]);
  const articles = Object.keys(inject("samples")).map((slug) => `/articles/${encodeURIComponent(slug)}`);
  const forPeople = scopes.map((scope) => `${scope}/subscribe`);
  return [...others, ...pages, ...forPeople, ...feeds, ...archivePages, ...searches, ...articles];
}
