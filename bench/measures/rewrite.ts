import type { Article } from "../../src/article/article.ts";
import { createRenderer } from "../../src/feed/renderer.ts";
import { type Selection, selectEntries } from "../../src/feed/selection.ts";
import { FORMATS, type Format } from "../../src/lib/feed-format.ts";
import { NEWEST } from "../../src/site/scope.ts";
import type { Site } from "../../src/site/site.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { benchArticles, benchSite, STORED } from "../support/corpus.ts";
import { type Contender, interleave, median, of, ROUNDS } from "../support/measure.ts";
import type { Report, Row } from "../support/table.ts";
import { feedDocument, feedsmithDocument, rssDocument } from "../support/writers.ts";

const BENCH = "2 one of 50 changed";

const NOW = new Date("2026-11-23T06:00:00Z");

/** Documents written in a round: few where each takes long. */
const OWN_DOCUMENTS = 200;
const OTHERS_DOCUMENTS = 10;

/** A feed's new bytes after one of its fifty articles changed, against writing the list anew. */
export async function rewrite(): Promise<Report> {
  const [site, articles] = await Promise.all([benchSite(), benchArticles(50)]);
  const rows: Row[] = [];
  for (const format of FORMATS) rows.push(...(await measure(site, articles, format)));
  return { rows, omissions: [{ bench: BENCH, left: "rss writes no Atom and no JSON Feed" }] };
}

async function measure(site: Site, articles: readonly Article[], format: Format): Promise<Row[]> {
  const edition = editions(site, articles);
  const renderer = createRenderer();
  await renderer.render(await edition.selection(), format);
  const encoder = new TextEncoder();
  const anew = (name: string, write: (articles: readonly Article[]) => string): Contender => ({
    name,
    round: () => timed(OTHERS_DOCUMENTS, edition.articles, (list) => encoder.encode(write(list))),
  });
  const contenders: Contender[] = [
    {
      name: "harkara",
      round: () => timed(OWN_DOCUMENTS, edition.selection, (selection) => renderer.render(selection, format)),
    },
    {
      name: "harkara, with selection",
      round: () =>
        timed(OWN_DOCUMENTS, edition.store, async (store) => {
          const selection = await selectEntries(store, site, { kind: "all" }, NEWEST, NOW);
          if (selection !== undefined) await renderer.render(selection, format);
        }),
    },
    anew("feedsmith", (list) => feedsmithDocument(site, list, format)),
    anew("feed", (list) => feedDocument(site, list, format, true)),
    ...(format === "rss" ? [anew("rss", (list) => rssDocument(site, list))] : []),
  ];
  // The first round of each is for the compiler.
  for (const { round } of contenders) await round();
  const medians = await interleave(contenders, ROUNDS + 2);
  const feedsmith = of(medians, "feedsmith");
  const own = of(medians, "harkara");
  return [...medians].map(([name, value]) => {
    const row: Row = { bench: BENCH, what: `${format}, ${name}`, value, unit: "µs" };
    return name.startsWith("harkara")
      ? {
          ...row,
          against: { name: `${name} / feedsmith`, ratio: value / feedsmith },
          target: { atMost: 0.05 },
        }
      : { ...row, against: { name: `harkara / ${name}`, ratio: own / value } };
  });
}

/** States of the same fifty articles, each with another one changed; none comes twice. */
function editions(site: Site, first: readonly Article[]) {
  const current = [...first];
  let count = 0;
  const articles = async (): Promise<readonly Article[]> => {
    count += 1;
    const place = count % current.length;
    const before = current[place] as Article;
    current[place] = {
      ...before,
      html: `${before.html.replace(/\n<p>Update \d+\.<\/p>$/, "")}\n<p>Update ${count}.</p>`,
      revision: `r${count}`,
      updated: new Date(before.published.getTime() + count * 1000),
    };
    return [...current];
  };
  const store = async () => createMemoryStore(site, await articles(), STORED);
  const selection = async (): Promise<Selection> => {
    const found = await selectEntries(await store(), site, { kind: "all" }, NEWEST, NOW);
    if (found === undefined) throw new Error("the feed is gone");
    return found;
  };
  return { articles, store, selection };
}

/** The median time of some runs, in µs, each on a state of its own that is prepared before the clock starts. */
async function timed<T>(count: number, prepare: () => Promise<T>, work: (state: T) => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < count; run += 1) {
    const state = await prepare();
    const started = performance.now();
    await work(state);
    times.push((performance.now() - started) * 1000);
  }
  return median(times);
}
