import { describe, expect, it } from "vitest";
import {
  createToken,
  formatTokens,
  MAX_TOKENS,
  ownerTokens,
  parseTokens,
  TOKEN_SCOPES,
  tokenDigest,
} from "../../src/http/access-tokens.ts";
import { NOW } from "../support/fixtures/content.ts";

const DESK = { name: "desk", scopes: ["publish"], digest: tokenDigest("a"), created: NOW.toISOString() };

describe("a token", () => {
  it("has 256 bits in base64url, and is kept as its SHA-256 only", () => {
    const made = Array.from({ length: 100 }, () => createToken("desk", ["publish"], NOW));
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(100);
    for (const { secret, token } of made) {
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(Buffer.from(secret, "base64url")).toHaveLength(32);
      expect(formatTokens([token])).not.toContain(secret);
      expect(token).toEqual({ name: "desk", scopes: ["publish"], digest: tokenDigest(secret), created: NOW });
    }
  });

  it("reads back as it was kept", () => {
    const { token } = createToken("news.desk-2_b", TOKEN_SCOPES, NOW);
    expect(parseTokens(formatTokens([token]))).toEqual({ tokens: [token] });
  });

  it("of the environment may do all; an empty one is none", () => {
    expect(ownerTokens("x")).toEqual([{ name: "PUBLISH_TOKEN", scopes: TOKEN_SCOPES, digest: tokenDigest("x") }]);
    expect([ownerTokens(""), ownerTokens(undefined)]).toEqual([[], []]);
  });
});

describe("a list of tokens is faulty, and the message repeats nothing of it,", () => {
  it.each([
    ["no JSON", '[{"name": "secret'],
    ["no list", { secret: DESK }],
    ["a name with a blank", [{ ...DESK, name: "my secret" }]],
    ["a name that begins with a hyphen", [{ ...DESK, name: "-secret" }]],
    ["a name of 65 characters", [{ ...DESK, name: "secret".padEnd(65, "x") }]],
    ["the name of the token of the environment", [{ ...DESK, name: "PUBLISH_TOKEN" }]],
    ["that name in small letters", [{ ...DESK, name: "publish_token" }]],
    ["no scope", [{ ...DESK, scopes: [] }]],
    ["an unknown scope", [{ ...DESK, scopes: ["secret"] }]],
    ["the token in the place of its digest", [{ ...DESK, digest: "secret" }]],
    ["a digest in capitals", [{ ...DESK, digest: DESK.digest.toUpperCase() }]],
    ["an unknown member", [{ ...DESK, secret: "x" }]],
    ["a time that is none", [{ ...DESK, created: "secret" }]],
    ["too many", new Array(MAX_TOKENS + 1).fill(DESK)],
  ])("with %s", (_, given) => {
    const reading = parseTokens(typeof given === "string" ? given : JSON.stringify(given));
    expect(reading).toEqual({ message: expect.stringMatching(/\S/) });
    expect(JSON.stringify(reading)).not.toContain("secret");
  });
});
