import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Diagnosis } from "../../../src/cli/doctor/diagnosis.ts";
import { checkNode } from "../../../src/cli/doctor/set-up.ts";
import { type Hub, startHub } from "../../support/fakes/hub.ts";
import { startService } from "../../support/services/service.ts";
import { articleText, contentFolder, put } from "../../support/stores/folder.ts";
import { harkara } from "../terminal.ts";

const SITE = { title: "A", address: "https://news.example" };

describe("harkara doctor", () => {
  it("of a sound folder says so, and leaves nothing behind", async () => {
    const folder = await contentFolder({ a: articleText("A") }, SITE);
    const { code, out, err } = await harkara(["doctor", folder]);
    expect([code, err]).toEqual([0, []]);
    expect(out).toEqual([
      `ok      Node ${process.versions.node}`,
      "ok      the variables of the environment are understood",
      `ok      ${folder}: 1 article, 0 faults`,
      "ok      time zone Asia/Kolkata: it is 23:35 IST, February 28th 2024",
      "ok      the site's address is https://news.example",
      `ok      ${folder} can be written to`,
      `ok      ${join(folder, "articles")} can be written to`,
      `ok      no service writes to ${folder} at the moment`,
      "0 faults, 0 warnings",
    ]);
    expect((await readdir(folder)).sort()).toEqual(["articles", "site.json"]);
  });

  it("counts the faults of the content, and says how to see them", async () => {
    const folder = await contentFolder({ a: articleText("A"), b: "" }, { ...SITE, title: 1 });
    const { code, out } = await harkara(["doctor", folder], { PORT: "x" });
    expect(code).toBe(1);
    expect(out).toContain("fault   PORT is “x”: it must be a number from 0 to 65535");
    const line = out.findIndex((each) => each.startsWith(`fault   ${folder}: 0 articles, 1 fault`));
    expect(out[line + 1]).toBe(`        harkara check ${folder} names each, with its remedy.`);
    expect(out.at(-1)).toBe("2 faults, 0 warnings");
  });

  it.each([
    ["http://localhost:8787", "which only this machine can open"],
    ["http://news.example", "without HTTPS"],
  ])("warns of the address %s", async (address, why) => {
    const { code, out } = await harkara(["doctor", await contentFolder({}, { ...SITE, address })]);
    expect(code).toBe(0);
    expect(out).toContain(`warning the site's address is ${address}, ${why}`);
  });

  it("of a folder that is not there says what to do", async () => {
    const { code, out } = await harkara(["doctor", "nowhere-at-all"]);
    expect(code).toBe(1);
    expect(out.slice(2, 4)).toEqual([
      "fault   there is no folder nowhere-at-all",
      "        Name the content folder, or set CONTENT_DIR.",
    ]);
  });

  it("warns of a database that is not there, and of one that is says nothing", async () => {
    const folder = await contentFolder({}, SITE);
    const database = join(folder, "a.db");
    const before = await harkara(["doctor", folder], { DATABASE: database });
    expect(before.out).toContain(`warning there is no database ${database}: the service makes an empty one`);
    await put(folder, "a.db", "");
    const after = await harkara(["doctor", folder], { DATABASE: database });
    expect(after.out).toContain(`ok      the database ${database} is there`);
  });

  it("tells who writes to the folder, and of a lock that was left behind", async () => {
    const folder = await contentFolder({ a: articleText("A") }, SITE);
    const service = await startService(folder);
    const running = await harkara(["doctor", folder], {}, new Date());
    expect(running.out.find((line) => line.endsWith(` writes to ${folder}`))).toMatch(
      /^ok +the service with process \d+ on /,
    );
    service.signal("SIGKILL");
    await service.ended();
    const killed = await harkara(["doctor", folder], {}, new Date());
    expect(killed.code).toBe(0);
    expect(killed.out.find((line) => line.includes("its lock is still there"))).toMatch(
      /^warning the service with process /,
    );
  });
});

describe("of hubs", () => {
  let hub: Hub;
  beforeAll(async () => {
    hub = await startHub();
  });
  afterAll(() => hub.stop());

  const diagnose = async (env: Record<string, string>) =>
    harkara(["doctor", await contentFolder({}, { ...SITE, hubs: [`${hub.address}?key=secret`] })], env);

  it("says that one answers, without telling it of anything", async () => {
    await hub.set({ kind: "status", status: 405 });
    const { code, out } = await diagnose({ ALLOW_PRIVATE_HUBS: "true" });
    expect(code).toBe(0);
    expect(out).toContain(`ok      the hub ${hub.address} answers`);
    expect(hub.requests.map(({ method }) => method)).toEqual(["GET"]);
    expect(out.join("\n")).not.toContain("secret");
  });

  it("does not ask one of the private network, as the service tells none there", async () => {
    const before = hub.requests.length;
    const { code, out } = await diagnose({});
    expect(code).toBe(1);
    expect(out.join("\n")).toContain("cannot be told: its address is private; ALLOW_PRIVATE_HUBS=true allows that");
    expect(hub.requests).toHaveLength(before);
  });

  it("finds one that fails and one that is away", async () => {
    await hub.set({ kind: "status", status: 503 });
    expect((await diagnose({ ALLOW_PRIVATE_HUBS: "true" })).out.join("\n")).toContain("cannot be told: it answers 503");
    await hub.set({ kind: "down" });
    const { code, out } = await diagnose({ ALLOW_PRIVATE_HUBS: "true" });
    expect(code).toBe(1);
    expect(out.join("\n")).toContain("cannot be told: it cannot be reached (ECONNREFUSED)");
  });
});

it.each<[string, boolean, Diagnosis["state"]]>([
  ["18.20.0", false, "fault"],
  ["20.0.0", false, "warning"],
  ["26.10.0", true, "ok"],
])("Node %s, with SQLite: %s, is %s", (version, hasSqlite, state) => {
  const seen: Diagnosis[] = [];
  checkNode(version, hasSqlite, (diagnosis) => seen.push(diagnosis));
  expect(seen.map((each) => each.state)).toEqual([state]);
});
