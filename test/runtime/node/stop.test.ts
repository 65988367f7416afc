import { once } from "node:events";
import type { Socket } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { dial, drain, exchange, parseResponse } from "../../support/readers/socket.ts";
import { eventually } from "../../support/services/eventually.ts";
import { type Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder, put } from "../../support/stores/folder.ts";

const GET = "GET /feed.json?limit=100 HTTP/1.1\r\nHost: a\r\n\r\n";

let folder: string;

/** A hundred articles of 200 kB: far more than the system keeps for a reader who does not read. */
beforeAll(async () => {
  const body = `${"A sentence of a long text. ".repeat(2000)}\n`.repeat(4);
  const texts = Array.from({ length: 100 }, (_, index): [string, string] => [
    `story-${index}`,
    articleText(`Headline ${index}`, body, index),
  ]);
  folder = await contentFolder(Object.fromEntries(texts));
});

/** Asks for a document and stops reading once it begins to come. */
async function slowReader(service: Service): Promise<Socket> {
  const socket = await dial(service.port);
  socket.write(GET);
  await once(socket, "readable");
  return socket;
}

describe.each(["SIGTERM", "SIGINT"] as const)("%s", (signal) => {
  it("lets a request in flight finish, takes no new connections and ends with 0", async () => {
    const service = await startService(folder);
    const whole = Buffer.byteLength(await service.text("/feed.json?limit=100"));
    expect(whole).toBeGreaterThan(15_000_000);
    const socket = await slowReader(service);
    service.signal(signal);
    await eventually(() => service.log.some((line) => line.includes(`${signal}: `)));
    await eventually(() =>
      dial(service.port).then(
        (late) => {
          late.destroy();
          return false;
        },
        ({ code }) => code === "ECONNREFUSED",
      ),
    );
    const { status, headers, body } = parseResponse(await drain(socket));
    expect(status).toBe(200);
    expect(headers.get("content-length")).toBe(String(whole));
    expect(body.length).toBe(whole);
    expect(await service.ended()).toEqual({ code: 0, signal: null });
    expect(service.log.at(-1)).toBe("info stopped");
    expect(service.errors).toBe("");
  });
});

describe("a service that is told to stop", () => {
  it("ends at once when nobody waits for anything, though connections are kept open", async () => {
    const service = await startService(folder);
    await service.text("/healthz");
    const idle = await dial(service.port);
    const kept = await dial(service.port);
    kept.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    await once(kept, "readable");
    const started = performance.now();
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    const took = performance.now() - started;
    console.log(`stopped after ${Math.round(took)} ms`);
    expect(took).toBeLessThan(4_000);
    idle.destroy();
    kept.destroy();
  });

  it("takes a second signal for the same wish", async () => {
    const service = await startService(folder);
    const socket = await slowReader(service);
    service.signal("SIGTERM");
    await eventually(() => service.log.some((line) => line.includes("SIGTERM: ")));
    service.signal("SIGTERM");
    service.signal("SIGINT");
    expect(parseResponse(await drain(socket)).body.length).toBeGreaterThan(15_000_000);
    expect(await service.ended()).toEqual({ code: 0, signal: null });
    expect(service.log.filter((line) => line.includes("finishing"))).toHaveLength(1);
  });

  it("cuts off who reads nothing, in the end, and says so", async () => {
    const service = await startService(folder);
    const socket = await slowReader(service);
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(service.log.some((line) => line.startsWith("warn requests still in flight "))).toBe(true);
    socket.destroy();
  });

  it("stops though its content changes at that moment", async () => {
    const service = await startService(folder);
    const answer = exchange(service.port, GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    await put(folder, "articles/story-0.txt", articleText("Changed"));
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(parseResponse(await answer).status).toBe(200);
  });
});
