import { describe, expect, it } from "vitest";
import { createToken, ownerTokens } from "../../../src/http/access-tokens.ts";
import { createPublishApi } from "../../../src/publish/publish-api.ts";
import { STATUS_PATHS } from "../../../src/routes/status/status-routes.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { contentOf, NOW, siteOf } from "../../support/fixtures/content.ts";
import { BEARER, STATUS_TOKEN, watched } from "../../support/services/status.ts";

const basic = (pair: string) => `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
const LOCAL_SITE = { address: "http://localhost:8787" };

/** Values of `Authorization` with which a request is let in. */
const RIGHT: readonly (readonly [name: string, value: string])[] = [
  ["a bearer token", `Bearer ${STATUS_TOKEN}`],
  ["a bearer token, the scheme in small letters", `bearer ${STATUS_TOKEN}`],
  ["a password", basic(`editor:${STATUS_TOKEN}`)],
  ["a password without a user's name", basic(`:${STATUS_TOKEN}`)],
  ["a password with a user's name of another script", basic(`हरकारा:${STATUS_TOKEN}`)],
  ["a password, the scheme in capitals", basic(`editor:${STATUS_TOKEN}`).replace("Basic", "BASIC")],
];

/** Values with which none is. */
const WRONG: readonly (readonly [name: string, value: string])[] = [
  ["an empty field", ""],
  ["another token", "Bearer another"],
  ["the beginning of the token", `Bearer ${STATUS_TOKEN.slice(0, -1)}`],
  ["the token and more", `Bearer ${STATUS_TOKEN}x`],
  ["the token alone", STATUS_TOKEN],
  ["the token under another scheme", `Token ${STATUS_TOKEN}`],
  ["the token twice", `Bearer ${STATUS_TOKEN}, Bearer ${STATUS_TOKEN}`],
  ["another password", basic("editor:another")],
  ["an empty password", basic("editor:")],
  ["the token as the user's name", basic(`${STATUS_TOKEN}:`)],
  ["the token without a colon", basic(STATUS_TOKEN)],
  ["the token behind another colon", basic(`editor:x:${STATUS_TOKEN}`)],
  ["a password that is no base64", `Basic editor:${STATUS_TOKEN}`],
  ["a password that is no UTF-8", `Basic ${Buffer.from([0xff, 0x3a, 0x78]).toString("base64")}`],
  ["Basic alone", "Basic"],
];

describe.each(STATUS_PATHS)("%s", (path) => {
  it.each(RIGHT)("is shown for %s", async (_, authorization) => {
    const { get } = await watched();
    expect((await get(path, { authorization })).status).toBe(200);
  });

  it.each(WRONG)("is not shown for %s, and both ways to show the token are named", async (_, authorization) => {
    const { get, lines } = await watched();
    const response = await get(path, { authorization });
    expect(response.status).toBe(401);
    const challenges = response.headers.get("www-authenticate");
    expect(challenges).toBe('Basic realm="Harkara", charset="UTF-8", Bearer realm="Harkara"');
    expect((await response.text()) + lines.join()).not.toContain(STATUS_TOKEN);
  });

  it("is not shown for a token in the query, in a cookie or in another header", async () => {
    const { get } = await watched();
    expect((await get(`${path}?token=${STATUS_TOKEN}&access_token=${STATUS_TOKEN}`, {})).status).toBe(401);
    const others = { cookie: `token=${STATUS_TOKEN}`, "x-token": STATUS_TOKEN };
    expect((await get(path, others)).status).toBe(401);
  });

  it("is as unknown as any other address where there is no token, whatever is shown", async () => {
    for (const token of [undefined, ""]) {
      const { app } = await watched({ tokens: () => ownerTokens(token) });
      for (const method of ["GET", "HEAD", "OPTIONS", "POST", "DELETE"]) {
        for (const headers of [{}, BEARER, { authorization: "Bearer " }, { authorization: basic("a:") }]) {
          const [found, unknown] = await Promise.all(
            [path, "/nothing"].map(async (requested) => {
              const response = await app.request(requested, { method, headers });
              return { status: response.status, headers: [...response.headers], body: await response.text() };
            }),
          );
          expect(found?.status).toBe(404);
          expect(found).toEqual(unknown);
        }
      }
    }
  });

  it("is open only to the machine itself, and only while the site's own address is one of loopback", async () => {
    const addresses: readonly (readonly [address: string, open: boolean])[] = [
      ["http://localhost:8787", true],
      ["http://127.0.0.1", true],
      ["http://[::1]:8787", true],
      ["http://localhost/blog", true],
      ["https://news.example", false],
      ["http://localhost.example", false],
      ["http://127.0.0.1.example", false],
      ["http://192.168.1.5:8787", false],
    ];
    for (const [address, open] of addresses) {
      const own = address.endsWith("/blog") ? `/blog${path}` : path;
      for (const token of [undefined, STATUS_TOKEN]) {
        const { get } = await watched({ tokens: () => ownerTokens(token) }, { address });
        const shut = token === undefined ? 404 : 401;
        expect((await get(own, {}, true)).status, address).toBe(open ? 200 : shut);
        expect((await get(own, {})).status, address).toBe(shut);
      }
    }
  });

  it("is kept by nobody, found by no search engine, and read or framed by no other site", async () => {
    const { app } = await watched();
    for (const headers of [BEARER, {}, { authorization: "Bearer x" }, { accept: "text/html" }]) {
      for (const method of ["GET", "HEAD", "OPTIONS", "POST"]) {
        const init = { method, headers: { ...headers, origin: "https://evil.example" } };
        const response = await app.request(path, init);
        const all = Object.fromEntries(response.headers);
        expect(all).toMatchObject({
          "cache-control": "private, no-store",
          "x-robots-tag": "noindex",
          "x-content-type-options": "nosniff",
          "cross-origin-resource-policy": "same-origin",
          "content-security-policy": expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/),
        });
        const shared = Object.keys(all).filter((name) => /^(?:access-control|cdn-|cache-tag|etag)/.test(name));
        expect(shared).toEqual([]);
      }
    }
  });

  it("can only be read", async () => {
    const { app } = await watched();
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
      const response = await app.request(path, { method, headers: BEARER });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
    const head = await app.request(path, { method: "HEAD", headers: BEARER });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("stands below the path of the site's address, and nowhere else", async () => {
    const { get } = await watched({}, { address: "https://news.example/daily" });
    expect((await get(`/daily${path}`)).status).toBe(200);
    for (const other of [path, `/daily${path}/`, `/daily/x${path}`]) expect((await get(other)).status).toBe(404);
  });
});

describe("a token with scopes", () => {
  const monitor = createToken("monitor", ["status"], NOW);
  const desk = createToken("desk", ["publish", "media", "hub"], NOW);
  const having = () => watched({ tokens: async () => [desk.token, monitor.token] });

  it.each(STATUS_PATHS)("sees %s with the scope status, as bearer and as password", async (path) => {
    const { get } = await having();
    for (const authorization of [`Bearer ${monitor.secret}`, basic(`editor:${monitor.secret}`)])
      expect((await get(path, { authorization })).status).toBe(200);
  });

  it.each(STATUS_PATHS)("without it gets 403 at %s, and a browser is asked for another password", async (path) => {
    const { get } = await having();
    const response = await get(path, { authorization: `Bearer ${desk.secret}` });
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toBe(
      'Bearer realm="Harkara", error="insufficient_scope", scope="status"',
    );
    expect(await response.json()).toMatchObject({ type: "urn:problem-type:harkara:insufficient-scope" });
    const browser = await get(path, { authorization: basic(`editor:${desk.secret}`) });
    expect([browser.status, browser.headers.get("www-authenticate")]).toEqual([401, expect.stringContaining("Basic")]);
  });
});

describe("wrong tokens", () => {
  it("get 429 after 1,000 in ten minutes, while the right one is let in and a browser is asked for it", async () => {
    const { get, ...own } = await watched();
    const wrong = (index: number) => get(index % 2 ? "/status" : "/metrics", { authorization: `Bearer ${index}` });
    for (let index = 0; index < 1_000; index += 1) expect((await wrong(index)).status).toBe(401);
    const refused = await wrong(1_000);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "600"]);
    expect(refused.headers.get("www-authenticate")).toContain("Bearer");
    for (const [, authorization] of RIGHT) expect((await get("/status", { authorization })).status).toBe(200);
    // A browser asks for another password only after 401.
    for (const headers of [{}, { authorization: basic("editor:of-last-year") }]) {
      const requested = await get("/status", headers);
      expect(requested.status).toBe(401);
      expect(requested.headers.get("www-authenticate")).toContain("Basic");
    }
    expect(own.lines.filter((line) => line.includes("right token"))).toHaveLength(1);
  });

  it("are not counted where there are none: 2,000 requests without one leave the limit as it was", async () => {
    const { get } = await watched();
    for (let index = 0; index < 2_000; index += 1) await get("/metrics", {});
    expect((await get("/metrics", { authorization: "Bearer x" })).status).toBe(401);
  });

  it("are told in a browser by a page, elsewhere as a problem (RFC 9457)", async () => {
    const { get } = await watched();
    const page = await get("/status", { accept: "text/html,application/xhtml+xml,*/*;q=0.8" });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain("with any user name");
    const problem = await get("/status", { accept: "*/*" });
    expect(problem.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await problem.json()).toMatchObject({ status: 401, title: "Unauthorized" });
  });
});

describe("the password that a browser remembers", () => {
  it("changes nothing: the publishing API takes it not, as other sites' pages could have it sent along", async () => {
    const content = await contentOf({}, await siteOf(LOCAL_SITE));
    const log = createLog("silent", () => {});
    const api = createPublishApi({
      content: () => content,
      tokens: () => ownerTokens(STATUS_TOKEN),
      now: () => NOW,
      log,
      onPublished() {},
    });
    for (const [method, path] of [
      ["POST", "/api/articles"],
      ["PUT", "/api/articles/a"],
      ["DELETE", "/api/articles/a"],
    ] as const) {
      const headers = { authorization: basic(`editor:${STATUS_TOKEN}`) };
      expect((await api.request(path, { method, headers })).status).toBe(401);
    }
  });
});
