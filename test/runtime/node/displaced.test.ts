import { rename, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { eventually } from "../../support/services/eventually.ts";
import { TOKEN, wireText } from "../../support/services/publishing.ts";
import { startService } from "../../support/services/service.ts";
import { contentFolder } from "../../support/stores/folder.ts";
import { databasePath } from "../../support/stores/sqlite.ts";

const AUTHORIZED = { headers: { authorization: `Bearer ${TOKEN}` } };

it("a database that is moved away is served on, takes nothing that would be lost, and is used again when it is back", async () => {
  const path = await databasePath();
  const service = await startService(await contentFolder({}), { PUBLISH_TOKEN: TOKEN, DATABASE: path });
  const put = async (slug: string) => {
    const headers = { ...AUTHORIZED.headers, "content-type": "text/plain" };
    const response = await service.fetch(`/api/articles/${slug}`, { method: "PUT", headers, body: wireText(slug) });
    return response.status;
  };
  const status = () => service.text("/status", AUTHORIZED);
  expect(await put("before")).toBe(201);
  await rename(path, `${path}.away`);
  expect(await put("lost")).toBe(503);
  await eventually(async () => (await status()).includes("database-displaced"));
  const feed = await service.text("/feed.json");
  expect([feed.includes("/articles/before"), feed.includes("/articles/lost")]).toEqual([true, false]);
  await writeFile(path, "another file");
  expect(await put("lost")).toBe(503);
  await rename(`${path}.away`, path);
  expect(await put("after")).toBe(201);
  await eventually(async () => !(await status()).includes("database-displaced"));
  expect(await service.text("/feed.json")).toContain("/articles/after");
  expect(service.log.filter((line) => line.startsWith("error the database"))).toHaveLength(1);
  expect(await service.stop()).toEqual({ code: 0, signal: null });
});
