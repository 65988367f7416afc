import { pick, randomOf } from "../../../bench/support/random.ts";

/** The settings of the site that is published to until something is killed. */
export const CRASH_SETTINGS = {
  title: "The Test",
  address: "https://news.example",
  author: "News Desk",
};

/** Something that is done to a slug: the version of its article that is put there, or nothing for its removal. */
export type Deed = readonly [slug: string, version: number | null];

const LABELS = ["India", "Rivers", "Hills", "Trade"];
const NAMES = ["Asha Rao", "Ravi Iyer"];

/**
 * The text of a version of an article. Headline, standfirst and every paragraph name it, so that half of one and half
 * of another cannot pass for either; labels, names, length and, now and then, the time of publication differ too.
 * @param most paragraphs
 */
export function crashText(slug: string, version: number, most = 40): string {
  const random = randomOf(version * 7919 + slug.length);
  const day = 1 + Math.floor(random() * 28);
  const time = `${String(Math.floor(random() * 24)).padStart(2, "0")}:${String(version % 60).padStart(2, "0")}`;
  const paragraphs = Math.floor(random() ** 3 * most) + 1;
  const paragraph = `This sentence of ${slug} is of version ${version}, as are all others that stand beside it here. `;
  return [
    `Published ${time} UTC, March ${day}th 2025`,
    `Version ${version} of ${slug}`,
    `What version ${version} is about.`,
    ...(random() < 0.5 ? [`By ${pick(random, NAMES)}`] : []),
    ...LABELS.filter(() => random() < 0.4).map((label) => `- ${label}`),
    ...Array.from({ length: paragraphs }, () => paragraph.repeat(2).trim()),
    "",
  ].join("\n");
}

/** Deeds without end: some of a few slugs at once, no slug twice, more articles put than removed. */
export function* deedsWithoutEnd(seed: number, from: number, most: number): Generator<readonly Deed[]> {
  const random = randomOf(seed);
  for (let version = from; ; ) {
    const deeds = new Map<string, number | null>();
    for (let count = 1 + Math.floor(random() ** 2 * most); count > 0; count -= 1) {
      version += 1;
      deeds.set(`story-${Math.floor(random() * 60)}`, random() < 0.25 ? null : version);
    }
    yield [...deeds];
  }
}

/** What a state becomes by deeds. */
export function stateAfter(state: ReadonlyMap<string, number>, deeds: readonly Deed[]): Map<string, number> {
  const next = new Map(state);
  for (const [slug, version] of deeds) {
    if (version === null) next.delete(slug);
    else next.set(slug, version);
  }
  return next;
}

/** The sources that a state comes to, by slug in their order. */
export function textsOf(state: ReadonlyMap<string, number>): readonly (readonly [string, string])[] {
  return [...state]
    .map(([slug, version]) => [slug, crashText(slug, version)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
