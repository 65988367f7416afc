import { beforeAll, describe, expect, it } from "vitest";
import { RunningCommand } from "../../support/services/command.ts";
import { articleText, contentFolder } from "../../support/stores/folder.ts";
import { harkara, type Outcome } from "../terminal.ts";
import { startProxy, type Vices } from "./proxy.ts";

let folder: string;
/** A site whose links lead to itself. */
let site: string;

beforeAll(async () => {
  folder = await contentFolder({ a: articleText("A", "Text. ".repeat(200)) });
  site = await new RunningCommand(["dev", folder, "--port", "0"]).address();
});

/** What the doctor says of an address, by the clock of the machine. */
const diagnose = (url: string, env: Record<string, string> = {}): Promise<Outcome> =>
  harkara(["doctor", folder, "--url", url], { SITE_URL: site, ...env }, new Date());

describe("harkara doctor --url", () => {
  it("of a site that is served as it should be finds nothing", async () => {
    const { code, out, err } = await diagnose(`${site}/`);
    expect([code, err]).toEqual([0, []]);
    const said = out.slice(out.indexOf(`ok      ${site} answers`));
    expect(said).toEqual([
      `ok      ${site} answers`,
      "ok      it is on this machine, where HTTPS is not needed",
      `ok      its links lead to ${site}`,
      "ok      its clock agrees with the one here",
      "ok      the media types of page and feeds are right",
      "ok      HEAD gets what GET gets, without a body",
      "ok      it compresses: gzip, br",
      "ok      ETag and If-None-Match pass through: what is not new gets 304",
      "0 faults, 1 warning",
    ]);
  });

  it.each<[string, Vices, string]>([
    ["drops ETag", { replaced: { etag: undefined } }, "its feeds have no ETag"],
    [
      "swallows If-None-Match",
      { swallowed: ["if-none-match"] },
      "If-None-Match with its ETag gets 200 in place of 304",
    ],
    ["refuses HEAD", { refused: { HEAD: 405 } }, "HEAD gets 405, and not the header of GET"],
    [
      "names another type",
      { replaced: { "content-type": "text/plain" } },
      "/ is text/plain in place of text/html, /rss.xml is text/plain in place of application/rss+xml",
    ],
    ["is in maintenance", { own: { status: 503 } }, "/feed.json answers 503"],
    ["drops the path", { own: { status: 404 } }, "/feed.json answers 404"],
    ["serves something else", { own: { status: 200, body: "<html>" } }, "/feed.json is no feed of Harkara"],
    [
      "redirects",
      { own: { status: 301, headers: { location: "https://www.example/\u0085" } } },
      "/feed.json is redirected to https://www.example/",
    ],
  ])("finds a proxy that %s, says what to do, and ends with 1", async (_, vices, message) => {
    const { code, out } = await diagnose(await startProxy(site, vices));
    expect(code).toBe(1);
    const found = out.findIndex((line) => line.startsWith("fault   ") && line.includes(message));
    expect(out[found], out.join("\n")).toBeDefined();
    expect(out[found + 1]).toMatch(/^ {8}[A-Z]/);
    expect(out.at(-1)).toMatch(/^1 fault, /);
    expect(out.filter((line) => /\p{Cc}/u.test(line))).toEqual([]);
  });

  it.each<[string, Vices, string]>([
    ["swallows Accept-Encoding", { swallowed: ["accept-encoding"] }, "it sends nothing in gzip"],
    ["has another time", { replaced: { date: "Sat, 01 Jan 2000 00:00:00 GMT" } }, "s behind the one here"],
    ["drops Date", { replaced: { date: "none" } }, "its answers have no Date"],
    ["has another address", {}, `its links lead to http://127.0.0.1:`],
  ])("warns of a proxy that %s", async (_, vices, message) => {
    const { code, out } = await diagnose(await startProxy(site, vices));
    expect(code).toBe(0);
    expect(
      out.find((line) => line.startsWith("warning ") && line.includes(message)),
      out.join("\n"),
    ).toBeDefined();
  });

  it("finds a site that is not the one of these settings", async () => {
    const { code, out } = await diagnose(site, { SITE_URL: "https://other.example" });
    expect(code).toBe(1);
    expect(out).toContain(`fault   its links lead to ${site}, but the settings here say https://other.example`);
  });

  it("finds a site that is not there", async () => {
    const proxy = new RunningCommand(["dev", folder, "--port", "0"]);
    const gone = await proxy.address();
    await proxy.stop();
    const { code, out } = await diagnose(gone);
    expect(code).toBe(1);
    expect(out).toContain(`fault   ${gone} cannot be reached (ECONNREFUSED)`);
  });

  it("needs no content folder", async () => {
    const { code, out } = await harkara(["doctor", "--url", site], { CONTENT_DIR: "nowhere" }, new Date());
    expect(code).toBe(0);
    expect(out).toContain(`ok      its links lead to ${site}`);
  });

  it.each(["news.example", "ftp://news.example", "https://news.example/?a"])("%s is no address", async (url) => {
    expect((await harkara(["doctor", "--url", url])).err).toEqual([
      "harkara doctor: --url must be the address of a site, such as https://news.example.org. See harkara doctor --help",
    ]);
  });
});
