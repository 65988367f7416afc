import { beforeAll, describe, expect, it } from "vitest";
import { GOOD, type Hostile, plantHostile, SECRET } from "../../support/fixtures/hostile.ts";
import { type Service, startService } from "../../support/services/service.ts";
import { contentFolder } from "../../support/stores/folder.ts";

let service: Service;
let hostile: Hostile[];
/** The good ones, and of the two that differ in composition one. */
const slugs = [...Object.keys(GOOD), "caf\u00e9"];

beforeAll(async () => {
  const folder = await contentFolder({});
  hostile = await plantHostile(folder);
  service = await startService(folder);
});

describe("a folder full of what no article is", () => {
  it("has two hundred of them and more", () => {
    expect(new Set(hostile.map(({ name }) => name)).size).toBe(hostile.length);
    expect(hostile.length).toBeGreaterThanOrEqual(200);
  });

  it("is served: the good articles are there, and nothing else", async () => {
    const { items } = JSON.parse(await service.text("/feed.json?limit=100")) as { items: { url: string }[] };
    const served = items.map(({ url }) => url.slice("https://news.example/articles/".length));
    expect(served.toSorted()).toEqual(slugs.map(encodeURIComponent).toSorted());
    for (const path of served) expect((await service.fetch(`/articles/${path}`)).status, path).toBe(200);
  });

  it("has each of them in the log, with the fault that it has", () => {
    const unnamed = hostile.filter(
      ({ name, code }) =>
        !service.log.some(
          (line) => line.startsWith(`warn articles/${name.replaceAll("\\", "\\\\")}:`) && line.includes(` ${code} `),
        ),
    );
    expect(unnamed).toEqual([]);
  });

  it("has one line of the log for each fault, without control characters", () => {
    for (const line of service.log) expect(line).toMatch(/^(?:info|warn) [^\p{Cc}]+$/u);
    expect(service.errors).toBe("");
  });

  it("tells nothing of what lies outside of it, or of what its links point at", async () => {
    const paths = ["/", "/rss.xml?limit=100", "/atom.xml?limit=100", "/feed.json?limit=100", "/categories/india"];
    const pages = hostile.map(({ name }) => `/articles/${encodeURIComponent(name.replace(/\.txt$/, ""))}`);
    for (const path of [...paths, ...pages]) {
      const text = await (await service.fetch(path)).text();
      expect(text.includes(SECRET), path).toBe(false);
      expect(/root:.?:0|PATH=/.test(text), path).toBe(false);
    }
    expect(service.log.join("\n")).not.toContain(SECRET);
    expect(service.log.join("\n")).not.toMatch(/root:.?:0|PATH=/);
  });

  it("leaves the service alive and well", async () => {
    expect((await service.fetch("/readyz")).status).toBe(200);
    expect(await service.stop()).toEqual({ code: 0, signal: null });
  });
});
