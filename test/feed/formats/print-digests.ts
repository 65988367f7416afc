/** Prints the SHA-256 of documents and pages: the test of time zones runs this in processes of their own. */
import { createHash } from "node:crypto";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { corpus } from "../../support/fixtures/corpus.ts";

const texts = Object.fromEntries([...corpus(7, 300)].map(({ text, model }) => [model.slug, text]));
const app = appOf(await contentOf(texts, await siteOf({ hubs: ["https://hub.example/"] })));
const scopes = [
  "",
  "/categories/india",
  "/categories/r-d",
  "/authors/asha-kulkarni",
  "/authors/zo%C3%AB-%C3%B1and%C3%BA",
];
for (const scope of scopes) {
  for (const name of ["rss.xml", "atom.xml", "feed.json", "feed.json?limit=100"]) {
    const response = await app.request(`${scope}/${name}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    console.log(
      JSON.stringify([
        `${scope}/${name}`,
        response.status,
        response.headers.get("etag"),
        response.headers.get("last-modified"),
        bytes.length,
        createHash("sha256").update(bytes).digest("hex"),
      ]),
    );
  }
}
console.log(JSON.stringify(new Date(2025, 0, 1).getTimezoneOffset()));
