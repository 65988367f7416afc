import { Folder } from "../../../src/store/folder/folder.ts";
import { appOf, NOW } from "../fixtures/content.ts";
import { attribute, type Element, elementsOf, textOf } from "./page.ts";
import type { Ask } from "./parsed-page.ts";

/** What a feed's page for people shows of an entry. */
export interface EntryShown {
  readonly headline: string;
  readonly link: string;
  readonly language: string | undefined;
  readonly authors: readonly string[];
  readonly standfirst: string | null;
  readonly picture: string | null;
  readonly alternative: string | null;
  /** The text of its content; nothing where that is to be read elsewhere. */
  readonly text: string | null;
  readonly id: string;
  readonly published: string;
  readonly updated: string;
  /** The same two as people read them. */
  readonly wall: readonly string[];
  readonly labels: readonly string[];
  readonly terms: readonly string[];
  readonly schemes: readonly string[];
}

/** The entries on a feed's page for people, as a browser's parser finds them. */
export function entriesShown(html: string): readonly EntryShown[] {
  return byClass(elementsOf(html), "entry").map(entryShown);
}

function entryShown(entry: Element): EntryShown {
  const all = elementsIn(entry);
  const heading = one(all, ({ tagName }) => tagName === "h3");
  const link = one(elementsIn(heading), ({ tagName }) => tagName === "a");
  const facts = elementsIn(one(all, (element) => classesOf(element).includes("facts")));
  const [id, ...values] = facts.filter(({ tagName }) => tagName === "dd");
  const [published, updated, categories] = values.map(elementsIn);
  const exact = (among: readonly Element[] = []) => {
    const time = one(among, ({ tagName }) => tagName === "time");
    const code = textOf(one(among, ({ tagName }) => tagName === "code"));
    if (attribute(time, "datetime") !== code) throw new Error(`The time is not ${code} for programs.`);
    return { wall: textOf(time), code };
  };
  const items = (categories ?? []).filter(({ tagName }) => tagName === "li").map(elementsIn);
  const codes = items.map((item) => item.filter(({ tagName }) => tagName === "code").map(textOf));
  const figures = byClass(all, "lead").flatMap(elementsIn);
  const picture = figures.find(({ tagName }) => tagName === "img");
  const [standfirst] = byClass(all, "standfirst");
  const [body] = byClass(all, "body");
  const times = [exact(published), exact(updated)];
  return {
    headline: textOf(heading),
    link: attribute(link, "href") ?? "",
    language: attribute(heading, "lang"),
    authors: all.filter((element) => attribute(element, "rel") === "author").map(textOf),
    standfirst: standfirst === undefined ? null : textOf(standfirst),
    picture: (picture && attribute(picture, "src")) ?? null,
    alternative: (picture && attribute(picture, "alt")) || null,
    text: body === undefined ? null : textOf(body).trim(),
    id: textOf(id as Element),
    published: times[0]?.code ?? "",
    updated: times[1]?.code ?? "",
    wall: times.map(({ wall }) => wall),
    labels: items.map((item) => textOf(one(item, ({ tagName }) => tagName === "b"))),
    terms: codes.map(([term]) => term ?? ""),
    schemes: codes.map(([, scheme]) => scheme ?? ""),
  };
}

/** The text of an article's HTML. */
export function textOfHtml(html: string): string {
  const [root] = elementsOf(`<!DOCTYPE html><body>${html}`);
  return textOf(one(elementsIn(root as Element), ({ tagName }) => tagName === "body")).trim();
}

/** The elements in an element, in the order of the document. */
export function elementsIn(element: Element): readonly Element[] {
  return element.childNodes.flatMap((child) => ("tagName" in child ? [child, ...elementsIn(child)] : []));
}

export function byClass(elements: readonly Element[], name: string): readonly Element[] {
  return elements.filter((element) => classesOf(element).includes(name));
}

/** The one element that is wanted; fails when there are none or more. */
export function one(elements: readonly Element[], is: (element: Element) => boolean): Element {
  const [found, ...others] = elements.filter(is);
  if (found === undefined || others.length > 0) throw new Error(`There are ${others.length + (found ? 1 : 0)}.`);
  return found;
}

/** Where the links of a relation lead. */
export function linksTo(html: string, relation: string): readonly string[] {
  return elementsOf(html)
    .filter((element) => attribute(element, "rel") === relation)
    .map((element) => attribute(element, "href") ?? "");
}

function classesOf(element: Element): readonly string[] {
  return (attribute(element, "class") ?? "").split(" ");
}

/** Asks the sample content's app, at the instant of tests. */
export async function sampleApp(): Promise<Ask> {
  const folder = new Folder("content", { now: () => NOW, skipSettling: true });
  await folder.scan();
  const { site, store } = folder.state;
  if (site === undefined || store === undefined) throw new Error("The sample content has faults.");
  const app = appOf({ site, store });
  return (target) => app.request(target);
}

/** The page at an address; fails when there is none. */
export async function htmlAt(ask: Ask, target: string): Promise<string> {
  const response = await ask(target);
  if (response.status !== 200) throw new Error(`${target} answered ${response.status}.`);
  return response.text();
}

/** The pages that follow one another by `rel="next"`, from an address on. */
export async function pagesFrom(ask: Ask, start: string): Promise<readonly { target: string; html: string }[]> {
  const pages: { target: string; html: string }[] = [];
  for (let target: string | undefined = start; target !== undefined; ) {
    const html = await htmlAt(ask, target);
    pages.push({ target, html });
    target = linksTo(html, "next")[0];
  }
  return pages;
}
