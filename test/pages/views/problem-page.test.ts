import { HtmlValidate } from "html-validate";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { problemPage } from "../../../src/pages/views/problem-page.ts";
import { faulty } from "../../support/fakes/faulty-store.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { articleText } from "../../support/stores/folder.ts";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  rules: { "long-title": "off" },
});

const STATUSES = [400, 401, 403, 404, 405, 409, 410, 413, 415, 429, 500, 503];

function open(html: string) {
  const { document } = parseHTML(html);
  const links = [...document.querySelectorAll("main a")].map((link) => link.getAttribute("href") ?? "");
  return {
    document,
    links,
    heading: document.querySelector("h1")?.textContent ?? "",
    text: document.querySelector("main")?.textContent ?? "",
  };
}

const headers = { accept: "text/html" };

describe("the page of an error", () => {
  it("is valid HTML whatever the error, the language and the texts, with or without a site", async () => {
    const nasty = `</title><script>alert("x")</script> & ' " <!--`;
    const sites = [
      undefined,
      await siteOf(),
      await siteOf({ language: "hi", title: nasty, categories: { [nasty]: { slug: "nasty" } } }),
      await siteOf({
        language: "ur",
        address: "https://news.example/paper",
        logo: "https://images.example/a.png",
      }),
    ];
    for (const site of sites)
      for (const status of STATUSES) {
        const html = problemPage(site, status, `It is wrong: ${nasty}.`);
        const { results } = await validator.validateString(html);
        expect(
          results.flatMap(({ messages }) => messages.map(({ message }) => message)),
          `${status}`,
        ).toEqual([]);
        const { document, heading, text } = open(html);
        expect(heading.trim().length, `${status}`).toBeGreaterThan(5);
        expect(text).toContain(String(status));
        expect(document.querySelectorAll("script")).toHaveLength(0);
        expect(document.querySelector('meta[name="robots"]')?.getAttribute("content")).toBe("noindex");
      }
  });

  it("of an address with nothing at it leads on: to search, the front page, the newest, feeds and categories", async () => {
    const site = await siteOf({ address: "https://news.example/paper", categories: { Sport: {} } });
    const app = appOf(await contentOf({ a: articleText("A") }, site));
    const response = await app.request("/paper/nope", { headers });
    expect(response.status).toBe(404);
    const { document, links, heading } = open(await response.text());
    expect(heading).toBe("Page not found");
    expect(links).toEqual(["/paper/", "/paper/#latest", "/paper/feeds", "/paper/categories/sport"]);
    expect(document.querySelector("form")?.getAttribute("action")).toBe("/paper/search");
    expect(document.querySelector("form input[name=q]")).not.toBeNull();
    const front = await (await app.request("/paper/")).text();
    expect(open(front).document.getElementById("latest")).not.toBeNull();
  });

  it("says of a removed article that it was removed", async () => {
    const { site, store } = await contentOf({ a: articleText("A") }, await siteOf());
    const removed = { ...store, article: async () => undefined, removed: async () => new Date(0) };
    const response = await appOf({ site, store: removed as never }).request("/articles/a", { headers });
    expect(response.status).toBe(410);
    expect(open(await response.text()).heading).toBe("Article removed");
  });

  it("says what is wrong with a request, in English on a Hindi site, and says so of the language", async () => {
    const app = appOf(await contentOf({}, await siteOf({ language: "hi" })));
    const response = await app.request(`/search?q=${"ferry+".repeat(200)}`, { headers });
    expect(response.status).toBe(400);
    const { document, heading } = open(await response.text());
    expect(document.documentElement.lang).toBe("hi");
    expect(heading).toMatch(/\p{Script=Devanagari}/u);
    expect(document.querySelector(".description[lang=en]")?.textContent).toMatch(/^[A-Z].+\.$/);
  });

  it("needs no store: while that fails it says so, offers to try again, and sends nobody to a search", async () => {
    const { site, store } = await contentOf({ a: articleText("A") }, await siteOf({ language: "hi" }));
    const broken = faulty(store);
    broken.version = null;
    broken.spoil(1);
    const response = await appOf({ site, store: broken.store }).request("/articles/a", { headers });
    expect(response.status).toBe(503);
    const { document, links, heading } = open(await response.text());
    expect(heading).toMatch(/\p{Script=Devanagari}/u);
    expect(links[0]).toBe("");
    expect(document.querySelector("form")).toBeNull();
  });

  it("while the content is being loaded stands alone, without a style that cannot be had yet", async () => {
    const response = await appOf(undefined).request("/", { headers });
    expect(response.status).toBe(503);
    const { document, links } = open(await response.text());
    expect(links).toEqual([""]);
    expect(document.querySelectorAll("link")).toHaveLength(0);
    expect(document.documentElement.lang).toBe("en");
  });
});
