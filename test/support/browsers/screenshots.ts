/** Makes the pictures of the README: `npm run screenshots`. */
import { mkdir } from "node:fs/promises";
import { landscape } from "../fixtures/landscape.ts";
import { launchChromium } from "./chromium.ts";
import { openSite, sampleContent } from "./site-server.ts";

const FOLDER = "docs/images";

/** The morning after the newest article of the sample content. */
const NOW = new Date("2026-11-01T03:00:00Z");

/** The address that the pages show. Nobody's: what is asked of it is answered here. */
const ADDRESS = "https://courier.example";

const SHOTS = [
  { name: "front", path: "/", height: 1_000 },
  { name: "feed", path: "/categories/sport/subscribe", height: 1_500 },
];

const site = await openSite({ now: NOW });
site.content = await sampleContent(ADDRESS, NOW);
const browser = await launchChromium();
try {
  await mkdir(FOLDER, { recursive: true });
  for (const { name, path, height } of SHOTS) {
    const page = await browser.newPage({ viewport: { width: 1_280, height }, colorScheme: "light" });
    await page.route("**/*", async (route, request) => {
      const { origin, pathname, search } = new URL(request.url());
      if (origin !== ADDRESS) return route.fulfill({ contentType: "image/svg+xml", body: landscape(pathname) });
      const answer = await fetch(site.origin + pathname + search);
      const headers = Object.fromEntries(answer.headers);
      delete headers["content-encoding"];
      return route.fulfill({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) });
    });
    await page.goto(ADDRESS + path, { waitUntil: "networkidle" });
    await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: "disabled" });
    await page.close();
  }
} finally {
  await browser.close();
  await site.close();
}
