import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { digest } from "../../src/lib/digest.ts";

it("of no text it is the beginning of a digest that everybody knows", async () => {
  expect(await digest("")).toBe("47DEQpj8HBSa-_TImW-5JC");
});

it.each(["abc", "कुएँ", "\u{1f600}", "x".repeat(100_000), "\ufeff", "a\u0000b"])(
  "it is 22 characters of SHA-256 in base64url (case %#)",
  async (text) => {
    const expected = createHash("sha256").update(text, "utf8").digest("base64url").slice(0, 22);
    expect(await digest(text)).toBe(expected);
    expect(expected).toMatch(/^[\w-]{22}$/);
  },
);
