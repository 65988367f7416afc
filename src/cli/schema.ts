import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { articleJsonSchema } from "../article/schema.ts";
import { siteJsonSchema } from "../settings.ts";

for (const [name, schema] of [
  ["site", siteJsonSchema()],
  ["article", articleJsonSchema()],
] as const) {
  const path = fileURLToPath(new URL(`../${name}.schema.json`, import.meta.url));
  await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
}
