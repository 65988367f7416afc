import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RunningCommand } from "../../support/services/command.ts";
import { eventually } from "../../support/services/eventually.ts";
import { startService } from "../../support/services/service.ts";
import { articleText, contentFolder, temporaryFolder } from "../../support/stores/folder.ts";
import { harkara } from "../terminal.ts";

const LOCK = ".harkara-lock.json";

describe("harkara serve", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("serves a folder until %s, as npm start does", async (signal) => {
    const folder = await contentFolder({ a: articleText("A") });
    const command = new RunningCommand(["serve", folder, "--port", "0"], { PORT: "1", CONTENT_DIR: "nowhere" });
    const [address, service] = [
      await command.address(),
      await startService(await contentFolder({ a: articleText("A") })),
    ];
    const [one, other] = await Promise.all([fetch(`${address}/rss.xml`), service.fetch("/rss.xml")]);
    expect(one.status).toBe(200);
    expect(await one.text()).toBe(await other.text());
    expect(existsSync(join(folder, LOCK))).toBe(true);
    expect(await command.stop(signal)).toEqual({ code: 0, signal: null });
    expect(command.out).toContain(`${signal}: finishing the requests in flight`);
    expect(existsSync(join(folder, LOCK))).toBe(false);
  });

  it("takes port, host and folder from the environment where the command line names none", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    const port = join(await temporaryFolder(), "port");
    await writeFile(port, "0\n");
    const command = new RunningCommand(["serve"], { PORT_FILE: port, HOST: "::1", CONTENT_DIR: folder });
    expect(await command.address()).toMatch(/^http:\/\/\[::1\]:\d+$/);
    const other = new RunningCommand(["serve", "--host=127.0.0.1", "--port=0"], {
      PORT_FILE: port,
      HOST: "::1",
      CONTENT_DIR: folder,
    });
    expect(await other.address()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    // Of two on one folder one writes.
    await eventually(() => other.out.includes("this service serves it and does not write"));
    expect(JSON.parse(readFileSync(join(folder, LOCK), "utf8")).pid).toBeTypeOf("number");
  });

  it("of what cannot be served says all faults and ends with 1", async () => {
    const command = new RunningCommand(["serve", await contentFolder({}, { title: "" }), "--port", "0"]);
    expect(await command.ended()).toEqual({ code: 1, signal: null });
    expect(command.err).toContain("bad-setting title: ");
  });

  it("with a wrong variable names it and ends with 2", async () => {
    const command = new RunningCommand(["serve", await contentFolder({})], { LOG_LEVEL: "loud" });
    expect(await command.ended()).toEqual({ code: 2, signal: null });
    expect(command.err).toContain("LOG_LEVEL is “loud”");
  });

  it.each([
    [["--port", "x"], "--port must be a number from 0 to 65535"],
    [["--port", "65536"], "--port must be a number from 0 to 65535"],
    [["--host", ""], "--host is empty"],
    [["nowhere-at-all"], "there is no folder nowhere-at-all"],
    [["a", "b"], "“b” is one argument too many"],
  ])("serve %j is not its use", async (args, why) => {
    const { code, out, err } = await harkara(["serve", ...args]);
    expect([code, out]).toEqual([2, []]);
    expect(err).toEqual([`harkara serve: ${why}. See harkara serve --help`]);
  });
});
