import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { siteJsonSchema } from "../site/settings.ts";
import { articleJsonSchema } from "../source/json/schema.ts";

for (const [file, schema] of [
  ["../site/site.schema.json", siteJsonSchema()],
  ["../source/json/article.schema.json", articleJsonSchema()],
] as const) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
}
