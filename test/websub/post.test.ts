import { createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { VERSION } from "../../src/lib/version.ts";
import { createNodeHubClient, type Resolved } from "../../src/runtime/node/hub-client.ts";
import { createWorkerHubClient } from "../../src/runtime/worker/hub-client.ts";
import type { SendNotice } from "../../src/websub/hub-request.ts";
import { type Hub, startHub } from "../support/fakes/hub.ts";
import { NOW } from "../support/fixtures/content.ts";

const TOPIC = "https://news.example/categories/%E0%A4%96/atom.xml?limit=5&x=a+b";
const now = () => NOW;

/** Patience of tests that wait for it to run out, in milliseconds. */
const SHORT = 200;

const POSTS: readonly (readonly [string, (allowPrivate: boolean, timeout?: number) => SendNotice])[] = [
  ["Node", (allowPrivate, timeout = 20_000) => createNodeHubClient({ allowPrivate, now, timeout })],
  ["a Worker", (allowPrivate, timeout = 20_000) => createWorkerHubClient({ allowPrivate, now, timeout })],
];

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterEach(() => hub.set({ kind: "well" }));
afterAll(() => hub.stop());

describe.each(POSTS)("a notice from %s", (_, create) => {
  it("is a form with mode and address of one topic, in a POST", async () => {
    const before = hub.requests.length;
    expect(await create(true)(`${hub.address}publish?site=1`, TOPIC, undefined)).toEqual({ kind: "taken" });
    const [request, ...others] = hub.requests.slice(before);
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      method: "POST",
      path: "/publish?site=1",
      contentType: "application/x-www-form-urlencoded",
    });
    expect([...new URLSearchParams(request?.body)]).toEqual([
      ["hub.mode", "publish"],
      ["hub.url", TOPIC],
    ]);
  });

  it.each([200, 201, 202, 204, 299])("is taken with %i", async (status) => {
    await hub.set({ kind: "status", status });
    expect(await create(true)(hub.address, TOPIC, undefined)).toEqual({ kind: "taken" });
  });

  it.each([400, 401, 403, 404, 405, 410, 413, 422, 451])("is declined with %i", async (status) => {
    await hub.set({ kind: "status", status, headers: { "retry-after": "60" } });
    expect(await create(true)(hub.address, TOPIC, undefined)).toEqual({
      kind: "declined",
      reason: `it answers ${status}`,
    });
  });

  it.each([408, 425, 429, 500, 502, 503, 504])("fails with %i, for as long as the hub says", async (status) => {
    const post = create(true);
    const reason = `it answers ${status}`;
    await hub.set({ kind: "status", status });
    expect(await post(hub.address, TOPIC, undefined)).toEqual({ kind: "failed", reason });
    for (const [said, retryAfter] of [
      ["120", 120_000],
      [new Date(NOW.getTime() + 90_000).toUTCString(), 90_000],
    ] as const) {
      await hub.set({ kind: "status", status, headers: { "retry-after": said } });
      expect(await post(hub.address, TOPIC, undefined)).toEqual({ kind: "failed", reason, retryAfter });
    }
    for (const said of ["soon", "-5", "1.5", "0", "Mon, 01 Jan 2001 00:00:00 GMT", ""]) {
      await hub.set({ kind: "status", status, headers: { "retry-after": said } });
      expect(await post(hub.address, TOPIC, undefined)).toEqual({ kind: "failed", reason });
    }
  });

  it.each([301, 302, 303, 307, 308])("does not follow a redirect with %i", async (status) => {
    const other = await startHub();
    await hub.set({ kind: "status", status, headers: { location: other.address } });
    expect(await create(true)(hub.address, TOPIC, undefined)).toEqual({
      kind: "declined",
      reason: `it answers ${status}, and redirects are not followed`,
    });
    expect(other.requests).toEqual([]);
    await other.stop();
  });

  it("fails when the hub cannot be reached", async () => {
    await hub.set({ kind: "down" });
    expect(await create(true)(hub.address, TOPIC, undefined)).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("cannot be reached"),
    });
  });

  it("fails when the hub hangs", async () => {
    await hub.set({ kind: "hanging" });
    expect(await create(true, SHORT)(hub.address, TOPIC, undefined)).toEqual({
      kind: "failed",
      reason: `it did not answer within ${SHORT} ms`,
    });
  });

  it("is taken by a slow hub", async () => {
    await hub.set({ kind: "slow", milliseconds: 100 });
    expect(await create(true)(hub.address, TOPIC, undefined)).toEqual({ kind: "taken" });
  });

  it("rejects when it is cut off", async () => {
    await hub.set({ kind: "hanging" });
    const cut = new AbortController();
    const before = hub.requests.length;
    const answer = create(true)(hub.address, TOPIC, cut.signal);
    await vi.waitUntil(() => hub.requests.length > before, 10_000);
    cut.abort();
    await expect(answer).rejects.toThrow();
  });

  it.each([
    ["an answer without end", (socket: Socket) => endless(socket, "HTTP/1.1 200 OK\r\n\r\n"), "taken"],
    ["a head without end", (socket: Socket) => endless(socket, "HTTP/1.1 200 OK\r\nx: "), "failed"],
    ["no HTTP at all", (socket: Socket) => void socket.end("SSH-2.0-OpenSSH\r\n"), "failed"],
    ["an end without an answer", (socket: Socket) => void socket.end(), "failed"],
    [
      "another protocol",
      (socket: Socket) =>
        void socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"),
      "failed",
    ],
  ])("comes to an end where the hub sends %s", async (_name, speak, kind) => {
    let sent = 0;
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sent += socket.bytesWritten;
        sockets.delete(socket);
      });
      socket.once("data", () => speak(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expect(await create(true, 500)(`http://127.0.0.1:${port}/`, TOPIC, undefined)).toMatchObject({ kind });
    await vi.waitUntil(() => sockets.size === 0, 10_000);
    expect(sent).toBeLessThan(16_777_216);
    server.close();
  });

  it.each(["http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "ftp://hub.example.org/"])(
    "is not sent to %s",
    async (address) => {
      expect(await create(false)(address, TOPIC, undefined)).toMatchObject({ kind: "refused" });
    },
  );

  it("is not sent to a hub on loopback that is there", async () => {
    const before = hub.requests.length;
    expect(await create(false)(hub.address, TOPIC, undefined)).toMatchObject({ kind: "refused" });
    expect(hub.requests.length).toBe(before);
  });
});

