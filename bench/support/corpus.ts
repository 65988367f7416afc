import { type Article, type ArticleContent, revise } from "../../src/article/article.ts";
import { escapeText, slugOf } from "../../src/lib/text.ts";
import { parseSite } from "../../src/site/parse-site.ts";
import type { Site } from "../../src/site/site.ts";
import type { Content } from "../../src/store/content.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { pick, randomOf } from "./random.ts";

/** An invented article; the same number is always the same article. */
export interface Story {
  readonly slug: string;
  readonly headline: string;
  readonly standfirst: string;
  readonly names: readonly string[];
  readonly picture: string;
  readonly labels: readonly string[];
  readonly minutes: number;
  readonly published: Date;
  /** 300 to 700 words in all. */
  readonly paragraphs: readonly string[];
}

/** When every article of the corpus was stored. */
export const STORED = new Date("2026-11-01T00:00:00Z");

/** When article 0 was published; each one after it is ten minutes older. */
const NEWEST = Date.UTC(2026, 9, 31, 18, 30);
const APART_MS = 600_000;

/** `site.json` of the corpus. */
export const SITE_JSON = JSON.stringify({
  title: "The Bench",
  description: "Invented news, to measure with.",
  address: "http://localhost:8787",
  language: "en-IN",
  authority: "harkara.example",
  copyright: "© The Bench",
  pageSize: 50,
});

export async function benchSite(): Promise<Site> {
  const reading = await parseSite(SITE_JSON, STORED);
  if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
  return reading.site;
}

/** A content of the first articles of the corpus, each with the revision that follows from what it says. */
export async function benchContent(count: number): Promise<Content> {
  const site = await benchSite();
  return { site, store: createMemoryStore(site, await benchArticles(count), STORED) };
}

export async function benchArticles(count: number): Promise<Article[]> {
  return Promise.all(Array.from({ length: count }, (_, number) => revise(articleContent(storyOf(number)), STORED)));
}

/** The same articles with made-up revisions: digests of 100,000 texts would be most of a measurement's time. */
export function quickArticles(count: number): Article[] {
  return Array.from({ length: count }, (_, number) => ({
    ...articleContent(storyOf(number)),
    revision: String(number).padStart(22, "0"),
    modified: STORED,
  }));
}

export function storyOf(number: number): Story {
  const random = randomOf(number + 1);
  const length = 300 + Math.floor(random() * 350);
  const paragraphs: string[] = [];
  for (let words = 0; words < length; ) {
    const paragraph = pick(random, POOL.paragraphs);
    paragraphs.push(paragraph.text);
    words += paragraph.words;
  }
  const headline = pick(random, POOL.headlines);
  return {
    slug: `${shortSlug(headline)}-${number}`,
    headline,
    standfirst: pick(random, POOL.sentences),
    names: random() < 0.3 ? [pick(random, POOL.names), pick(random, POOL.names)] : [pick(random, POOL.names)],
    picture: `https://images.harkara.example/${number}.jpg`,
    labels: [...new Set([pick(random, LABELS), pick(random, LABELS)])],
    minutes: Math.ceil(length / 220),
    published: new Date(NEWEST - number * APART_MS),
    paragraphs,
  };
}

/** A story as the service holds it after reading it. */
export function articleContent(story: Story): ArticleContent {
  const { slug, headline, standfirst, names, picture, labels, minutes, published, paragraphs } = story;
  return {
    slug,
    headline,
    standfirst,
    authors: [...new Set(names)].map((name) => ({ name, slug: shortSlug(name) })),
    picture: { address: picture, alternative: headline, type: "image/jpeg" },
    categories: labels.map((label) => ({ label, slug: shortSlug(label) })),
    readingMinutes: minutes,
    language: "en-IN",
    published,
    updated: published,
    html: paragraphs.map((text) => `<p>${escapeText(text)}</p>`).join("\n"),
  };
}

/** A story as a file in the wire format. */
export function wireText(story: Story): string {
  const { headline, standfirst, names, picture, labels, minutes, published, paragraphs } = story;
  const [hours, date] = [published.toISOString().slice(11, 19), published.toISOString().slice(0, 10)];
  return [
    `Published ${date}T${hours}Z`,
    headline,
    standfirst,
    `By ${[...new Set(names)].join(" and ")}`,
    `Image: ${picture} | ${headline}`,
    ...labels.map((label) => `- ${label}`),
    `- ${minutes} min read`,
    ...paragraphs,
    "",
  ].join("\n");
}

/** Names come again and again, and their slugs are dear. */
function shortSlug(name: string): string {
  let slug = slugs.get(name);
  if (slug === undefined) {
    slug = slugOf(name);
    slugs.set(name, slug);
  }
  return slug;
}

const slugs = new Map<string, string>();

const LABELS = ["India", "Cities", "Weather", "Business", "Science", "Culture", "Sport", "Opinion"];

const COMMON =
  "the of and to in a is that for it was on are as with his they at be this from have or by one had not but what " +
  "all were when we there can an your which their said if do will each about how up out them then she many some so " +
  "these would other into has more her two like him see time could no make than first been its who now people";

interface Paragraph {
  readonly text: string;
  readonly words: number;
}

const ONSETS = ["b", "ch", "d", "g", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "sh", "st", "t", "tr", "v"];
const VOWELS = ["a", "e", "i", "o", "u", "a", "e", "ai", "ea", "ou"];
const CODAS = ["", "", "n", "r", "s", "t", "ng", "l", "ted"];

/** Phrases from which all articles are put together: large enough that a feed compresses as real prose does. */
const POOL = makePool(randomOf(26));

function makePool(random: () => number) {
  const common = COMMON.split(" ");
  const rare = Array.from({ length: 4_000 }, () => inventWord(random));
  // Half of what is printed are some hundred small words; of the others a few come often and most hardly ever.
  const word = () => (random() < 0.5 ? pick(random, common) : (rare[Math.floor(random() ** 2 * rare.length)] ?? ""));
  const words = (count: number) => Array.from({ length: count }, word).join(" ");
  const sentence = () => {
    const text = `${words(4 + Math.floor(random() * 6))}, ${words(4 + Math.floor(random() * 10))}.`;
    return random() < 0.15 ? `“${capital(text.slice(0, -1))},” she said.` : capital(text);
  };
  const sentences = Array.from({ length: 2_000 }, sentence);
  const paragraph = (): Paragraph => {
    const text = Array.from({ length: 2 + Math.floor(random() * 3) }, sentence).join(" ");
    return { text, words: text.split(" ").length };
  };
  return {
    sentences,
    paragraphs: Array.from({ length: 6_000 }, paragraph),
    headlines: Array.from({ length: 3_000 }, () => capital(words(6 + Math.floor(random() * 6)))),
    names: Array.from({ length: 300 }, () => `${capital(inventWord(random))} ${capital(inventWord(random))}`),
  };
}

function inventWord(random: () => number): string {
  let word = "";
  for (let left = 2 + Math.floor(random() * 3); left > 0; left -= 1)
    word += pick(random, ONSETS) + pick(random, VOWELS);
  return word + pick(random, CODAS);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
