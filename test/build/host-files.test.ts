import { expect, it } from "vitest";
import { bytesOf } from "./building.ts";
import { builtSite, crawl } from "./site-of-all-kinds.ts";

/** Reads `_headers` as Cloudflare Pages and Netlify document it: what is sent for a path, `:name` being one part of it. */
function headerRules(text: string): (path: string) => readonly string[] {
  const rules = text
    .trim()
    .split("\n\n")
    .map((block) => block.split("\n"))
    .map(([pattern = "", ...lines]) => ({ matches: patternOf(pattern), lines: lines.map((line) => line.trim()) }));
  return (path) => rules.filter(({ matches }) => matches.test(path)).flatMap(({ lines }) => lines);
}

/** Reads `_redirects` as Netlify documents it, and follows it. */
function rewriting(text: string): (path: string, query: URLSearchParams) => string {
  const rules = text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(" "));
  return (path, query) => {
    for (const [from = "", ...rest] of rules) {
      const [to = "", status] = rest.splice(-2);
      expect(status).toBe("200!");
      const names = rest.map((parameter) => parameter.split("=:")[1] ?? "");
      const match = patternOf(from).exec(path);
      if (match === null || !names.every((name) => query.has(name))) continue;
      return to.replace(/:([a-z]+)/g, (_, name) => match.groups?.[name] ?? query.get(name) ?? "");
    }
    return path;
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "[.]").replace(/:([a-z]+)/g, "(?<$1>[^/]+)")}$`);
}

/** What the hosts add by themselves or cannot know, and what stands in the documents as well. */
const OF_HOST = ["content-length", "etag", "last-modified", "vary", "link"];

it.each(["https://news.example", "https://news.example/daily"])(
  "the files of %s are what the service answers",
  async (address) => {
    const site = await builtSite(address);
    const files = await bytesOf(site.out);
    const headersOf = headerRules(String(files.get("_headers")));
    const rewrite = rewriting(String(files.get("_redirects")));
    for (const address of await crawl(site)) {
      const response = await site.desk.ask(address);
      const { pathname, searchParams } = new URL(address, "http://localhost");
      const path = decodeURIComponent(rewrite(pathname, searchParams)).slice(1);
      const name = [path, `${path}.html`, `${path}index.html`].find((each) => files.has(each)) ?? "";
      expect(files.get(name)?.equals(Buffer.from(await response.arrayBuffer())), `${address}: ${name}`).toBe(true);
      const sent = [...response.headers].filter(([name]) => !OF_HOST.includes(name)).map((pair) => pair.join(": "));
      if (!pathname.endsWith("/style.css")) expect([...headersOf(pathname)].sort(), address).toEqual(sent.sort());
    }
    // Cloudflare Pages takes no more.
    expect(String(files.get("_headers")).split("\n\n").length).toBeLessThanOrEqual(100);
    expect(
      Math.max(
        ...String(files.get("_headers"))
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThan(2_000);
  },
);
