import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SITE_JSON, type Story, storyOf, wireText } from "../support/corpus.ts";

/** Articles that are there from the beginning, and go on being there. */
const KEPT = 150;

/** Articles that are there at first and are taken away one by one; when all are gone, none is removed any more. */
const REMOVABLE = 50;

/** A content folder that is worked on: articles are published, edited and removed, and no state comes twice. */
export interface Edition {
  /** Articles that stay. */
  readonly kept: readonly Story[];
  /** Does the next thing in the course of a day. */
  readonly step: () => Promise<void>;
  readonly counts: { published: number; edited: number; removed: number };
}

export async function createEdition(folder: string): Promise<Edition> {
  const path = (story: Story) => join(folder, "articles", `${story.slug}.txt`);
  // Under another name first, as a desk's tools do, so that nobody sees half of it.
  const store = async (story: Story, text: string) => {
    const temporary = join(folder, "articles", ".writing");
    await writeFile(temporary, text);
    await rename(temporary, path(story));
  };
  await mkdir(join(folder, "articles"), { recursive: true });
  await writeFile(join(folder, "site.json"), SITE_JSON);
  const first = Array.from({ length: KEPT + REMOVABLE }, (_, number) => storyOf(number + 10_000));
  for (const story of first) await store(story, wireText(story));
  // Every fourth one, so that the newest, which feeds show, are among those that go.
  const removable = first.filter((_, index) => index % 4 === 1).slice(0, REMOVABLE);
  const kept = first.filter((story) => !removable.includes(story));
  const counts = { published: 0, edited: 0, removed: 0 };
  let steps = 0;

  return {
    kept,
    counts,
    async step() {
      steps += 1;
      const gone = steps % 3 === 0 ? removable.shift() : undefined;
      if (gone !== undefined) {
        await rm(path(gone));
        counts.removed += 1;
      } else if (steps % 3 === 1) {
        const story = storyOf(20_000 + steps);
        const published = new Date(Math.floor(Date.now() / 1000) * 1000 - 1000);
        await store(story, wireText({ ...story, published }));
        counts.published += 1;
      } else {
        const story = kept[steps % 20] as Story;
        const last = `This report was brought up to date ${steps} times.`;
        await store(story, wireText({ ...story, paragraphs: [...story.paragraphs, last] }));
        counts.edited += 1;
      }
    },
  };
}
