import { describe, expect, it } from "vitest";
import { type Ask, BROWSER, header, type Question } from "./ask.ts";

const PROBLEM = "application/problem+json; charset=utf-8";
const HTML = "text/html; charset=utf-8";

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
};

/** What people are told. */
const HEADINGS: Readonly<Record<number, string>> = {
  404: "Page not found",
  405: "This page can only be read",
};

const GET: Question = {};
const POST: Question = { method: "POST", body: "x" };

type Case = readonly [path: string, status: number, question: Question];

/** Errors of addresses that are feeds, or look like one, and of addresses that are pages. */
const OF_FEEDS: readonly Case[] = [
  ["/rss.xml?limit=0", 400, GET],
  ["/categories/cities/atom.xml?limit=x", 400, GET],
  ["/authors/nobody/rss.xml?limit=", 400, GET],
  ["/categories/nothing/rss.xml", 404, GET],
  ["/authors/nobody/feed.json", 404, GET],
  ["/nothing.xml", 404, GET],
  ["/feed.xml.json", 404, GET],
  ["/atom.xml", 405, POST],
  ["/healthz", 405, POST],
];
const OF_PAGES: readonly Case[] = [
  ["/nothing", 404, GET],
  ["/categories/nothing", 404, GET],
  ["/authors/nobody", 404, GET],
  ["/articles/nothing", 404, GET],
  ["/articles/cities/more", 404, GET],
  ["/", 405, POST],
  ["/articles/ferry-dog-gets-season-ticket", 405, POST],
];

export function problems(ask: Ask): void {
  describe("errors", () => {
    it.each([...OF_FEEDS, ...OF_PAGES])("%s is a problem as RFC 9457 tells it (%i)", async (path, status, question) => {
      const response = await ask(path, question);
      expect(response.status).toBe(status);
      expect(header(response, "content-type")).toBe(PROBLEM);
      expect(header(response, "cache-control")).toBe(status === 404 ? "public, max-age=30" : "no-store");
      expect(header(response, "x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("set-cookie")).toBeNull();
      expect(response.headers.get("etag")).toBeNull();
      expect(response.headers.get("last-modified")).toBeNull();
      const problem = await response.json();
      expect(problem).toEqual({
        type: "about:blank",
        title: TITLES[status],
        status,
        detail: expect.stringMatching(/^[A-Z].+\.$/),
      });
    });

    it.each(OF_PAGES)("%s is a page where a browser asks", async (path, status, question) => {
      const response = await ask(path, { ...question, headers: { accept: BROWSER } });
      expect(response.status).toBe(status);
      expect(header(response, "content-type")).toBe(HTML);
      expect(header(response, "vary").toLowerCase()).toBe("accept");
      expect(header(response, "x-content-type-options")).toBe("nosniff");
      const page = await response.text();
      expect(page).toMatch(/^<!DOCTYPE html>/);
      expect(page).toContain(`<h1>${HEADINGS[status]}</h1>`);
      expect(page).toContain('<a href="/">');
    });

    it.each(OF_FEEDS)("%s stays a problem where a browser asks", async (path, status, question) => {
      const response = await ask(path, { ...question, headers: { accept: BROWSER } });
      expect(response.status).toBe(status);
      expect(header(response, "content-type")).toBe(PROBLEM);
    });

    it.each([
      ["*/*", PROBLEM],
      ["", PROBLEM],
      ["application/json", PROBLEM],
      ["application/problem+json, text/html;q=0", PROBLEM],
      ["text/html;q=0.000, application/json", PROBLEM],
      ["text/htmlx", PROBLEM],
      ["text/html", HTML],
      ["TEXT/HTML;q=0.9", HTML],
      ["text/html;q=0.05,*/*", HTML],
    ])("a page that accepts “%s” gets %s", async (accept, type) => {
      const response = await ask("/articles/nothing", { headers: { accept } });
      expect(header(response, "content-type")).toBe(type);
    });

    it("never negotiate what a feed address serves", async () => {
      const plain = await ask("/rss.xml");
      const browser = await ask("/rss.xml", { headers: { accept: BROWSER } });
      expect(header(browser, "content-type")).toBe(header(plain, "content-type"));
      expect(await browser.text()).toBe(await plain.text());
    });
  });
}
