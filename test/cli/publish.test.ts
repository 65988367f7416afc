import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stubServer } from "../support/services/import.ts";
import { articleText, contentFolder, put, temporaryFolder } from "../support/stores/folder.ts";
import { EVENING, harkara } from "./terminal.ts";

const ENV = { HARKARA_TOKEN: "geheim" };

const reported = (outcome: string, more: object = {}) => ({
  status: outcome === "created" ? 201 : 200,
  body: JSON.stringify({ outcome, ...more }),
});

describe("harkara publish", () => {
  it("puts each file under its name in its format, and tells what came of it", async () => {
    const folder = await temporaryFolder();
    const files = [
      await put(folder, "rain.txt", articleText("Rain")),
      await put(folder, "बारिश.md", "# x"),
      await put(folder, "sun.json", "{}"),
    ];
    const { address, requested } = await stubServer(({ path }) =>
      path.endsWith("rain")
        ? reported("created", { address: "https://news.example/articles/rain" })
        : reported(path.endsWith("sun") ? "same" : "changed"),
    );
    expect(await harkara(["publish", ...files, "--to", `${address}/`], ENV)).toEqual({
      code: 0,
      out: [
        "created https://news.example/articles/rain",
        `changed ${address}/articles/${encodeURIComponent("बारिश")}`,
        `same ${address}/articles/sun`,
      ],
      err: [],
    });
    expect(
      requested.map(({ method, path, headers, body }) => [
        method,
        decodeURIComponent(path),
        headers["content-type"],
        body,
      ]),
    ).toEqual([
      ["PUT", "/api/articles/rain", "text/plain; charset=utf-8", articleText("Rain")],
      ["PUT", "/api/articles/बारिश", "text/markdown; charset=utf-8", "# x"],
      ["PUT", "/api/articles/sun", "application/json; charset=utf-8", "{}"],
    ]);
    for (const { headers } of requested) expect(headers.authorization).toBe("Bearer geheim");
  });

  it("takes the token from a file, and says which cannot be read", async () => {
    const folder = await temporaryFolder();
    const file = await put(folder, "a.txt", "x");
    const { address, requested } = await stubServer(() => reported("created"));
    for (const name of ["HARKARA_TOKEN_FILE", "PUBLISH_TOKEN_FILE"]) {
      const token = await put(folder, name, "geheim\n");
      expect((await harkara(["publish", file, "--to", address], { [name]: token })).code).toBe(0);
      expect(requested.at(-1)?.headers.authorization).toBe("Bearer geheim");
      expect(await harkara(["publish", file, "--to", address], { [name]: join(folder, "none") })).toEqual({
        code: 2,
        out: [],
        err: [expect.stringContaining(`${name} names ${join(folder, "none")}, which cannot be read (ENOENT): `)],
      });
    }
  });

  it("checks a file of a content folder before it sends it", async () => {
    const folder = await contentFolder({
      bad: "Published 25:05 IST, March 31st 2025\nA\nB\n- C\nD\n",
      good: articleText("A"),
    });
    const [bad, good] = [join(folder, "articles/bad.txt"), join(folder, "articles/good.txt")];
    const { address, requested } = await stubServer(() => reported("created"));
    const { code, out, err } = await harkara(["publish", bad, good, "--to", address], ENV);
    expect({ code, out }).toEqual({ code: 1, out: [`created ${address}/articles/good`] });
    expect(err).toEqual([expect.stringMatching(/^.*bad\.txt:1:11 no-such-hour /), expect.stringMatching(/^ {2}\S/)]);
    expect(requested.map(({ path }) => path)).toEqual(["/api/articles/good"]);
  });

  it("checks a file of a sub-folder by the site.json above the folder of articles", async () => {
    const folder = await contentFolder({});
    const bad = await put(folder, "articles/2025/03/bad.TXT", "Published 25:05 IST, March 31st 2025\nA\n- C\nD\n");
    const good = await put(folder, "articles/2025/03/good.TXT", articleText("A"));
    const { address, requested } = await stubServer(() => reported("created"));
    const { err } = await harkara(["publish", bad, good, "--to", address], ENV);
    expect(err[0]).toMatch(/bad\.TXT:1:11 no-such-hour /);
    expect(requested.map(({ path }) => path)).toEqual(["/api/articles/good"]);
  });

  it("prints the faults that the site finds, each with its place and hint", async () => {
    const file = await put(await temporaryFolder(), "a.txt", "x");
    const fault = {
      line: 3,
      column: 7,
      code: "no-such-hour",
      message: "there is no hour 25",
      hint: "Mend it.",
      severity: "error",
    };
    const { address } = await stubServer(() => ({
      status: 422,
      body: JSON.stringify({ status: 422, detail: "d", faults: [fault] }),
    }));
    expect(await harkara(["publish", file, "--to", address], ENV)).toEqual({
      code: 1,
      out: [],
      err: [`${file}:3:7 no-such-hour there is no hour 25`, "  Mend it."],
    });
  });

  it("asks a busy site again", async () => {
    const file = await put(await temporaryFolder(), "a.txt", "x");
    let left = 3;
    const { address, requested } = await stubServer(() => {
      left -= 1;
      return left > 0 ? { status: left === 2 ? 429 : 503, headers: { "retry-after": "0" } } : reported("created");
    });
    expect((await harkara(["publish", file, "--to", address], ENV)).code).toBe(0);
    expect(requested).toHaveLength(3);
  });

  it.each([
    [401, "This needs a token."],
    [403, "Not allowed."],
  ])("stops at a %d, and never shows the token", async (status, detail) => {
    const folder = await temporaryFolder();
    const files = [await put(folder, "a.txt", "x"), await put(folder, "b.txt", "x")];
    const { address, requested } = await stubServer(() => ({ status, body: JSON.stringify({ status, detail }) }));
    const { code, out, err } = await harkara(["publish", ...files, "--to", address], ENV);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([`${files[0]}: ${address}/api/articles/a answers ${status}: ${detail}`]);
    expect(requested).toHaveLength(1);
  });

  it.each([
    ["a.html", "x", /a\.html:1:1 not-an-article /],
    ["a.rtf", "x", /a\.rtf:1:1 not-plain-text /],
    [".a.txt", "x", /\.a\.txt:1:1 bad-name /],
    ["a..b.txt", "x", /a\.\.b\.txt:1:1 bad-name /],
    ["a.txt", new Uint8Array([0xff]), /a\.txt:1:1 not-utf-8 /],
  ])("sends no file such as %s", async (name, bytes, message) => {
    const file = await put(await temporaryFolder(), name, bytes);
    const { address, requested } = await stubServer(() => reported("created"));
    const { code, err } = await harkara(["publish", file, "--to", address], ENV);
    expect(code).toBe(1);
    expect(err[0]).toMatch(message);
    expect(requested).toEqual([]);
  });

  it.each([
    ["a wrong path", "/wrong", 404, '{"status":404,"detail":"There is nothing at this address."}'],
    ["a page where the API should be", "", 405, "no"],
  ])("names the address, the answer and what to do for %s", async (_, below, status, body) => {
    const folder = await temporaryFolder();
    const files = [await put(folder, "a.txt", "x"), await put(folder, "b.txt", "x")];
    const { address, requested } = await stubServer(() => ({ status, body }));
    const { code, out, err } = await harkara(["publish", ...files, "--to", address + below], ENV);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([
      `${files[0]}: ${address}${below}/api/articles/a answers ${status}: there is no publishing API. Is PUBLISH_TOKEN set at the service, and is the site's address whole, with its path?`,
    ]);
    expect(requested).toHaveLength(1);
  });

  it("says that there is no such file, and publishes the others", async () => {
    const folder = await temporaryFolder();
    const [missing, there] = [join(folder, "nofile.txt"), await put(folder, "a.txt", "x")];
    const { address } = await stubServer(() => reported("created"));
    expect(await harkara(["publish", missing, there, "--to", address], ENV)).toEqual({
      code: 1,
      out: [`created ${address}/articles/a`],
      err: [`${missing}: there is no such file`],
    });
  });

  it("that is interrupted says how many files were not sent", async () => {
    const file = await put(await temporaryFolder(), "a.txt", "x");
    const outcome = await harkara(["publish", file, file, "--to", "http://127.0.0.1:1"], ENV, EVENING, {
      interrupt: () => AbortSignal.abort(),
    });
    expect(outcome).toEqual({ code: 130, out: [], err: ["interrupted: 2 of 2 files were not sent"] });
  });

  it("warns where the token can be read on its way", async () => {
    const file = await put(await temporaryFolder(), "a.txt", "x");
    const { err } = await harkara(["publish", file, "--to", "http://news.example"], ENV, EVENING, {
      interrupt: () => AbortSignal.abort(),
    });
    expect(err[0]).toMatch(/^warning: http:\/\/news\.example is not https/);
  });

  it.each([
    [["publish"], ENV],
    [["publish", "a.txt"], ENV],
    [["publish", "a.txt", "--to", "database.db"], ENV],
    [["publish", "a.txt", "--to", "https://a.example"], {}],
    [["publish", "a.txt", "--to", "https://a.example", "--token", "x"], ENV],
  ])("%j with %j is not its use", async (args, env) => {
    const { code, out, err } = await harkara(args as string[], env as Record<string, string>);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(err).toEqual([expect.stringMatching(/^harkara publish: .+ See harkara publish --help$/)]);
  });
});
