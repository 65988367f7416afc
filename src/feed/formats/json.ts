import { Feed } from "feed";
import type { Article, Category } from "../../article/article.ts";
import type { Site } from "../../site/site.ts";
import { articleId, articlePath, scopeAddress } from "../../site/urls.ts";
import type { Selection } from "../selection.ts";
import { jsonMembers } from "./fields.ts";
import { categoriesOf, hubsOf, selfAddress, subscribePageAddress } from "./head.ts";
import { type Frame, GENERATOR } from "./split-document.ts";

type Json = Record<string, unknown>;

/** Writes an article as an item of JSON Feed 1.1. `feed` writes version 1, which is brought to 1.1. */
export function jsonEntry(site: Site, article: Article): string {
  const feed = new Feed({ title: "-" });
  feed.addItem({
    title: article.headline,
    link: site.address + articlePath(article.slug),
    id: articleId(site, article),
    date: article.updated,
    published: article.published,
    ...(article.standfirst === null ? {} : { description: article.standfirst }),
    content: article.html,
    category: article.categories.map(({ label }) => ({ name: label })),
    ...(article.picture === null ? {} : { image: article.picture.address }),
  });
  const { items } = JSON.parse(feed.json1()) as { items: [Json] };
  const members = jsonMembers(article);
  const item: Json = {
    ...items[0],
    ...(article.authors.length === 0 ? {} : { authors: authorsOf(site, article) }),
    language: article.language,
    ...members.item,
    _harkara: {
      ...members.extension,
      categories: article.categories.map((category) => categoryOf(site, category)),
    },
  };
  return `\n    ${print(item).replaceAll("\n", "\n    ")}`;
}

/** Writes what precedes and follows the items of a JSON Feed 1.1 document. */
export function jsonFrame(selection: Selection, articles: readonly Article[]): Frame {
  const { site } = selection;
  const hubs = hubsOf(selection);
  const feed = new Feed({
    title: selection.title,
    description: selection.description,
    link: selection.page,
    feedLinks: { json: selfAddress(selection, "json") },
    ...(site.icon === null ? {} : { image: site.icon }),
  });
  const { items: _, ...first } = JSON.parse(feed.json1()) as Json;
  const head: Json = {
    ...first,
    version: "https://jsonfeed.org/version/1.1",
    ...(site.icon === null ? {} : { favicon: site.icon }),
    language: site.language,
    authors: [{ name: site.author?.name ?? site.title }],
    ...(hubs.length === 0 ? {} : { hubs: hubs.map((url) => ({ type: "WebSub", url })) }),
    _harkara: {
      generator: GENERATOR,
      id: selection.id,
      subscribe_url: subscribePageAddress(selection),
      updated: selection.updated.toISOString(),
      ...(site.copyright === null ? {} : { copyright: site.copyright }),
      categories: categoriesOf(selection, articles).map((category) => categoryOf(site, category)),
    },
  };
  return {
    head: `${print(head).slice(0, -"\n}".length)},\n  "items": [`,
    tail: `${articles.length > 0 ? "\n  " : ""}]\n}\n`,
  };
}

function authorsOf(site: Site, article: Article): Json[] {
  return article.authors.map(({ name, slug }) => ({
    name,
    url: scopeAddress(site, { kind: "author", slug }),
  }));
}

function categoryOf(site: Site, { label, slug }: Category): Json {
  return { term: slug, scheme: scopeAddress(site, { kind: "category", slug }), label };
}

function print(value: Json): string {
  return JSON.stringify(value, null, 2);
}
