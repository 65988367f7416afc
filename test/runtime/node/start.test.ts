import { writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventually } from "../../support/services/eventually.ts";
import { type Exit, Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder, SITE, temporaryFolder } from "../../support/stores/folder.ts";

/** Starts a service that cannot run, and waits until it has given up. */
async function failing(
  folder: string,
  env: Record<string, string> = {},
): Promise<Exit & { errors: string; log: string }> {
  const service = new Service(folder, env);
  const exit = await service.ended();
  return { ...exit, errors: service.errors, log: service.log.join("\n") };
}

function listen(): Promise<Server> {
  return new Promise((ready) => {
    const server = createServer().listen(0, "127.0.0.1", () => ready(server));
  });
}

describe("the service says in one line", () => {
  it("where it listens and how many articles, categories and faults there are", async () => {
    const text = articleText("A").replace("- India", "- India\n- Weather");
    const folder = await contentFolder({ a: text, b: articleText("B"), bad: "", worse: "" });
    const { greeting, port, log } = await startService(folder);
    const faults = log.filter((line) => line.startsWith("warn articles/")).length;
    expect(faults).toBeGreaterThanOrEqual(2);
    expect(greeting).toBe(
      `info Harkara listens on http://127.0.0.1:${port} with 2 articles, 2 categories, ${faults} faults`,
    );
  });

  it("the same of one article, and of warnings", async () => {
    const folder = await contentFolder({ a: articleText("A").replace("- India", "- India\n- india") });
    const { greeting } = await startService(folder);
    expect(greeting).toMatch(/ with 1 article, 1 category, 0 faults, 1 warning$/);
  });

  it("the same of nothing", async () => {
    const { greeting } = await startService(await contentFolder({}));
    expect(greeting).toMatch(/ with 0 articles, 0 categories, 0 faults$/);
  });

  it("an address that can be opened, when the host is one of IPv6", async () => {
    const service = await startService(await contentFolder({}), { HOST: "::1" });
    expect(service.greeting).toContain(` http://[::1]:${service.port} `);
    expect((await fetch(`http://[::1]:${service.port}/healthz`)).status).toBe(200);
  });

  it("on standard error, for people, what it serves and the address to open, while the log is JSON", async () => {
    const folder = await contentFolder({ a: articleText("A") }, { ...SITE, address: "https://news.example/daily" });
    const service = new Service(folder, { LOG_FORMAT: "json", HOST: "0.0.0.0" });
    await eventually(() => service.log.length > 0);
    for (const line of service.log) expect(() => JSON.parse(line)).not.toThrow();
    const address = /http:\/\/localhost:\d+\/daily\/$/.exec(service.welcome ?? "")?.[0] ?? "";
    expect(service.welcome).toBe(`Harkara serves 1 article of ${folder} at ${address}`);
    expect((await fetch(address)).status).toBe(200);
    await service.stop();
    expect(service.errors).toBe("");
  });

  it("nothing at all when the log is silent, and only what goes wrong when it is for warnings", async () => {
    // A folder each: of two services on one the second would say that it does not write.
    const service = new Service(await contentFolder({ bad: "" }), { LOG_LEVEL: "warn" });
    const port = await freePort();
    const silent = new Service(await contentFolder({ bad: "" }), { LOG_LEVEL: "silent", PORT: String(port) });
    while (!(await ready(port))) await new Promise((later) => setTimeout(later, 20));
    expect(await silent.stop()).toEqual({ code: 0, signal: null });
    expect([silent.log, silent.welcome, silent.errors]).toEqual([[], undefined, ""]);
    while (service.log.length === 0) await new Promise((later) => setTimeout(later, 20));
    await service.stop();
    expect(service.log.every((line) => line.startsWith("warn articles/bad.txt:1:1 "))).toBe(true);
  });
});

async function freePort(): Promise<number> {
  const server = await listen();
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

function ready(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  );
}

describe("the service does not start", () => {
  it("with a broken site.json: it prints every fault of it, with a hint, and ends with 1", async () => {
    const folder = await contentFolder({ a: articleText("A") }, { address: "news", pageSize: 1000, colours: "red" });
    const { code, errors } = await failing(folder);
    expect(code).toBe(1);
    expect(errors).toContain("cannot be served");
    for (const setting of ["title: is missing", "address: must be", "pageSize: ", "colours: is not a setting"])
      expect(errors).toMatch(new RegExp(`^error site\\.json:\\d+:\\d+ bad-setting ${setting}.*\\. .+$`, "m"));
    expect(errors).not.toContain("    at ");
  });

  it("with a site.json that is no JSON", async () => {
    const folder = await contentFolder({});
    await writeFile(join(folder, "site.json"), '{"title": "A",\n"address" "https://news.example"}');
    const { code, errors } = await failing(folder);
    expect(code).toBe(1);
    expect(errors).toMatch(/^error site\.json:2:11 bad-json /m);
  });

  it("without a content folder", async () => {
    const { code, errors } = await failing(join(await temporaryFolder(), "nothing"));
    expect(code).toBe(1);
    expect(errors).toContain("site.json:1:1 no-site ");
    expect(errors).not.toContain("    at ");
  });

  it("with an address that is none", async () => {
    const { code, errors } = await failing(await contentFolder({}), { SITE_URL: "ftp://news.example" });
    expect(code).toBe(2);
    expect(errors).toMatch(/^error SITE_URL is “ftp:\/\/news.example”: it must be /);
  });

  it("with two wrong variables: it names both and ends with 2", async () => {
    const { code, errors, log } = await failing(await contentFolder({}), { PORT: "x", LOG_LEVEL: "y" });
    expect(code).toBe(2);
    expect(errors.trim().split("\n")).toEqual([
      expect.stringMatching(/^error PORT is “x”: it must be /),
      expect.stringMatching(/^error LOG_LEVEL is “y”: it must be /),
    ]);
    expect(log).toBe("");
  });

  it("on a port that is taken: it says so and what to do, and ends with 1", async () => {
    const taken = await listen();
    const { port } = taken.address() as AddressInfo;
    try {
      const { code, errors, log } = await failing(await contentFolder({}), { PORT: String(port) });
      expect(code).toBe(1);
      expect(errors).toContain("EADDRINUSE");
      expect(errors).toContain(String(port));
      expect(errors).toContain("PORT and HOST");
      expect(errors).not.toContain("    at ");
      expect(log).not.toContain("listens");
    } finally {
      taken.close();
    }
  });
});

describe("the environment", () => {
  it("that is empty counts as missing", async () => {
    const service = await startService(await contentFolder({ a: articleText("A") }), {
      HOST: "",
      SITE_URL: " ",
      LOG_LEVEL: "",
    });
    expect(service.greeting).toContain("http://127.0.0.1:");
    expect(await service.text("/rss.xml")).toContain(SITE.address);
  });
});
