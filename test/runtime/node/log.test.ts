import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { exchange } from "../../support/readers/socket.ts";
import { eventually } from "../../support/services/eventually.ts";
import { Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder, put, SITE } from "../../support/stores/folder.ts";

const TOKEN = "a-token.that~nobody+may/read==";

/** A line of the log for programs. */
interface Line {
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly path?: string;
  readonly status?: number;
}

/** Every line of a log, read as JSON. */
function linesOf(service: Service): Line[] {
  return service.log.map((line) => JSON.parse(line) as Line);
}

/** The lines of the requests for a path, once there are as many as are awaited. */
async function requestsFor(service: Service, path: string, count: number): Promise<Line[]> {
  const found = () => linesOf(service).filter((line) => line.path === path);
  await eventually(() => found().length >= count);
  return found();
}

/** Asks a service on a port, which may not be there yet, for the status of a path; 0 without an answer. */
function asking(port: number): (path: string) => Promise<number> {
  return (path) =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      ({ status }) => status,
      () => 0,
    );
}

describe("the log for programs", () => {
  let folder: string;
  let service: Service;
  beforeAll(async () => {
    folder = await contentFolder({ one: articleText("Headline 1") });
    service = await startService(folder, { LOG_FORMAT: "auto", PUBLISH_TOKEN: TOKEN });
  });

  it("says where the service listens as JSON, as its standard output is no terminal", () => {
    expect(linesOf(service)[0]).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: "info",
      message: expect.stringMatching(/^Harkara listens on http:\/\/127\.0\.0\.1:\d+ with 1 article/),
    });
  });

  it("has a line for each poll: looked up, kept, unchanged, without body, and only what is new", async () => {
    const agent = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; )";
    const ask = (init: RequestInit = {}) =>
      service.fetch("/feed.json?limit=7&who=knows", {
        ...init,
        headers: {
          "user-agent": agent,
          "accept-encoding": "identity",
          ...(init.headers as Record<string, string>),
        },
      });
    const miss = await ask();
    const tag = miss.headers.get("etag") ?? "";
    const sizes = [(await miss.arrayBuffer()).byteLength];
    sizes.push((await (await ask()).arrayBuffer()).byteLength);
    sizes.push((await (await ask({ headers: { "if-none-match": tag } })).arrayBuffer()).byteLength);
    sizes.push((await (await ask({ method: "HEAD" })).arrayBuffer()).byteLength);
    await put(folder, "articles/two.txt", articleText("Headline 2", "One plain sentence.", 2));
    await eventually(async () => (await service.text("/feed.json?limit=7")).includes("Headline 2"));
    const delta = await ask({ headers: { "if-none-match": tag, "a-im": "feed" } });
    sizes.push((await delta.arrayBuffer()).byteLength);

    await eventually(() => linesOf(service).some((line) => "status" in line && line.status === 226));
    const lines = linesOf(service).filter((line) => "agent" in line && line.agent === agent);
    expect(lines).toHaveLength(5);
    const common = { level: "info", path: "/feed.json", feed: "all", format: "json", agent };
    const rest = { time: expect.any(String), ms: expect.any(Number) };
    for (const [index, [method, status]] of (
      [
        ["GET", 200],
        ["GET", 200],
        ["GET", 304],
        ["HEAD", 200],
        ["GET", 226],
      ] as const
    ).entries()) {
      const message = `${method} /feed.json ${status}`;
      const cache = index === 0 ? "miss" : "hit";
      expect(lines[index]).toEqual({
        ...common,
        ...rest,
        message,
        method,
        status,
        bytes: sizes[index],
        cache,
      });
    }
    expect(sizes.slice(2, 4)).toEqual([0, 0]);
  });

  it("has one for what is not there, with the bytes that were sent", async () => {
    const response = await service.fetch("/nothing?q=secret");
    const bytes = (await response.arrayBuffer()).byteLength;
    const [line] = await requestsFor(service, "/nothing", 1);
    expect(line).toMatchObject({
      status: 404,
      bytes,
      feed: null,
      format: null,
      cache: "none",
      method: "GET",
    });
  });

  it("has one for each request of a publisher, also where the answer is a stream, whose length nobody knows", async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const put_ = await service.fetch("/api/articles/new", {
      method: "PUT",
      headers: { ...headers, "content-type": "text/plain" },
      body: articleText("New"),
    });
    const bytes = (await put_.arrayBuffer()).byteLength;
    expect(put_.status).toBe(201);
    const [line] = await requestsFor(service, "/api/articles/new", 1);
    expect(line).toMatchObject({ method: "PUT", status: 201, bytes, cache: "none" });
    const bulk = await service.fetch("/api/articles", {
      method: "POST",
      headers: { ...headers, "content-type": "application/x-ndjson" },
      body: `${JSON.stringify({ slug: "bulk", format: "wire", source: articleText("Bulk") })}\n`,
    });
    expect(await bulk.text()).toContain('"status":201');
    const [streamed] = await requestsFor(service, "/api/articles", 1);
    expect(streamed).toMatchObject({ method: "POST", status: 200, bytes: null });
  });

  it("has the token nowhere, wherever a client puts it", async () => {
    const encoded = encodeURIComponent(TOKEN);
    const requests = [
      ["GET", `/api/articles?token=${encoded}`, `Authorization: Bearer ${TOKEN}`],
      ["GET", "/leak-in-agent", `User-Agent: publisher/${TOKEN} (${encoded})`],
      ["GET", "/leak-in-fields", `X-Token: ${TOKEN}`, `Cookie: token=${TOKEN}`, `Referer: http://a/?t=${TOKEN}`],
      ["GET", `/${TOKEN}/${encoded}`, "User-Agent: path"],
      ["GET", `http://user:${TOKEN}@news.example/leak-in-target`, "User-Agent: target"],
      ["GET", `/leak-in-fragment#${TOKEN}`, "User-Agent: fragment"],
      ["PUT", "/api/articles/new", `Authorization: Bearer ${TOKEN}`, "Content-Length: 0"],
      ["GET", "/api/articles", `Authorization: Basic ${Buffer.from(`:${TOKEN}`).toString("base64")}`],
    ];
    for (const [method, target, ...fields] of requests)
      await exchange(
        service.port,
        [`${method} ${target} HTTP/1.1`, "Host: a", ...fields, "Connection: close", "", ""].join("\r\n"),
      );
    await requestsFor(service, "/leak-in-fragment", 1);
    await eventually(() => linesOf(service).filter(({ path }) => path === "/api/articles").length >= 3);
    const output = service.log.join("\n") + service.errors;
    for (const secret of [TOKEN, encoded, Buffer.from(`:${TOKEN}`).toString("base64")])
      expect(output).not.toContain(secret);
    expect((await requestsFor(service, "/leak-in-agent", 1))[0]).toMatchObject({
      agent: "publisher/*** (***)",
    });
  });

  it("is one line of JSON a request, whatever was sent", async () => {
    const before = linesOf(service).length;
    const awkward = ["/a%0Ab%1B", '/"}', "/\\", "/%E2%80%A8", "//a:b@c/d"];
    for (const target of awkward)
      await exchange(
        service.port,
        Buffer.from(
          `GET ${target} HTTP/1.1\r\nHost: a\r\nUser-Agent: "\\\t{\u0085\u00e9\r\nConnection: close\r\n\r\n`,
          "latin1",
        ),
      );
    await eventually(() => linesOf(service).length >= before + awkward.length);
    expect(linesOf(service).slice(before)).toHaveLength(awkward.length);
    for (const line of service.log) expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  });
});

