import { describe, expect, it } from "vitest";
import { ownerTokens } from "../../../src/http/access-tokens.ts";
import { createPublishApi } from "../../../src/publish/publish-api.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { appOf, contentOf, NOW, siteOf } from "../../support/fixtures/content.ts";
import { LEAKS, problemOf, publishing, TOKEN, untouchedBody, wireText } from "../../support/services/publishing.ts";

/** Ways to ask without the token. */
const WRONG: readonly (readonly [name: string, authorization: string | undefined])[] = [
  ["nothing", undefined],
  ["an empty field", ""],
  ["a scheme alone", "Bearer"],
  ["an empty token", "Bearer "],
  ["another token", "Bearer another"],
  ["the beginning of the token", `Bearer ${TOKEN.slice(0, -1)}`],
  ["the token and more", `Bearer ${TOKEN}x`],
  ["the token in capitals", `Bearer ${TOKEN.toUpperCase()}`],
  ["the token twice", `Bearer ${TOKEN}, Bearer ${TOKEN}`],
  ["the token alone", TOKEN],
  ["another scheme", `Basic ${btoa(`publisher:${TOKEN}`)}`],
  ["another scheme with the token", `Token ${TOKEN}`],
  ["a token of 8,000 characters", `Bearer ${"x".repeat(8_000)}`],
  ["a token in letters of other scripts", "Bearer \u00e9\u00ff"],
];

/** Requests that would be answered in different ways. */
const REQUESTS: readonly (readonly [method: string, path: string, body?: string])[] = [
  ["GET", "/api/articles"],
  ["GET", "/api"],
  ["GET", "/api/schema.json"],
  ["GET", "/api/nothing/here"],
  ["GET", "/api/articles/%2e%2e%2fsite"],
  ["PUT", "/api/articles/ports", wireText("Ports")],
  ["PUT", "/api/articles/ports", "nonsense"],
  ["POST", "/api/articles", "{}\n"],
  ["DELETE", "/api/articles/ports"],
  ["PATCH", "/api/articles/ports"],
  ["OPTIONS", "/api/articles"],
];

async function whole(response: Response) {
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

describe("without the token", () => {
  it("every request gets the same answer, byte for byte", async () => {
    const client = await publishing();
    const first = await whole(await client.api.request("/api/articles"));
    expect(first.status).toBe(401);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "www-authenticate": expect.stringMatching(/^Bearer /),
      "cache-control": "no-store",
    });
    for (const [method, path, body] of REQUESTS) {
      for (const [name, authorization] of WRONG) {
        const headers = authorization === undefined ? {} : { authorization };
        const response = await client.api.request(path, { method, headers, ...(body ? { body } : {}) });
        expect(await whole(response), `${method} ${path} with ${name}`).toEqual(first);
      }
    }
    expect(client.articleWriter.stored.size + client.articleWriter.writes.length).toBe(0);
  });

  it("looks at nothing of a body", async () => {
    const client = await publishing();
    const { body, pulled } = untouchedBody();
    const response = await client.ask("PUT", "/api/articles/a", {
      headers: { authorization: "Bearer x" },
      body,
    });
    expect(response.status).toBe(401);
    expect(pulled).not.toHaveBeenCalled();
  });

  it("1,000 times gets 401 and then 429, while the right token is let in all the time", async () => {
    const client = await publishing();
    const wrong = (token: string) => client.ask("GET", "/api/articles", { headers: { authorization: token } });
    const answers = new Set<string>();
    for (let index = 0; index < 1_000; index += 1) {
      answers.add(JSON.stringify(await whole(await wrong(`Bearer wrong-${index}`))));
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^{"status":401/);
    client.now = new Date(NOW.getTime() + 100_500);
    const refused = await wrong("Bearer wrong-1000");
    expect(refused.headers.get("retry-after")).toBe("500");
    expect((await problemOf(refused)).status).toBe(429);
    expect(await whole(await wrong(""))).toEqual(await whole(await wrong("Bearer more")));
    expect((await client.ask("GET", "/api/articles")).status).toBe(200);
    expect((await client.put("ports", wireText("Ports"))).status).toBe(201);
    client.now = new Date(NOW.getTime() + 599_999);
    expect((await wrong("Bearer x")).headers.get("retry-after")).toBe("1");
    client.now = new Date(NOW.getTime() + 600_000);
    expect((await wrong("Bearer x")).status).toBe(401);
  });

  it("forgets wrong tokens after the window, and when the clock goes back", async () => {
    const client = await publishing();
    const wrong = async () => (await client.ask("GET", "/api", { headers: { authorization: "x" } })).status;
    for (let index = 0; index < 1_001; index += 1) await wrong();
    expect(await wrong()).toBe(429);
    client.now = new Date(NOW.getTime() - 1);
    expect(await wrong()).toBe(401);
  });
});

