import { describe, expect, it } from "vitest";
import { PROBES } from "../../../src/app.ts";
import { type Ask, FEEDS, header, ownHeaders, PAGES } from "./ask.ts";

const ALLOW = "GET, HEAD, OPTIONS";

export function methods(ask: Ask): void {
  describe("HEAD", () => {
    it.each([...FEEDS, ...PAGES, ...PROBES, "/rss.xml?limit=2"])(
      "%s has the headers of GET and no body",
      async (path) => {
        const [get, head] = await Promise.all([ask(path), ask(path, { method: "HEAD" })]);
        expect(head.status).toBe(200);
        expect(lengthless(head)).toEqual(lengthless(get));
        const length = String((await get.arrayBuffer()).byteLength);
        expect([length, null]).toContain(head.headers.get("content-length"));
        expect((await head.arrayBuffer()).byteLength).toBe(0);
      },
    );

    it("of a document says how long it is", async () => {
      for (const path of [...FEEDS, ...PAGES]) {
        const [get, head] = await Promise.all([ask(path), ask(path, { method: "HEAD" })]);
        expect(header(head, "content-length")).toBe(header(get, "content-length"));
      }
    });

    it.each(["/nothing", "/nothing.xml", "/articles/nothing", "/rss.xml?limit=0"])(
      "%s has the status and headers of GET's error",
      async (path) => {
        const [get, head] = await Promise.all([ask(path), ask(path, { method: "HEAD" })]);
        expect(head.status).toBe(get.status);
        expect(lengthless(head)).toEqual(lengthless(get));
        expect((await head.arrayBuffer()).byteLength).toBe(0);
      },
    );
  });

  describe.each([...FEEDS, ...PAGES, ...PROBES])("methods of %s", (path) => {
    it.each(["POST", "PUT", "DELETE", "PATCH"])("%s is not allowed, and Allow says what is", async (method) => {
      const question = method === "DELETE" ? { method } : { method, body: "x=1" };
      const response = await ask(path, question);
      expect(response.status).toBe(405);
      expect(header(response, "allow")).toBe(ALLOW);
      expect(header(response, "cache-control")).toBe("no-store");
      expect(header(response, "x-content-type-options")).toBe("nosniff");
      expect(header(response, "content-type")).toBe("application/problem+json; charset=utf-8");
      expect(await response.json()).toMatchObject({ status: 405, title: "Method Not Allowed" });
    });

    it("OPTIONS says what is allowed", async () => {
      const response = await ask(path, { method: "OPTIONS" });
      expect(response.status).toBe(204);
      expect(header(response, "allow")).toBe(ALLOW);
      expect(header(response, "cache-control")).toBe("no-store");
      expect(header(response, "x-content-type-options")).toBe("nosniff");
      expect(await response.text()).toBe("");
    });
  });

  describe("scripts of other origins", () => {
    const origin = { origin: "https://reader.example" };

    it.each(FEEDS)("may read %s and its validators", async (path) => {
      const etag = header(await ask(path), "etag");
      for (const headers of [origin, { ...origin, "if-none-match": etag }]) {
        const response = await ask(path, { headers });
        expect(header(response, "access-control-allow-origin")).toBe("*");
        expect(header(response, "access-control-expose-headers")).toBe("ETag, Last-Modified, Link, IM");
        expect(response.headers.get("access-control-allow-credentials")).toBeNull();
      }
    });

    it.each([
      ["/feed.json?limit=0", "GET", 400],
      ["/categories/nothing/feed.json", "GET", 404],
      ["/nothing.json", "GET", 404],
      ["/feed.json", "POST", 405],
    ])("may read why %s failed", async (path, method, status) => {
      const response = await ask(path, { method, headers: origin });
      expect(response.status).toBe(status);
      expect(header(response, "access-control-allow-origin")).toBe("*");
    });

    it.each(FEEDS)("may ask for %s with conditions", async (path) => {
      const response = await ask(path, {
        method: "OPTIONS",
        headers: {
          ...origin,
          "access-control-request-method": "GET",
          "access-control-request-headers": "if-modified-since,if-none-match",
        },
      });
      expect(response.status).toBe(204);
      expect(header(response, "access-control-allow-origin")).toBe("*");
      expect(header(response, "access-control-allow-methods").split(", ")).toContain("GET");
      const allowed = header(response, "access-control-allow-headers").toLowerCase().split(", ");
      expect(allowed).toEqual(expect.arrayContaining(["if-none-match", "if-modified-since"]));
      expect(Number(header(response, "access-control-max-age"))).toBeGreaterThan(0);
    });

    it.each(PAGES)("may not read the page %s", async (path) => {
      for (const method of ["GET", "OPTIONS"]) {
        const response = await ask(path, { method, headers: origin });
        expect(response.headers.get("access-control-allow-origin")).toBeNull();
      }
    });
  });
}

/** Whether a HEAD or an error says its length is left to the server (RFC 9110, section 8.6). */
function lengthless(response: Response): Record<string, string> {
  const { "content-length": _, ...headers } = ownHeaders(response);
  return headers;
}
