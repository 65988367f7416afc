import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { createToken, formatTokens } from "../../../src/http/access-tokens.ts";
import { TOKENS_FILE, writeTokenFile } from "../../../src/store/folder/saved/token-file.ts";
import { eventually } from "../../support/services/eventually.ts";
import { type Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder, put } from "../../support/stores/folder.ts";

const NOW = new Date("2026-11-23T06:00:00Z");
const OWNER = "the-token.that~may+do/all==";
const desk = createToken("desk", ["publish"], NOW);
const monitor = createToken("monitor", ["status"], NOW);
const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });

let folder: string;
beforeEach(async () => {
  folder = await contentFolder({ one: articleText("One") });
});

/** What the list of articles and the metrics answer to a token. */
async function statusesOf(service: Service, secret: string): Promise<readonly [api: number, status: number]> {
  const [api, status] = await Promise.all(
    ["/api/articles", "/metrics"].map((path) => service.fetch(path, bearer(secret))),
  );
  return [api?.status ?? 0, status?.status ?? 0];
}

describe("the tokens of a content folder", () => {
  it("hold as soon as they are written, and no longer than they stand there, without a restart", async () => {
    const service = await startService(folder);
    expect(await statusesOf(service, desk.secret)).toEqual([404, 404]);
    await writeTokenFile(folder, [desk.token, monitor.token]);
    expect((await stat(join(folder, TOKENS_FILE))).mode & 0o777).toBe(0o600);
    expect(await statusesOf(service, desk.secret)).toEqual([200, 403]);
    expect(await statusesOf(service, monitor.secret)).toEqual([403, 200]);
    await writeTokenFile(folder, [monitor.token]);
    expect(await statusesOf(service, desk.secret)).toEqual([401, 401]);
    await rm(join(folder, TOKENS_FILE));
    expect(await statusesOf(service, monitor.secret)).toEqual([404, 404]);
  });

  it("stay as they were while the file is faulty, and the log says so once", async () => {
    await writeTokenFile(folder, [desk.token]);
    const service = await startService(folder, { PUBLISH_TOKEN: OWNER });
    expect(await statusesOf(service, desk.secret)).toEqual([200, 403]);
    await put(folder, TOKENS_FILE, `{"${desk.secret}`);
    for (let time = 0; time < 3; time += 1) expect(await statusesOf(service, desk.secret)).toEqual([200, 403]);
    expect(await statusesOf(service, OWNER)).toEqual([200, 200]);
    const faults = () => service.log.filter((line) => line.startsWith(`error ${TOKENS_FILE} is faulty`));
    await eventually(() => faults().length > 0);
    expect(faults()).toHaveLength(1);
    expect(service.log.join()).not.toContain(desk.secret);
    await writeTokenFile(folder, [monitor.token]);
    expect(await statusesOf(service, desk.secret)).toEqual([401, 401]);
    expect(await statusesOf(service, monitor.secret)).toEqual([403, 200]);
  });

  it("are none where the file was faulty from the start: only those of the environment hold", async () => {
    await put(folder, TOKENS_FILE, "[{}]");
    const service = await startService(folder, { PUBLISH_TOKEN: OWNER, TOKENS: formatTokens([monitor.token]) });
    expect(await statusesOf(service, OWNER)).toEqual([200, 200]);
    expect(await statusesOf(service, monitor.secret)).toEqual([403, 200]);
    expect(await statusesOf(service, desk.secret)).toEqual([401, 401]);
  });

  it("are at no address, and are no article", async () => {
    await writeTokenFile(folder, [desk.token]);
    const service = await startService(folder);
    for (const path of [`/${TOKENS_FILE}`, `/articles/${TOKENS_FILE}`, `/articles/${TOKENS_FILE.slice(1, -5)}`])
      expect((await service.fetch(path)).status, path).toBe(404);
    expect(service.greeting).toContain("with 1 article, 1 category, 0 faults");
  });
});

it("a token is in no line of the log, at any level, wherever its request ends", async () => {
  await writeTokenFile(folder, [desk.token, monitor.token]);
  const secrets = [desk.secret, monitor.secret, "x".repeat(43)];
  for (const LOG_FORMAT of ["text", "json"]) {
    const service = await startService(folder, { LOG_LEVEL: "debug", LOG_FORMAT });
    for (const secret of secrets) {
      const basic = `Basic ${btoa(`editor:${secret}`)}`;
      for (const authorization of [`Bearer ${secret}`, `bearer   ${secret}`, secret, `Token ${secret}`, basic]) {
        const headers = { authorization, "content-type": "text/plain" };
        for (const path of ["/api/articles", "/api/articles/..%2f", "/api/nothing", "/status", "/metrics", "/rss.xml"])
          await service.fetch(path, { headers });
        await service.fetch("/api/articles/two", { method: "PUT", headers, body: articleText("Two") });
        await service.fetch("/api/articles", { method: "POST", headers, body: "{}\n" });
      }
      await service.fetch(`/rss.xml?access_token=${secret}`, { headers: { "user-agent": `a/1 Bearer ${secret}` } });
    }
    await service.fetch("/rss.xml?last");
    await eventually(() => service.log.filter((line) => line.includes("/rss.xml")).length > secrets.length * 6);
    const log = service.log.join("\n");
    for (const secret of [...secrets, ...secrets.map((each) => btoa(`editor:${each}`))])
      expect(log).not.toContain(secret);
    await service.stop();
    expect(log).toMatch(/PUT \/api\/articles\/two 20[01]/);
  }
});
