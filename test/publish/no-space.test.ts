import { expect, it } from "vitest";
import { DISK, type Disk } from "../../src/store/folder/writer/durable-disk.ts";
import { textOf } from "../support/fixtures/drafts.ts";
import { NDJSON_TYPE, problemOf, publishing } from "../support/services/publishing.ts";
import { emptyFolder, openPublishedFolder } from "../support/stores/published-folder.ts";

/** A disk with room for so many files; removing one makes room for another. */
function smallDisk(room: number): Disk & { readonly setRoom: (files: number) => void } {
  let left = room;
  return {
    ...DISK,
    async create(path, text) {
      if (left <= 0) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      left -= 1;
      await DISK.create(path, text);
    },
    async remove(path) {
      await DISK.remove(path);
      left += 1;
    },
    setRoom(files) {
      left = files;
    },
  };
}

/** The API over a content folder on a small disk. */
async function onSmallDisk() {
  const disk = smallDisk(100);
  const folder = await openPublishedFolder(await emptyFolder(), { disk });
  const client = await publishing({
    content: () => {
      const { site, store } = folder.folder.state;
      return site && store && { site, store, writer: folder.writer };
    },
  });
  return { ...client, disk, folder };
}

const line = (slug: string) => ({ slug, format: "wire", source: textOf({ headline: slug }) });

it("on a full disk a request is answered 507 with its type, and the cause is in the log", async () => {
  const { put, disk, lines, folder } = await onSmallDisk();
  disk.setRoom(0);
  const response = await put("a", textOf({}));
  expect(response.status).toBe(507);
  expect(response.headers.get("retry-after")).toBeNull();
  expect(await problemOf(response)).toMatchObject({
    type: "urn:problem-type:harkara:no-space",
    title: "Insufficient Storage",
    detail: expect.stringMatching(/full/),
  });
  expect(lines.join("\n")).toContain("no space left");
  expect(await folder.files()).toEqual([]);
});

it("a bulk request says of each line whether it was written", async () => {
  const { ask, disk, folder } = await onSmallDisk();
  const slugs = Array.from({ length: 8 }, (_, index) => `a${index}`);
  // One file goes to what the folder stores besides its articles.
  disk.setRoom(4);
  const body = slugs.map((slug) => `${JSON.stringify(line(slug))}\n`).join("");
  const response = await ask("POST", "/api/articles", { headers: NDJSON_TYPE, body });
  const replies = (await response.text())
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text));
  const written = replies.filter(({ status }) => status === 201).map(({ slug }) => slug);
  expect(written.length).toBeGreaterThan(0);
  expect(written.length).toBeLessThan(slugs.length);
  expect(await folder.files()).toEqual(written.map((slug) => `${slug}.txt`).sort());
  for (const slug of slugs) expect((await folder.shown(slug)) !== undefined, slug).toBe(written.includes(slug));
  for (const { status, type } of replies)
    if (status !== 201) expect([status, type]).toEqual([507, "urn:problem-type:harkara:no-space"]);
});

it("articles can be removed on a full disk, which makes room", async () => {
  const { put, ask, disk, folder } = await onSmallDisk();
  expect((await put("a", textOf({}))).status).toBe(201);
  disk.setRoom(0);
  expect((await put("b", textOf({}))).status).toBe(507);
  expect((await ask("DELETE", "/api/articles/a")).status).toBe(204);
  expect(await folder.files()).toEqual([]);
  expect(await folder.store().removed("a")).toBeInstanceOf(Date);
  disk.setRoom(5);
  expect((await put("b", textOf({}))).status).toBe(201);
});

it("a full SQLite database is told as a full disk", async () => {
  const full = Object.assign(new Error("database or disk is full"), { code: "ERR_SQLITE_ERROR", errcode: 13 });
  const client = await publishing();
  client.articleWriter.before = () => {
    throw full;
  };
  expect((await client.put("a", textOf({}))).status).toBe(507);
  const replies = await client.bulk([line("a"), line("b")]);
  expect(replies.map(({ status }) => status)).toEqual([507, 507]);
});
