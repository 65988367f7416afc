import { describe, expect, it } from "vitest";
import { type AccessToken, createToken, ownerTokens, TOKEN_SCOPES } from "../../../src/http/access-tokens.ts";
import { NOW } from "../../support/fixtures/content.ts";
import { putting } from "../../support/fixtures/drafts.ts";
import { NDJSON_TYPE, problemOf, publishing, TOKEN, wireText } from "../../support/services/publishing.ts";

const desk = createToken("desk", ["publish"], NOW);
const others = TOKEN_SCOPES.filter((scope) => scope !== "publish");
const monitor = createToken("monitor", others, NOW);
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

/** The API while these tokens hold. */
const withTokens = (tokens: readonly AccessToken[]) => publishing({ tokens: async () => tokens });

const REQUESTS: readonly (readonly [method: string, path: string, body?: string])[] = [
  ["GET", "/api/articles"],
  ["HEAD", "/api/articles"],
  ["POST", "/api/articles", "{}\n"],
  ["GET", "/api/articles/ports"],
  ["PUT", "/api/articles/ports", wireText("Ports")],
  ["DELETE", "/api/articles/ports"],
  ["GET", "/api/schema.json"],
  ["GET", "/api/nothing"],
];

describe("a token with the scope publish", () => {
  it("publishes, lists, gives and removes, alone and beside the one that may do all", async () => {
    for (const tokens of [[desk.token], [...ownerTokens(TOKEN), monitor.token, desk.token]]) {
      const client = await withTokens(tokens);
      const ask = (method: string, path: string) => client.ask(method, path, { headers: bearer(desk.secret) });
      expect((await client.put("ports", wireText("Ports"), bearer(desk.secret))).status).toBe(201);
      expect((await ask("GET", "/api/articles")).status).toBe(200);
      expect((await ask("GET", "/api/articles/ports")).status).toBe(200);
      expect((await ask("DELETE", "/api/articles/ports")).status).toBe(204);
    }
  });

  it("is unknown without its last character, as its digest, and with the digest of another", async () => {
    const client = await withTokens([desk.token, monitor.token]);
    for (const wrong of [desk.secret.slice(0, -1), desk.token.digest, `${desk.secret}=`, "desk", ""])
      expect((await client.ask("GET", "/api/articles", { headers: bearer(wrong) })).status, wrong).toBe(401);
  });
});

describe("a token without the scope publish", () => {
  it("gets 403 at every address, with the scope that it lacks (RFC 6750, section 3.1)", async () => {
    const client = await withTokens([desk.token, monitor.token]);
    for (const [method, path, body] of REQUESTS) {
      const init = { headers: bearer(monitor.secret), ...(body === undefined ? {} : { body }) };
      const response = await client.ask(method, path, init);
      expect(response.status, `${method} ${path}`).toBe(403);
      expect(response.headers.get("www-authenticate")).toBe(
        'Bearer realm="harkara", error="insufficient_scope", scope="publish"',
      );
      if (method !== "HEAD")
        expect(await problemOf(response)).toMatchObject({
          type: "urn:problem-type:harkara:insufficient-scope",
          detail: expect.stringContaining("scope publish"),
        });
    }
    expect(client.articleWriter.stored.size + client.articleWriter.writes.length).toBe(0);
  });

  it("is no wrong one: 1,001 requests with it leave the limit as it was", async () => {
    const client = await withTokens([monitor.token]);
    for (let index = 0; index <= 1_000; index += 1)
      await client.ask("GET", "/api/articles", { headers: bearer(monitor.secret) });
    expect((await client.ask("GET", "/api/articles", { headers: bearer("x") })).status).toBe(401);
  });
});

describe("who wrote last", () => {
  it("is in the list and with an article: the name of the token, in no entity tag and in the log", async () => {
    const client = await withTokens([...ownerTokens(TOKEN), desk.token]);
    await client.put("a", wireText("A"), bearer(desk.secret));
    await client.put("b", wireText("B"));
    const lines = ["c", "d"].map((slug) => JSON.stringify({ slug, format: "wire", source: wireText(slug) }));
    await (
      await client.ask("POST", "/api/articles", {
        headers: { ...bearer(desk.secret), ...NDJSON_TYPE },
        body: lines.join("\n"),
      })
    ).text();
    const list = async () => {
      const { articles } = (await (await client.ask("GET", "/api/articles")).json()) as {
        articles: readonly { readonly slug: string; readonly writtenBy?: string; readonly tag: string }[];
      };
      return Object.fromEntries(articles.map(({ slug, writtenBy }) => [slug, writtenBy]));
    };
    expect(await list()).toEqual({ a: "desk", b: "PUBLISH_TOKEN", c: "desk", d: "desk" });
    const get = async (slug: string) => (await client.ask("GET", `/api/articles/${slug}`)).headers;
    expect((await get("b")).get("harkara-written-by")).toBe("PUBLISH_TOKEN");
    const before = await get("a");
    expect(before.get("harkara-written-by")).toBe("desk");
    await client.put("a", wireText("Another"));
    await client.put("a", wireText("A"));
    const after = await get("a");
    expect(after.get("harkara-written-by")).toBe("PUBLISH_TOKEN");
    expect(after.get("etag")).toBe(before.get("etag"));
    await client.ask("DELETE", "/api/articles/c", { headers: bearer(desk.secret) });
    for (const line of ["a created by desk", "b created by PUBLISH_TOKEN", "request by desk: 2", "c removed by desk"])
      expect(client.lines.join("\n")).toContain(line);
  });

  it("is left out where it is unknown", async () => {
    const client = await withTokens([desk.token]);
    await client.articleWriter.writeChanges([await putting("a")], NOW);
    expect(await (await client.ask("GET", "/api/articles", { headers: bearer(desk.secret) })).text()).not.toContain(
      "writtenBy",
    );
    const { headers } = await client.ask("GET", "/api/articles/a", { headers: bearer(desk.secret) });
    expect([...headers.keys()]).not.toContain("harkara-written-by");
  });
});

describe("the tokens that hold", () => {
  it("are asked for at each request: one that comes opens the API, one that goes is refused at once", async () => {
    let tokens: readonly AccessToken[] = [];
    const client = await publishing({ tokens: () => tokens });
    const list = async () => (await client.ask("GET", "/api/articles", { headers: bearer(desk.secret) })).status;
    expect(await list()).toBe(404);
    tokens = [desk.token, monitor.token];
    expect(await list()).toBe(200);
    tokens = [monitor.token];
    expect(await list()).toBe(401);
    tokens = [];
    expect(await list()).toBe(404);
  });
});
