import { expect, it } from "vitest";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { textsOf } from "../../support/services/app.ts";
import { readAt } from "./reading.ts";

/** Rules for all robots, and the sitemaps, as RFC 9309 (section 2.2) reads a file of one group. */
interface Rules {
  readonly allows: (target: string) => boolean;
  readonly sitemaps: readonly string[];
}

/** Written after the RFC: the rule with the longest path that matches from the start wins, and `allow` among equals. */
function readRobots(text: string): Rules {
  const records = text
    .split(/\r\n|\r|\n/)
    .map((line) => /^\s*([a-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?$/i.exec(line))
    .filter((match) => match !== null)
    .map(([, name = "", value = ""]) => [name.toLowerCase(), value] as const);
  expect(records.filter(([name]) => name === "user-agent")).toEqual([["user-agent", "*"]]);
  expect(records[0]?.[0]).toBe("user-agent");
  const rules = records.filter(([name]) => name === "allow" || name === "disallow");
  const matches = (pattern: string, target: string) => {
    const source = pattern
      .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\\\$$/, "$");
    return new RegExp(`^${source}`).test(target);
  };
  return {
    allows(target) {
      const [best] = rules
        .filter(([, pattern]) => matches(pattern, target))
        .sort(([a, one], [b, other]) => other.length - one.length || a.localeCompare(b));
      return best === undefined || best[0] === "allow";
    },
    sitemaps: records.filter(([name]) => name === "sitemap").map(([, value]) => value),
  };
}

async function rulesAt(address: string, path: string): Promise<{ rules: Rules; app: ReturnType<typeof appOf> }> {
  const content = await contentOf(textsOf({ a: { published: "2026-11-22T00:00:00Z" } }), await siteOf({ address }));
  const app = appOf(content);
  const response = await app.request(`http://localhost${path}`);
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  return { rules: readRobots(await response.text()), app };
}

const OPEN = [
  "/",
  "/rss.xml",
  "/feeds?page=2",
  "/search",
  "/search/rss.xml?q=storm",
  "/categories/india?to=40",
  "/articles/status",
  "/opml.xml",
  "/sitemap.xml?part=1",
  "/style.css",
];
const CLOSED = ["/search?q=storm", "/search?", "/search/subscribe?q=storm", "/status", "/metrics", "/api/articles"];

it.each(["", "/desk", "/a*b$"])(
  "below the path “%s” robots may read everything but searches and the operator's side",
  async (path) => {
    const { rules } = await rulesAt(`https://news.example${path}`, `${path}/robots.txt`);
    // As a robot compares: what means something to it is escaped.
    const prefix = path.replace("*", "%2A").replace("$", "%24");
    expect(OPEN.filter((target) => !rules.allows(prefix + target))).toEqual([]);
    expect(CLOSED.filter((target) => rules.allows(prefix + target))).toEqual([]);
  },
);

it("the sitemaps are named by their absolute addresses, and are there", async () => {
  const { rules, app } = await rulesAt("https://news.example/desk", "/desk/robots.txt");
  expect(rules.sitemaps).toEqual([
    "https://news.example/desk/sitemap.xml",
    "https://news.example/desk/news-sitemap.xml",
  ]);
  for (const address of rules.sitemaps)
    expect(await readAt((target) => app.request(target), address)).toContain("<urlset");
});
