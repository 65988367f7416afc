import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RunningCommand } from "../../support/services/command.ts";
import { eventually } from "../../support/services/eventually.ts";
import { articleText, contentFolder } from "../../support/stores/folder.ts";
import { harkara } from "../terminal.ts";

const SITE = { title: "A", address: "https://news.example/paper", hubs: ["https://hub.example/"] };

describe("harkara dev", () => {
  it("serves with links that lead to this machine, and writes nothing into the folder", async () => {
    const folder = await contentFolder({ a: articleText("A"), b: articleText("B") }, SITE);
    const command = new RunningCommand(["dev", folder, "--port", "0"], { DATABASE: join(folder, "none.db") });
    const address = await command.address();
    expect(command.out).toContain(`Harkara serves 2 articles of ${folder} at ${address}/\n`);
    const feed = await (await fetch(`${address}/feed.json`)).json();
    expect(feed).toMatchObject({ feed_url: `${address}/feed.json`, home_page_url: `${address}/` });
    expect(feed.items[0].id).toMatch(/^tag:news\.example,/);
    expect((await fetch(`${address}/status`)).status).toBe(200);
    await rm(join(folder, "articles", "b.txt"));
    await eventually(async () => (await fetch(`${address}/articles/b`)).status === 410);
    expect(await command.stop("SIGINT")).toEqual({ code: 0, signal: null });
    expect((await readdir(folder)).sort()).toEqual(["articles", "site.json"]);
  });

  it("prints faults and drafts as they come, each with its remedy, and says when they are mended", async () => {
    const draft = articleText("Draft").replace(/\n[^\n]*\n*$/, "\nWrite the text here, a paragraph a line.\n");
    const folder = await contentFolder({ a: articleText("A"), draft }, SITE);
    const command = new RunningCommand(["dev", folder, "--port", "0"]);
    const address = await command.address();
    expect(command.err).toMatch(/articles\/draft\.txt:\d+:1 draft .+\n {2}warning: Replace this line/);
    const path = join(folder, "articles", "late.txt");
    await writeFile(path, articleText("Late").replace("00:00", "25:00"));
    await eventually(() => /no-such-hour .+\n {2}[A-Z].+\.\n/.test(command.err));
    expect(command.err).toContain(`${path}:1:11 no-such-hour `);
    await writeFile(path, articleText("Late"));
    await eventually(() => command.out.includes(`${path}: mended\n`));
    expect((await fetch(`${address}/articles/late`)).status).toBe(200);
    expect(command.err.match(/draft\.txt:/g)).toHaveLength(1);
  });

  it("tells of requests for what is not there, and of no other", async () => {
    const command = new RunningCommand(["dev", await contentFolder({ a: articleText("A") }), "--port", "0"]);
    const address = await command.address();
    for (const path of ["/", "/rss.xml", "/nothing%0Ahere"]) await fetch(address + path);
    await eventually(() => command.err !== "");
    expect(command.err).toMatch(/^warn GET \/nothing\S* 404\n$/);
  });

  it("keeps to SITE_URL where that is set", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    const command = new RunningCommand(["dev", folder, "--port", "0"], { SITE_URL: "https://tunnel.example" });
    const address = await command.address();
    expect(await (await fetch(`${address}/feed.json`)).json()).toMatchObject({
      feed_url: "https://tunnel.example/feed.json",
    });
  });

  it("of what cannot be served says why and ends with 1", async () => {
    const broken = await contentFolder({}, { title: "" });
    const { code, out, err } = await harkara(["dev", broken, "--port", "0"]);
    expect([code, out]).toEqual([1, []]);
    expect(err.join("\n")).toContain("bad-setting title: ");
    const folder = await contentFolder({ a: articleText("A") });
    const first = new RunningCommand(["dev", folder, "--port", "0"]);
    const { port } = new URL(await first.address());
    const second = await harkara(["dev", folder, "--port", port]);
    expect(second.code).toBe(1);
    expect(second.err.join("\n")).toMatch(/EADDRINUSE.*\n--port and --host say where to listen\.$/);
  });

  it("with a wrong variable or argument ends with 2", async () => {
    expect((await harkara(["dev", "nowhere-at-all"])).err).toEqual([
      "harkara dev: there is no folder nowhere-at-all. See harkara dev --help",
    ]);
    const { code, err } = await harkara(["dev", await contentFolder({})], { PORT: "x" });
    expect([code, err.length]).toEqual([2, 1]);
    expect(err[0]).toContain("PORT is “x”");
  });
});
