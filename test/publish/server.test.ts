import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { FAILED } from "../../src/http/problem.ts";
import { API_METHODS, SCHEMA_PATH } from "../../src/publish/publish-api.ts";
import { createHttpServer } from "../../src/runtime/node/http-server.ts";
import { MAX_ARTICLE_BYTES } from "../../src/source/source.ts";
import { eventually } from "../support/services/eventually.ts";
import { linesOf, NDJSON_TYPE, type Publishing, publishing, TOKEN, wireText } from "../support/services/publishing.ts";
import { temporaryFolder } from "../support/stores/folder.ts";

const DOC = readFileSync(new URL("../../docs/publishing.md", import.meta.url), "utf8");
const AUTHORIZATION = { authorization: `Bearer ${TOKEN}` };
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** The API on a port of this machine, over real connections. */
async function serve(): Promise<{ readonly client: Publishing; readonly site: string; readonly port: number }> {
  const client = await publishing();
  const server = createHttpServer({
    fetch: (incoming) => client.api.fetch(incoming),
    peek: () => undefined,
    now: () => client.now,
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { client: client, port, site: `http://127.0.0.1:${port}` };
}

describe("docs/publishing.md", () => {
  const rows = (heading: string) => {
    const lines = DOC.slice(DOC.indexOf(`| ${heading} |`)).split("\n");
    const table = lines.slice(
      2,
      lines.findIndex((line) => !line.startsWith("|")),
    );
    return table.map((line) =>
      line
        .split("|")
        .map((cell) => cell.trim().replaceAll("`", ""))
        .slice(1, -1),
    );
  };

  it("has examples that work as they are written", async () => {
    const { client, site } = await serve();
    const examples = Array.from(DOC.matchAll(/^```sh\n(.*?)^```$/gms), ([, text = ""]) => text);
    const script = ["set -e\n", ...examples.filter((text) => text.includes("curl"))].join("");
    const { stdout } = await promisify(execFile)("sh", ["-c", script], {
      cwd: await temporaryFolder(),
      env: { PATH: process.env.PATH, SITE: site, PUBLISH_TOKEN: TOKEN, NO_PROXY: "*" },
    });
    expect(stdout).toContain('"outcome":"changed"');
    expect(stdout.match(/"status":\d+/g)).toEqual(['"status":201', '"status":201', '"status":204', '"status":422']);
    expect([...client.articleWriter.stored.keys()].sort()).toEqual(["monsoon", "ports-clear-their-decks", "two"]);
    expect(client.articleWriter.stored.get("monsoon")?.text).toContain("Tuesday");
  });

  it("lists every address with its methods", () => {
    const routes = Object.entries(API_METHODS).flatMap(([path, methods]) => methods.map((method) => [path, method]));
    expect(rows("address").map(([path, method]) => [path, method])).toEqual([...routes, [SCHEMA_PATH, "GET"]]);
  });

  it("lists every status that an answer may have", () => {
    const folder = new URL("../../src/publish/", import.meta.url);
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const api = names.map((name) => readFileSync(new URL(name, folder), "utf8"));
    const named = [...api.join("\n").matchAll(/(?:status: |respond(?:Json|Empty)?\()(\d{3})\b/g)].map(
      ([, status]) => status ?? "",
    );
    expect(new Set(named).size).toBeGreaterThan(14);
    expect(rows("status").map(([status]) => status)).toEqual(
      [...new Set([...named, String(FAILED.status), "201"])].sort(),
    );
  });
});

describe("over real connections", () => {
  it("a body that is too large is refused while it comes", async () => {
    const { client, port } = await serve();
    const path = "/api/articles/ports";
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request({
        port,
        path,
        method: "PUT",
        headers: { ...AUTHORIZATION, "content-type": "text/plain" },
      });
      outgoing.on("response", (incoming) => {
        resolve(incoming.statusCode);
        outgoing.destroy();
      });
      outgoing.on("error", reject);
      // It is never ended: who waits for its end waits for ever.
      outgoing.write(Buffer.alloc(MAX_ARTICLE_BYTES + 1, 0x61));
    });
    expect(status).toBe(413);
    expect(client.articleWriter.writes).toEqual([]);
  });

  it("paths are what was sent, not what libraries make of them", async () => {
    const { client, port } = await serve();
    const ask = (path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { ...AUTHORIZATION, "content-type": "text/plain" };
        const outgoing = request({ port, path, method: "PUT", headers }, (incoming) => {
          incoming.resume();
          resolve(incoming.statusCode);
        });
        outgoing.on("error", reject);
        outgoing.end(wireText("Ports"));
      });
    for (const path of [
      "/api/articles/../x",
      "/api/articles/..",
      "/api/articles/%2e%2e",
      "/api/articles/%2e%2e%2fx",
      "/api/articles/..%5cx",
      "/api/articles/a/../../../x",
      "/api/articles/a\\..\\x",
      "/api/articles/%00",
      "/api/articles//x",
      "//api/articles/x",
      "/api/articles/./x/..",
      "/api/articles/%c0%ae%c0%ae%c0%afx",
      "/api/articles/%",
      "/api/articles/.x",
    ]) {
      const status = await ask(path);
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).toBeLessThan(500);
    }
    expect(client.articleWriter.writes).toEqual([]);
    expect(await ask("/api/articles/a?b=/../c#d")).toBe(201);
    expect([...client.articleWriter.stored.keys()]).toEqual(["a"]);
  });

  it("a client that goes away in the middle of a bulk request ends it", async () => {
    const { client, port } = await serve();
    const headers = { ...AUTHORIZATION, ...NDJSON_TYPE };
    const outgoing = request({ port, path: "/api/articles", method: "POST", headers });
    outgoing.on("error", () => undefined);
    outgoing.write(`${JSON.stringify({ slug: "a", format: "wire", source: wireText("A") })}\n{"slug":"b"`);
    await eventually(() => client.articleWriter.stored.size === 1);
    outgoing.destroy();
    await eventually(() => client.reported.length > 0);
    expect(client.reported).toMatchObject([{ slugs: ["a"] }]);
    expect([...client.articleWriter.stored.keys()]).toEqual(["a"]);
  });

  it("a bulk request of thousands of lines is answered line by line", async () => {
    const { client, site } = await serve();
    const line = (index: number) =>
      JSON.stringify({ slug: `a${index}`, format: "wire", source: wireText(`A ${index}`) });
    const body = Array.from({ length: 3_000 }, (_, index) => line(index)).join("\n");
    const response = await fetch(`${site}/api/articles`, {
      method: "POST",
      headers: { ...AUTHORIZATION, ...NDJSON_TYPE },
      body,
    });
    const answers = await linesOf(response);
    expect(answers.map(({ line, status }) => [line, status])).toEqual(
      Array.from({ length: 3_000 }, (_, index) => [index + 1, 201]),
    );
    expect(client.reported).toHaveLength(1);
  });
});