describe("with the token", () => {
  it.each(["Bearer", "bearer", "BEARER", "bEaReR", "Bearer   "])("the scheme may be %j", async (scheme) => {
    const client = await publishing();
    const headers = { authorization: `${scheme} ${TOKEN}` };
    expect((await client.ask("GET", "/api/articles", { headers })).status).toBe(200);
  });

  it("the token stands neither in the log nor in any answer", async () => {
    const client = await publishing();
    const texts: string[] = [];
    for (const [method, path, body] of REQUESTS) {
      for (const token of [TOKEN, `${TOKEN}x`]) {
        const response = await client.ask(method, path, {
          headers: { authorization: `Bearer ${token}` },
          ...(body ? { body } : {}),
        });
        texts.push(JSON.stringify(await whole(response)));
      }
    }
    client.articleWriter.before = () => {
      throw new Error("down");
    };
    texts.push(JSON.stringify(await whole(await client.put("ports", wireText("Ports")))));
    expect(client.lines.join("\n")).toContain("down");
    for (const text of [...texts, ...client.lines]) expect(text).not.toContain(TOKEN);
    for (const text of texts) expect(text).not.toMatch(LEAKS);
  });

  it("no answer may be kept, and none may be read by other sites' pages", async () => {
    const client = await publishing();
    for (const [method, path, body] of REQUESTS) {
      const headers = { origin: "https://evil.example", "content-type": "text/plain" };
      const response = await client.ask(method, path, { headers, ...(body ? { body } : {}) });
      expect(response.headers.get("cache-control"), path).toBe("no-store");
      expect(response.headers.get("x-content-type-options"), path).toBe("nosniff");
      const cors = [...response.headers.keys()].filter((name) => name.startsWith("access-control-"));
      expect(cors, path).toEqual([]);
    }
  });
});

describe("mounted into the app", () => {
  const appWith = async (token: string | undefined, address = "https://news.example") => {
    const content = await contentOf({}, await siteOf({ address }));
    const app = appOf(content);
    const parts = {
      content: () => content,
      now: () => NOW,
      log: createLog("silent", () => {}),
      onPublished: () => {},
    };
    return app.route("/", createPublishApi({ ...parts, tokens: () => ownerTokens(token) }));
  };

  it.each([undefined, ""])("with %j for a token its addresses are as unknown as any other", async (token) => {
    const app = await appWith(token);
    for (const [method, path, body] of REQUESTS) {
      const init = { method, headers: { authorization: `Bearer ${TOKEN}` }, ...(body ? { body } : {}) };
      const unknown = await app.request(path.replace("/api", "/ipa"), init);
      expect(unknown.status).toBe(404);
      expect(await whole(await app.request(path, init)), path).toEqual(await whole(unknown));
    }
  });

  it("stands below the path of the site's address", async () => {
    const app = await appWith(TOKEN, "https://news.example/daily");
    const status = async (path: string) => (await app.request(path)).status;
    expect(await status("/daily/api/articles")).toBe(401);
    expect(await status("/daily/api")).toBe(401);
    expect(await status("/api/articles")).toBe(404);
    expect(await status("/daily/apis")).toBe(404);
  });
});
