import { describe, expect, it } from "vitest";
import { appOf, contentOf, NOW, siteOf } from "../support/fixtures/content.ts";
import { articleText } from "../support/stores/folder.ts";

const app = appOf(await contentOf({ a: articleText("A") }, await siteOf()), NOW);

describe("an error at the address of a page", () => {
  it.each<[string, boolean]>([
    ["text/html,application/xhtml+xml,*/*;q=0.8", true],
    ["TEXT/HTML; q=0.9, */*;q=0.1", true],
    ["text/html;level=1;q=0", false],
    ["text/html;q=0.1, application/problem+json", false],
    ["foo/text/html", false],
    ["*/*", false],
    ["", false],
  ])("for %s is a page: %s", async (accept, html) => {
    const response = await app.request("/nothing", { headers: { accept } });
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toMatch(html ? /^text\/html/ : /^application\/problem\+json/);
    expect(response.headers.get("access-control-allow-origin")).toBe(html ? null : "*");
  });
});

describe("behind a platform that replaces Accept-Encoding", () => {
  it.each<[string, string | null]>([
    ["", null],
    ["identity", null],
    ["gzip;q=0", null],
    ["gzip", "gzip"],
  ])("what the client itself sent counts: %s", async (clientAcceptEncoding, coding) => {
    const request = new Request("http://localhost/atom.xml", { headers: { "accept-encoding": "br, gzip" } });
    const response = await app.fetch(Object.assign(request, { cf: { clientAcceptEncoding } }));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-encoding")).toBe(coding);
  });
});
