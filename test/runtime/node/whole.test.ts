import { copyFile, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../support/services/eventually.ts";
import { type Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder, put } from "../../support/stores/folder.ts";

const PARAGRAPHS = 24;

/** An article every beginning of which, cut between two paragraphs, is an article too. */
const version = (name: string) =>
  articleText(
    `Version ${name}`,
    Array.from({ length: PARAGRAPHS }, (_, index) => `Sentence ${index + 1} of version ${name}.`).join("\n"),
  );

const pause = (milliseconds: number) => new Promise((later) => setTimeout(later, milliseconds));

let service: Service;
let path: string;
let count = 0;

beforeAll(async () => {
  const folder = await contentFolder({ story: version("0"), other: articleText("Another") });
  path = join(folder, "articles", "story.txt");
  service = await startService(folder);
});

/** Saves a new version while the article is asked for all the time: every answer is the old or the new one, whole. */
async function watchWhile(save: (text: string) => Promise<void>): Promise<void> {
  const names = [String(count), String(count + 1)];
  count += 1;
  const latest = names[1] ?? "";
  const seen = new Set<string>();
  let polls = 0;
  let done = false;
  const poll = async (address: string) => {
    const response = await service.fetch(address);
    const text = await response.text();
    polls += 1;
    if (response.status !== 200) seen.add(`status ${response.status}`);
    const name = /Version (\d+)/.exec(text)?.[1] ?? "none";
    const sentences = [...text.matchAll(/Sentence \d+ of version (\d+)\./g)];
    const whole = sentences.length === PARAGRAPHS && sentences.every(([, own]) => own === name);
    seen.add(whole ? name : `${sentences.length} sentences of ${name}`);
    return name;
  };
  const watching = (async () => {
    while (!done) {
      await poll("/articles/story");
      await poll("/feed.json");
    }
  })();
  await save(version(latest));
  try {
    await eventually(async () => (await poll("/articles/story")) === latest);
  } finally {
    done = true;
    await watching;
  }
  expect(polls).toBeGreaterThan(20);
  expect([...seen].filter((each) => !names.includes(each))).toEqual([]);
  expect(seen).toContain(latest);
}

describe("an article that is saved is old or new, and never half or gone", () => {
  it("when it is written over in pieces, one each 50 ms", async () => {
    await watchWhile(async (text) => {
      const file = await open(path, "w");
      for (const line of text.split(/(?<=\n)/)) {
        await file.write(line);
        await pause(50);
      }
      await file.close();
    });
  });

  it("when it is truncated and then written", async () => {
    await watchWhile(async (text) => {
      await writeFile(path, "");
      await pause(50);
      await writeFile(path, text);
    });
  });

  it("when it is deleted and made anew", async () => {
    await watchWhile(async (text) => {
      await rm(path);
      await pause(50);
      await writeFile(path, text);
    });
  });

  it("when it is deleted and made anew in pieces", async () => {
    await watchWhile(async (text) => {
      await rm(path);
      for (const line of text.split(/(?<=\n)/)) {
        await writeFile(path, line, { flag: "a" });
        await pause(20);
      }
    });
  });

  it("when another file is renamed over it", async () => {
    await watchWhile(async (text) => {
      await writeFile(`${path}.tmp`, text);
      await rename(`${path}.tmp`, path);
    });
  });

  it("when it is moved aside as a backup and written anew", async () => {
    await watchWhile(async (text) => {
      await rename(path, `${path}~`);
      await writeFile(path, text);
      await rm(`${path}~`);
    });
  });

  it("when it is copied over, twenty times in a row", async () => {
    await watchWhile(async (text) => {
      const source = await put(join(path, "../.."), "source.txt", text);
      for (let times = 0; times < 20; times += 1) {
        await copyFile(source, path);
        await pause(15);
      }
    });
  });
});