describe("a hub with a name, told from Node", () => {
  const address = "http://hub.example.org:1/";
  const resolving = (...addresses: readonly Resolved[]) =>
    createNodeHubClient({
      allowPrivate: false,
      now,
      resolve: async () => addresses,
    });
  const PUBLIC = { address: "93.184.216.34", family: 4 };

  it.each([
    ["loopback", [{ address: "127.0.0.1", family: 4 }]],
    ["loopback by IPv6", [{ address: "::1", family: 6 }]],
    ["a private address behind a public one", [PUBLIC, { address: "10.0.0.7", family: 4 }]],
    ["a private address before a public one", [{ address: "fd00::7", family: 6 }, PUBLIC]],
    ["the cloud's metadata", [{ address: "169.254.169.254", family: 4 }]],
    ["loopback inside IPv6", [{ address: "::ffff:127.0.0.1", family: 6 }]],
    ["a link-local address with its zone", [{ address: "fe80::1%eth0", family: 6 }]],
  ] as const)("is refused when it resolves to %s", async (_, addresses) => {
    expect(await resolving(...addresses)(address, TOPIC, undefined)).toEqual({
      kind: "refused",
      reason: "its name resolves to a private address; ALLOW_PRIVATE_HUBS=true allows that",
    });
  });

  it("is connected to at the address that was checked, under its own name", async () => {
    const answers = [
      { address: "127.0.0.1", family: 4 },
      { address: "127.0.0.2", family: 4 },
    ];
    const requested: string[] = [];
    const post = createNodeHubClient({
      allowPrivate: true,
      now,
      resolve: async (host) => {
        requested.push(host);
        return answers.splice(0, 1);
      },
    });
    const { port } = new URL(hub.address);
    const before = hub.requests.length;
    expect(await post(`http://Hub.Example.org.:${port}/`, TOPIC, undefined)).toEqual({ kind: "taken" });
    expect(requested).toEqual(["hub.example.org"]);
    expect(hub.requests.length).toBe(before + 1);
    expect(hub.requests.at(-1)).toMatchObject({
      host: `hub.example.org.:${port}`,
      agent: `Harkara/${VERSION}`,
    });
  });

  it.each([
    [
      "there is no such name",
      async () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" })),
      /ENOTFOUND/,
    ],
    ["it has no addresses", async () => [], /no address/],
    ["the resolver hangs", () => new Promise<never>(() => {}), /did not answer within/],
  ])("fails when %s", async (_, resolve, reason) => {
    const post = createNodeHubClient({ allowPrivate: false, now, resolve, timeout: SHORT });
    expect(await post(address, TOPIC, undefined)).toEqual({
      kind: "failed",
      reason: expect.stringMatching(reason),
    });
  });
});

/** Sends for as long as somebody listens. */
function endless(socket: Socket, head: string): void {
  socket.write(head);
  const more = () => {
    while (!socket.destroyed && socket.write("x".repeat(65_536)));
  };
  socket.on("drain", more);
  more();
}
