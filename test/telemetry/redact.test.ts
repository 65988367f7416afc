import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  agentCleaner,
  createRedactor,
  MAX_AGENT_CHARACTERS,
  MAX_LOGGED_PATH_CHARACTERS,
  pathCleaner,
} from "../../src/telemetry/redact.ts";

// Properties take their time where much else goes on.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const TOKEN = "a-b.c_d~e+f/g==";

const cleanPath = pathCleaner(createRedactor(TOKEN));

describe("of a request's target only the path is kept", () => {
  it.each([
    ["/rss.xml", "/rss.xml"],
    ["/search?q=what+somebody+looked+for", "/search"],
    ["/search?token=a&b?c#d", "/search"],
    ["/rss.xml#part", "/rss.xml"],
    ["/?", "/"],
    ["/articles/%E0%A4%95?x", "/articles/%E0%A4%95"],
    ["http://user:pass@news.example/rss.xml?x", "/rss.xml"],
    ["http://user:pass@news.example", "/"],
    ["https://news.example?q=1", "/"],
    ["/http://user:pass@other.example/a", "/http://***@other.example/a"],
    ["//user:pass@other.example/a", "//***@other.example/a"],
    ["/a\u001b[31mb\nc\u2028d", "/a [31mb c d"],
    ["/\u202egnp.exe", "/ gnp.exe"],
    [`/${TOKEN}/${encodeURIComponent(TOKEN)}?${TOKEN}`, "/***/***"],
    ["*", "*"],
    ["", "/"],
  ])("%j → %j", (target, path) => {
    expect(cleanPath(target)).toBe(path);
  });

  it("cut, when it is longer than any address of ours", () => {
    expect(cleanPath(`/${"a".repeat(20_000)}?q`)).toBe(`/${"a".repeat(MAX_LOGGED_PATH_CHARACTERS - 1)}`);
    expect(cleanPath(`/${"\n".repeat(20_000)}`)).toHaveLength(2);
  });
});

describe("the secret is taken out however a client writes it", () => {
  const hide = createRedactor(TOKEN);
  const digits = (byte: number) => byte.toString(16).padStart(2, "0");
  const bytes = [...new TextEncoder().encode(TOKEN)];
  it.each([
    ["as it is", TOKEN],
    ["in references of capital letters", encodeURIComponent(TOKEN)],
    ["in references of small letters", encodeURIComponent(TOKEN).toLowerCase()],
    ["with references for every sign", bytes.map((byte) => `%${digits(byte)}`).join("")],
    ["with some of them", bytes.map((byte, at) => (at % 3 ? TOKEN[at] : `%${digits(byte)}`)).join("")],
    ["in references of references", encodeURIComponent(encodeURIComponent(TOKEN))],
  ])("%s", (_, written) => {
    expect(hide(`a ${written} b`)).toBe("a *** b");
    expect(cleanPath(`/x${written}/y`)).toBe("/x***/y");
  });

  it("where a character of it takes several bytes, ends a path, or has a meaning in a pattern", () => {
    for (const secret of ["हर(का)रा", "se?same#key", "a.*b", "$&", "100%"]) {
      const clean = pathCleaner(createRedactor(secret));
      for (const written of [secret, encodeURIComponent(secret), encodeURIComponent(secret).toLowerCase()])
        expect(clean(`/${written}/rest`), written).toBe("/***/rest");
    }
  });

  it("in a time that grows with the text and no faster", () => {
    const [secret, text] = ["a".repeat(200), `${"a".repeat(199)}b`.repeat(50) + "%25".repeat(3_000)];
    expect(createRedactor(secret)(text)).toBe(text);
  });

  it("and nothing else is", () => {
    for (const text of [TOKEN.slice(1), TOKEN.toUpperCase(), "a-bxc_d~e+f/g==", "%61-b.c_d~e+f/g="])
      expect(hide(text)).toBe(text);
  });
});

describe("a User-Agent is kept without what nobody is to see", () => {
  const clean = agentCleaner(createRedactor(TOKEN));
  it.each([
    ["curl/8.5.0", "curl/8.5.0"],
    [`Publisher/1.0 (${TOKEN})`, "Publisher/1.0 (***)"],
    [`${encodeURIComponent(TOKEN)} x`, "*** x"],
    ["x Bearer abc.def y", "x Bearer *** y"],
    ["x Basic dXNlcjpwYXNz", "x Basic ***"],
    ["x (token=abc; password: hunter2; api_key=9)", "x (token=***; password: ***; api_key=***)"],
    ["bot (+https://user:pass@other.example/bot)", "bot (+https://***@other.example/bot)"],
    ["a\r\nb\u0000\u0085c\u202ed", "a b c d"],
    ["", ""],
  ])("%j → %j", (agent, shown) => {
    expect(clean(agent)).toBe(shown);
  });

  it("cut, and the secret is taken out before that", () => {
    expect(clean("a".repeat(8_192))).toBe("a".repeat(MAX_AGENT_CHARACTERS));
    const across = `${"a".repeat(MAX_AGENT_CHARACTERS - 5)} ${TOKEN}`;
    expect(clean(across)).not.toContain(TOKEN.slice(0, 4));
  });
});

describe("a secret", () => {
  it("is taken out of any text, wherever and however often it stands there", () => {
    const hide = createRedactor(TOKEN);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(TOKEN, encodeURIComponent(TOKEN)))), (pieces) => {
        const hidden = hide(pieces.join("|"));
        expect(hidden).not.toContain(TOKEN);
        expect(hidden).not.toContain(encodeURIComponent(TOKEN));
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });

  it.each([undefined, ""])("that is %j changes nothing", (secret) => {
    expect(createRedactor(secret)("any text")).toBe("any text");
  });
});
