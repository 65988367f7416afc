import { describe, expect, it } from "vitest";
import { affectedScopes } from "../../src/site/affected-scopes.ts";
import type { Scope } from "../../src/site/scope.ts";
import { noticesOf, noticesOfChange } from "../../src/store/notices.ts";

const SITE = { address: "https://news.example/blog", hubs: ["https://one.example/", "https://two.example/"] };
const NOW = new Date("2026-11-23T06:00:00Z");
const EARLIER = new Date(NOW.getTime() - 1);
const LATER = new Date(NOW.getTime() + 1);

const article = (published: Date, category: string, author?: string) => ({
  published,
  categories: [{ slug: category, label: category }],
  authors: author === undefined ? [] : [{ slug: author, name: author }],
});
/** Folders of the topics, each once, with key and due. */
const reported = (notices: ReturnType<typeof noticesOf>) => [
  ...new Set(
    notices.map(({ topic, key, due }) => {
      const path = topic.slice(SITE.address.length, topic.lastIndexOf("/"));
      return `${path} ${key === 0 ? "at once" : key - NOW.getTime()} ${due.getTime() - NOW.getTime()}`;
    }),
  ),
];

describe("the notices of a change", () => {
  it("are one for each hub and each document of each scope", () => {
    const scopes: Scope[] = [{ kind: "all" }, { kind: "category", slug: "सड़क a" }];
    const category = "https://news.example/blog/categories/%E0%A4%B8%E0%A4%A1%E0%A4%BC%E0%A4%95%20a";
    const topics = ["https://news.example/blog", category].flatMap((path) =>
      ["rss.xml", "atom.xml", "feed.json"].map((name) => `${path}/${name}`),
    );
    expect(noticesOf(SITE, scopes, NOW, NOW)).toEqual(
      SITE.hubs.flatMap((hub) => topics.map((topic) => ({ hub, topic, key: 0, due: NOW }))),
    );
  });

  it("are due when it shows, and told apart by that instant if that is still to come", () => {
    expect(reported(noticesOf(SITE, [{ kind: "all" }], EARLIER, NOW))).toEqual([" at once 0"]);
    expect(reported(noticesOf(SITE, [{ kind: "all" }], NOW, NOW))).toEqual([" at once 0"]);
    expect(reported(noticesOf(SITE, [{ kind: "all" }], LATER, NOW))).toEqual([" 1 1"]);
  });

  it("are none of searches, and none where there is no hub", () => {
    const question = { words: [], without: [], categories: [], withoutCategories: [], authors: [] };
    expect(noticesOf(SITE, [{ kind: "search", query: question }], NOW, NOW)).toEqual([]);
    expect(noticesOf({ ...SITE, hubs: [] }, [{ kind: "all" }], NOW, NOW)).toEqual([]);
  });

  it.each([
    [
      "a new one",
      undefined,
      article(EARLIER, "a", "x"),
      [" at once 0", "/categories/a at once 0", "/authors/x at once 0"],
    ],
    ["one to come", undefined, article(LATER, "a"), [" 1 1", "/categories/a 1 1"]],
    ["one taken away", article(EARLIER, "a"), undefined, [" at once 0", "/categories/a at once 0"]],
    ["one to come that is taken away", article(LATER, "a"), undefined, []],
    [
      "an edit",
      article(EARLIER, "a"),
      article(EARLIER, "b"),
      [" at once 0", "/categories/a at once 0", "/categories/b at once 0"],
    ],
    [
      "one put off",
      article(EARLIER, "a"),
      article(LATER, "b"),
      [" at once 0", "/categories/a at once 0", " 1 1", "/categories/b 1 1"],
    ],
    ["one brought forward", article(LATER, "a"), article(EARLIER, "b"), [" at once 0", "/categories/b at once 0"]],
    ["nothing", undefined, undefined, []],
  ])("tell of %s where and when it shows", (_, before, after, expected) => {
    expect(reported(noticesOfChange(SITE, before, after, NOW))).toEqual(expected);
  });
});

it("what several articles touch is told once", () => {
  const scopes = affectedScopes([article(NOW, "a", "x"), undefined, article(NOW, "b", "x")]);
  expect(scopes).toEqual([
    { kind: "all" },
    { kind: "category", slug: "a" },
    { kind: "author", slug: "x" },
    { kind: "category", slug: "b" },
  ]);
});
