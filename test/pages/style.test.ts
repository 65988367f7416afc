import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { STYLE, STYLE_SOURCE } from "../../src/pages/style.ts";

it("the content security policy names the style that pages carry", () => {
  expect(STYLE_SOURCE).toBe(`'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`);
});
