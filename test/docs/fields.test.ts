import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fieldsPage } from "../../docs/generate/fields.ts";

it("the reference of the fields is what the registry says: if not, run npm run docs", () => {
  const page = readFileSync(new URL("../../docs/reference/article-fields.md", import.meta.url), "utf8");
  expect(page).toBe(fieldsPage());
});
