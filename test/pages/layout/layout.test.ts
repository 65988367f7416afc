import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { accentOn, DARK, LIGHT } from "../../../src/pages/styles/colour.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { articleText } from "../../support/stores/folder.ts";

async function open(path: string, settings: Record<string, unknown> = {}) {
  const site = await siteOf(settings);
  const html = await (await appOf(await contentOf({ a: articleText("A") }, site)).request(path)).text();
  return parseHTML(html).document;
}

const LOGO = "https://images.example/logo.svg?a=1&b=2";

describe("the frame of a page", () => {
  it("has the title as a link to the front page, and there as its heading and no second time", async () => {
    const inner = await open("/articles/a", { title: "The Paper" });
    expect(inner.querySelector("header.top .title a")?.getAttribute("href")).toBe("/");
    expect(inner.querySelector("header.top .title")?.textContent).toBe("The Paper");
    const front = await open("/", { title: "The Paper" });
    expect(front.querySelector("header.top .title")).toBeNull();
    expect(front.querySelector("h1")?.textContent).toBe("The Paper");
  });

  it("has the logo in its place, with the title for who does not see it and room before it is loaded", async () => {
    for (const path of ["/", "/articles/a", "/feeds"]) {
      const image = (await open(path, { title: "The Paper", logo: LOGO })).querySelector(".title img");
      expect(image?.getAttribute("src"), path).toBe(LOGO);
      expect(image?.getAttribute("alt"), path).toBe("The Paper");
      expect(Number(image?.getAttribute("width")), path).toBeGreaterThan(0);
      expect(Number(image?.getAttribute("height")), path).toBeGreaterThan(0);
    }
    expect((await open("/", { title: "The Paper", logo: LOGO })).querySelector("h1")?.textContent).toBe("The Paper");
  });

  it("begins with a way past the navigation, which leads to the text", async () => {
    const document = await open("/articles/a");
    const [first] = document.querySelectorAll("body a");
    expect(first?.className).toBe("skip");
    expect(document.querySelector(first?.getAttribute("href") ?? "")?.tagName).toBe("MAIN");
  });

  it.each([
    ["/", "/"],
    ["/feeds", "/feeds"],
    ["/search", "/search"],
    ["/articles/a", undefined],
  ])("says at %s which of the site's own pages it is", async (path, expected) => {
    const current = [...(await open(path)).querySelectorAll('nav [aria-current="page"]')];
    expect(current.map((link) => link.getAttribute("href"))).toEqual(expected === undefined ? [] : [expected]);
  });

  it("tells the browser its colours, light and dark", async () => {
    const document = await open("/", { colour: "#ffdd00" });
    const metas = [...document.querySelectorAll('meta[name="theme-color"]')].map((meta) => [
      meta.getAttribute("media"),
      meta.getAttribute("content"),
    ]);
    expect(metas).toEqual([
      ["(prefers-color-scheme: light)", accentOn(LIGHT, "#ffdd00")],
      ["(prefers-color-scheme: dark)", accentOn(DARK, "#ffdd00")],
    ]);
  });

  it("ends with who may do what with it, and with the feeds, their list, the sitemap and the program", async () => {
    const foot = (
      await open("/paper/", { address: "https://news.example/paper", copyright: "© Us <all>" })
    ).querySelector("footer.foot");
    expect(foot?.querySelector("p")?.textContent).toBe("© Us <all>");
    const links = [...(foot?.querySelectorAll("a") ?? [])].map((link) => link.getAttribute("href"));
    expect(links).toEqual(["/paper/feeds", "/paper/opml.xml", "/paper/sitemap.xml"]);
    expect(foot?.textContent).toContain("Harkara");
  });

  it("is in Hindi on a Hindi site, and elsewhere says in which language the site's own texts are", async () => {
    const hindi = await open("/feeds", { language: "hi" });
    expect(hindi.documentElement.lang).toBe("hi");
    expect(hindi.querySelector("nav")?.textContent).toMatch(/मुखपृष्ठ/);
    expect(hindi.querySelector(".title [lang]")).toBeNull();
    const tamil = await open("/feeds", { language: "ta", title: "செய்தி" });
    expect(tamil.documentElement.lang).toBe("en");
    expect(tamil.querySelector(".title [lang]")?.getAttribute("lang")).toBe("ta");
    const urdu = await open("/feeds", { language: "ur", title: "خبریں" });
    expect(urdu.querySelector(".title [dir]")?.getAttribute("dir")).toBe("rtl");
  });
});
