import { beforeAll, describe, expect, it } from "vitest";
import { ARTICLE, type Ask, FEEDS, ownHeaders, PAGES, type Question } from "./ask.ts";

/** Ways in which a request may name another host, scheme, port or path than the configured address. */
const NAMINGS: readonly (readonly [name: string, question: Question])[] = [
  ["Host", { host: "evil.example" }],
  ["a Host with a port", { host: "evil.example:9999" }],
  ["Forwarded", { headers: { forwarded: "for=1.2.3.4;host=evil.example;proto=gopher" } }],
  ["X-Forwarded-Host", { headers: { "x-forwarded-host": "evil.example" } }],
  ["X-Forwarded-Proto", { headers: { "x-forwarded-proto": "gopher" } }],
  ["X-Forwarded-Port", { headers: { "x-forwarded-port": "66613" } }],
  ["X-Forwarded-Prefix", { headers: { "x-forwarded-prefix": "/evil" } }],
  ["X-Forwarded-Server", { headers: { "x-forwarded-server": "evil.example" } }],
  ["X-Original-URL", { headers: { "x-original-url": "/evil" } }],
  ["X-Rewrite-URL", { headers: { "x-rewrite-url": "/evil" } }],
  ["X-Host", { headers: { "x-host": "evil.example" } }],
  ["X-HTTP-Method-Override", { headers: { "x-http-method-override": "DELETE" } }],
  ["Origin and Referer", { headers: { origin: "https://evil.example", referer: "https://evil.example/evil" } }],
  ["what it likes to read", { headers: { "accept-language": "hi", "user-agent": "evil.example", cookie: "a=evil" } }],
];

const PATHS = [...FEEDS, ...PAGES, "/healthz", "/nothing", "/nothing.xml", `/articles/${ARTICLE}x`, "/rss.xml?limit=0"];

export function host(ask: Ask): void {
  describe.each(PATHS)("the answer at %s", (path) => {
    let plain: { status: number; headers: Record<string, string>; body: string };
    const answer = async (question?: Question) => {
      const response = await ask(path, question);
      return { status: response.status, headers: ownHeaders(response), body: await response.text() };
    };

    beforeAll(async () => {
      plain = await answer();
    });

    it.each(NAMINGS)("does not depend on %s", async (_, question) => {
      const other = await answer(question);
      expect(other).toEqual(plain);
      expect(JSON.stringify(other)).not.toMatch(/evil|gopher|66613/);
    });
  });
}