describe("what was written", () => {
  it.each(["SIGKILL", "SIGTERM"] as const)("came out by itself, so that %s takes none of it away", async (signal) => {
    const service = await startService(await contentFolder({}), { LOG_FORMAT: "json" });
    for (let request = 0; request < 100; request += 1) await service.text("/rss.xml");
    // Nothing is asked any more that could push the last lines out.
    await requestsFor(service, "/rss.xml", 100);
    service.signal(signal);
    await service.ended();
    expect(linesOf(service).filter(({ path }) => path === "/rss.xml")).toHaveLength(100);
  });

  it("before SIGTERM is there to the last line, due or not", async () => {
    const service = await startService(await contentFolder({}), { LOG_FORMAT: "json" });
    await Promise.all(Array.from({ length: 200 }, () => service.text("/rss.xml")));
    await service.stop();
    const lines = linesOf(service);
    expect(lines.filter(({ path }) => path === "/rss.xml")).toHaveLength(200);
    expect(lines.at(-1)?.message).toBe("stopped");
  });
});

describe("LOG_FORMAT and LOG_LEVEL", () => {
  it("text writes a line each for people, with its time", async () => {
    const service = await startService(await contentFolder({}), { LOG_FORMAT: "text" });
    const headers = { "User-Agent": 'A "reader"' };
    await service.fetch("/rss.xml", { headers });
    await service.fetch("/a%0Ab?q=secret", { headers });
    await service.stop();
    const lines = service.output.trimEnd().split("\n");
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (?:info|warn) \S/);
    expect(service.log[0]).toContain("info Harkara listens on ");
    expect(service.log.slice(1)).toEqual([
      expect.stringMatching(
        /^info GET \/rss\.xml 200 feed=all format=rss bytes=\d+ ms=[\d.]+ cache=miss agent="A \\"reader\\""$/,
      ),
      expect.stringMatching(/^info GET \/a%0Ab 404 bytes=\d+ ms=[\d.]+ cache=\w+ agent="A \\"reader\\""$/),
      "info SIGTERM: finishing the requests in flight",
      "info stopped",
    ]);
  });

  it.each([
    ["the environment has a fault", 2, { PORT: "x" }, [/^PORT is “x”: it must be /]],
    [
      "there is no content",
      1,
      {},
      [/cannot be served:$/, /^site\.json:1:1 no-site /, /^articles:1:1 no-articles-folder /],
    ],
  ])("json holds for what is said when %s", async (_why, code, env, messages) => {
    const service = new Service("/nothing", { LOG_FORMAT: "json", LOG_LEVEL: "silent", ...env });
    expect((await service.ended()).code).toBe(code);
    const lines = service.errors.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
      messages.map((message) => ({
        time: expect.any(String),
        level: "error",
        message: expect.stringMatching(message),
      })),
    );
  });

  it("warn leaves requests out, but those that the service failed", async () => {
    const folder = await contentFolder({});
    const first = await startService(folder, { LOG_FORMAT: "json" });
    const { port } = first;
    await first.stop();
    const service = new Service(folder, { LOG_FORMAT: "json", LOG_LEVEL: "warn", PORT: `${port}` });
    const ask = asking(port);
    await eventually(async () => (await ask("/rss.xml")) === 200);
    expect(await ask("/nothing")).toBe(404);
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    // Until its content is there, a service that starts answers 503, which is no failure.
    expect(linesOf(service)).toEqual([]);
  });

  it("what is answered 503 while the content is still being read is no error", async () => {
    const folder = await contentFolder({});
    const first = await startService(folder);
    const { port } = first;
    await first.stop();
    const service = new Service(folder, { LOG_FORMAT: "json", PORT: `${port}` });
    const ask = asking(port);
    // Settings that are being written are not read, and without settings there is nothing to serve.
    await eventually(async () => {
      await writeFile(join(folder, "site.json"), JSON.stringify({ ...SITE, description: crypto.randomUUID() }));
      return (await ask("/rss.xml")) === 503 && (await ask("/readyz")) === 503;
    });
    await eventually(async () => (await ask("/rss.xml")) === 200);
    await service.stop();
    const failed = linesOf(service).filter(({ status }) => status === 503);
    expect(failed.length).toBeGreaterThan(1);
    for (const { level } of failed) expect(level).toBe("info");
  });
});
