import { describe, expect, it } from "vitest";
import { type Ask, header } from "./ask.ts";

export function unknown(ask: Ask): void {
  describe("unknown addresses", () => {
    it.each([
      "/nothing",
      "/rss",
      "/rss.xml/",
      "/RSS.xml",
      "/feed",
      "/index.html",
      "/favicon.png",
      "/categories",
      "/categories/",
      "/categories/rss.xml/",
      "/categories/nowhere",
      "/categories/nowhere/rss.xml",
      "/categories/Cities/rss.xml",
      "/categories/cities/rss.xml/more",
      "/categories/cities/cities/rss.xml",
      "/categories//rss.xml",
      "/categories/%20/rss.xml",
      "/categories/%E0%A4%96/rss.xml",
      "/authors/",
      "/authors/nobody",
      "/authors/nobody/feed.json",
      "/articles/",
      "/articles/nothing",
      "/articles/ferry-dog-gets-season-ticket.txt",
      "/articles/FERRY-DOG-GETS-SEASON-TICKET",
      "/articles/ferry-dog-gets-season-ticket/rss.xml",
      "/articles/ferry-dog-gets-season-ticket%00",
      "/outside/rss.xml",
      "/__proto__",
      "/articles/__proto__",
      "/articles/constructor",
      "/categories/__proto__/rss.xml",
      "/categories/constructor/feed.json",
      "/authors/hasOwnProperty/atom.xml",
      "/articles/:slug",
      "/articles/*",
      `/articles/${"x".repeat(4000)}`,
    ])("%s is 404", async (path) => {
      const response = await ask(path);
      expect(response.status).toBe(404);
      expect(header(response, "cache-control")).toBe("public, max-age=30");
    });

    it.each([
      "/../site.json",
      "/../../../../etc/passwd",
      "/articles/../../site.json",
      "/articles/..%2fsite.json",
      "/articles/%2e%2e%2fsite.json",
      "/articles/%2e%2e/site.json",
      "/articles/..%5c..%5csite.json",
      "/articles/%252e%252e%252fsite.json",
      "/articles/....//site.json",
      "/articles/%2fetc%2fpasswd",
      "/..%2f..%2f..%2fetc%2fpasswd",
      "/%2e%2e/%2e%2e/package.json",
      "/articles/ferry-dog-gets-season-ticket%2f..%2f..%2fsite.json",
      "/content/site.json",
      "//etc/passwd",
      "/articles/%c0%ae%c0%ae%c0%afsite.json",
      "/articles/%ff%fe",
      "/articles/%00",
      "/articles/%0d%0aset-cookie:a=1",
      "/articles/%zz",
      "/articles/%E0%A4%A",
      "/articles/%",
    ])("%s finds nothing and harms nothing", async (path) => {
      const response = await ask(path);
      expect(response.status).toBe(404);
      expect(response.headers.get("set-cookie")).toBeNull();
      expect(header(response, "content-type")).toBe("application/problem+json; charset=utf-8");
      expect(await response.text()).not.toMatch(/root:|Saranga|dependencies| at \//);
    });
  });
}
