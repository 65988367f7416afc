import { describe, expect, it } from "vitest";
import { browse, type OpenSite, openSite, type Visit } from "../support/browsers/browser-test.ts";
import { achieved, armed } from "../support/browsers/xss-watch.ts";
import {
  fieldArticles,
  importedArticles,
  questionsOfPayloads,
  settingsOfPayloads,
} from "../support/fixtures/xss-content.ts";
import { XSS_PAYLOADS } from "../support/fixtures/xss-payloads.ts";
import { articleText } from "../support/stores/folder.ts";

/** Hosts of the lead pictures that the articles themselves name. */
const pictures = ["pictures.example"];

const DOCUMENTS = [
  "/rss.xml",
  "/atom.xml",
  "/feed.json",
  "/archive/1/atom.xml",
  "/categories/c-0/rss.xml",
  "/opml.xml",
  "/sitemap.xml",
  "/news-sitemap.xml",
  "/opensearch.xml",
  "/manifest.webmanifest",
  "/robots.txt",
  "/icon.svg",
  "/style.css",
];

/** Visits pages, one after the other; what is dangerous or has come of it, a line each. */
async function visitAll({ page, goto }: Visit, paths: readonly string[], expected = 200): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (found.length > 0) break;
    // Whatever leads away from a page also ends the wait for it.
    const status = await goto(path).catch((error: Error) => error.message);
    // What is not there, or not shown as the service failed, would prove nothing.
    if (status !== expected) found.push(`${path}: ${status}`);
    for (const line of await armed(page).catch((error: Error) => [error.message])) found.push(`${path}: ${line}`);
  }
  return found;
}

/** The paths of a site's lists by their links to older pages and further entries, from some pages on. */
async function pagesFrom(site: OpenSite, starts: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const start of starts) {
    for (let path: string | undefined = start; path !== undefined && !paths.includes(path); ) {
      paths.push(path);
      const html = await (await fetch(site.origin + path)).text();
      path = /<a [^>]*?href="([^"]*)"[^>]*? rel="next"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
    }
  }
  return paths;
}

it("there are more than 300 payloads, each different", () => {
  expect(new Set(XSS_PAYLOADS).size).toBe(XSS_PAYLOADS.length);
  expect(XSS_PAYLOADS.length).toBeGreaterThan(300);
});

describe.each([
  // Escaping is shown page by page in the other pass; in this one, that the policy never has anything to refuse.
  { how: "under the policy", bypassCSP: false, step: 4 },
  { how: "by escaping alone, the policy switched off", bypassCSP: true, step: 1 },
])("$how, no payload achieves anything", ({ bypassCSP, step }) => {
  const some = <T>(list: readonly T[]) => list.filter((_, index) => index % step === 0);

  it("in any text of an article", async () => {
    const texts = fieldArticles();
    const site = await openSite({ texts, settings: { pageSize: 100 } });
    const visit = await browse(site, { bypassCSP, pictures });
    const articles = Object.keys(texts).map((name) => `/articles/${name.replace(".json", "")}`);
    const lists = await pagesFrom(site, ["/", "/subscribe", "/categories/fields"]);
    const feeds = (await pagesFrom(site, ["/feeds"])).filter((_, index) => index % 4 === 0);
    const all = [...articles, ...some([...lists, ...feeds]), "/search?q=paragraph"];
    expect(await visitAll(visit, all)).toEqual([]);
    expect(achieved(visit)).toEqual([]);
    // What was looked at is what was meant: the last payload stands there, in full, as text.
    await visit.goto(articles.at(-1) ?? "");
    for (const place of ["h1", ".standfirst", ".body", ".tags"])
      expect(await visit.page.locator(place).first().textContent()).toContain(XSS_PAYLOADS.at(-1));
  });

  it("in HTML and Markdown from elsewhere", async () => {
    const texts = importedArticles();
    const site = await openSite({ texts, settings: { pageSize: 100 } });
    const visit = await browse(site, { bypassCSP, pictures });
    const collections = Math.ceil(Object.keys(texts).length / 100);
    const previews = Array.from({ length: collections }, (_, folder) => `/categories/imported-${folder}/subscribe`);
    const paths = await pagesFrom(site, previews);
    expect(paths.length).toBeGreaterThanOrEqual(Object.keys(texts).length / 10);
    expect(await visitAll(visit, some(paths))).toEqual([]);
    // A picture that an article names by a web address is fetched; so says the policy.
    const named = achieved(visit).filter((line) => line !== "request image http://attacker.example/named.png");
    expect(named).toEqual([]);
  });

  it("in any setting of the site", async () => {
    const texts = { "a.txt": articleText("A") };
    for (const settings of settingsOfPayloads()) {
      const visit = await browse(await openSite({ texts, settings }), { bypassCSP, pictures });
      const paths = ["/", "/feeds", "/feeds?page=2", "/subscribe", "/categories/c-0", "/articles/a"];
      expect(await visitAll(visit, [...paths, "/search"])).toEqual([]);
      expect(await visitAll(visit, ["/nothing"], 404)).toEqual([]);
      expect(achieved(visit)).toEqual([]);
      await visit.context.close();
    }
  });

  it("in what is searched for or in an address", async () => {
    const visit = await browse(await openSite({ texts: {} }), { bypassCSP, pictures });
    const written = some(questionsOfPayloads()).map((question) => encodeURIComponent(question.toWellFormed()));
    const questions = written.map((text) => `/search?q=${text}`);
    expect(await visitAll(visit, questions)).toEqual([]);
    const missing = written.slice(0, 20).map((text) => `/articles/${text}`);
    expect(await visitAll(visit, missing, 404)).toEqual([]);
    expect(achieved(visit)).toEqual([]);
  });

  it("in documents for programs that a browser is led to", async () => {
    // The title stands in each of hundreds of lines of OPML.
    const [settings] = settingsOfPayloads(5);
    const site = await openSite({ texts: fieldArticles(), ...(settings && { settings }) });
    const visit = await browse(site, { bypassCSP, pictures });
    for (const path of DOCUMENTS) {
      // What browsers don't show they offer to save, and no page is reached.
      await visit.goto(path).catch((error) => expect(String(error)).toContain("Download is starting"));
      expect(await visit.page.evaluate("window.__xss"), path).toBeUndefined();
    }
    expect(achieved(visit)).toEqual([]);
  });
});
