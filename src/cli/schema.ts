import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { siteJsonSchema } from "../settings.ts";

const path = fileURLToPath(new URL("../site.schema.json", import.meta.url));
await writeFile(path, `${JSON.stringify(siteJsonSchema(), null, 2)}\n`);
