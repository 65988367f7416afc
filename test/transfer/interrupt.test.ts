import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, describe, expect, it } from "vitest";
import { download } from "../../src/transfer/download.ts";
import { createHttpClient, type HttpClient, NetError } from "../../src/transfer/http-client.ts";
import { ServiceClient } from "../../src/transfer/service-client.ts";
import { EVENING, harkara } from "../cli/terminal.ts";
import { NOW } from "../support/fixtures/content.ts";
import { put, temporaryFolder } from "../support/stores/folder.ts";

const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server that begins an answer, or none, and never ends it; it raises the interrupt when it is asked. */
async function silent(begins: boolean, raises = true) {
  const interrupt = new AbortController();
  const requested: string[] = [];
  const server = createServer((request, response) => {
    requested.push(request.url ?? "");
    if (begins) response.writeHead(200).write("<rss>");
    // Behind the beginning of the answer, so that it is on its way.
    if (raises) void setImmediate().then(() => interrupt.abort());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, asked: requested, interrupt };
}

const net = createHttpClient(() => NOW);

describe.each([
  ["does not answer", false],
  ["does not end its answer", true],
])("an interrupt while a server %s", (_, begins) => {
  it("ends a download at once, and it is not tried again", async () => {
    const { address, asked: requested, interrupt } = await silent(begins);
    await expect(download(net, address, interrupt.signal)).rejects.toThrow(NetError);
    expect(requested).toHaveLength(1);
  });

  it("ends what is asked of a service at once, and it is not tried again", async () => {
    const { address, asked: requested, interrupt } = await silent(begins);
    const client = new ServiceClient(net, address, "token", interrupt.signal);
    await expect(client.put({ slug: "a", format: "wire", text: "x" })).rejects.toThrow(NetError);
    await expect(client.get("a")).rejects.toThrow(NetError);
    expect(requested).toEqual(["/api/articles/a"]);
  });

  it("ends harkara import with 130 and one line", async () => {
    const { address, interrupt } = await silent(begins);
    const to = `${await temporaryFolder()}/news.db`;
    const outcome = await harkara(["import", address, "--to", to, "--dry-run"], {}, EVENING, {
      interrupt: () => interrupt.signal,
    });
    expect(outcome).toEqual({ code: 130, out: [], err: ["interrupted. Nothing was brought along"] });
  });

  it("ends harkara publish and harkara export with 130", async () => {
    const folder = await temporaryFolder();
    const file = await put(folder, "a.txt", "x");
    const env = { HARKARA_TOKEN: "geheim", CONTENT_DIR: "/nowhere" };
    const first = await silent(begins);
    expect(
      await harkara(["publish", file, file, "--to", first.address], env, EVENING, {
        interrupt: () => first.interrupt.signal,
      }),
    ).toEqual({ code: 130, out: [], err: ["interrupted: 2 of 2 files were not sent"] });
    const second = await silent(begins);
    const to = `${folder}/out`;
    const { code, err } = await harkara(["export", "--to", to, "--from", second.address], env, EVENING, {
      interrupt: () => second.interrupt.signal,
    });
    expect(code).toBe(130);
    expect(err.at(-1)).toBe(`interrupted: this is not all. Empty ${to} and run it again`);
  });
});

it("an interrupt ends a download whose request was collected as garbage while its answer came", async () => {
  const { address, interrupt } = await silent(true, false);
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const begun = Promise.withResolvers<void>();
  const watched: HttpClient = {
    ...net,
    fetch: (request) => net.fetch(request).finally(begun.resolve),
  };
  const outcome = download(watched, address, interrupt.signal).catch((error: unknown) => error);
  await begun.promise;
  for (let turn = 0; turn < 5; turn += 1) {
    await setImmediate();
    collectGarbage();
  }
  interrupt.abort();
  expect(await outcome).toBeInstanceOf(NetError);
});

it("an interrupt while articles are brought to a service ends with 130 and what is counted", async () => {
  const { address, asked: requested, interrupt } = await silent(false);
  const feed = await put(
    await temporaryFolder(),
    "feed",
    `<rss version="2.0"><channel><title>T</title><item><title>A</title><link>https://a.example/rain-x</link><pubDate>31 Mar 2025 00:00 GMT</pubDate><description>Text.</description></item></channel></rss>`,
  );
  const env = { HARKARA_TOKEN: "geheim", CONTENT_DIR: "/nowhere" };
  const outcome = await harkara(["import", feed, "--to", address], env, EVENING, {
    interrupt: () => interrupt.signal,
  });
  expect(outcome).toEqual({
    code: 130,
    out: ["0 new, 0 changed, 0 already there, 0 left out"],
    err: ["interrupted. What is counted is there; run it again for the rest"],
  });
  expect(requested).toHaveLength(1);
});
