import { chown, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAX_TOKENS, parseTokens, tokenDigest } from "../../src/http/access-tokens.ts";
import { readTokenFile, TOKENS_FILE, writeTokenFile } from "../../src/store/folder/saved/token-file.ts";
import { startService } from "../support/services/service.ts";
import { articleText, contentFolder, put, temporaryFolder } from "../support/stores/folder.ts";
import { EVENING, harkara } from "./terminal.ts";

const tokenIn = (folder: string, ...args: readonly string[]) => harkara(["token", ...args, "--content", folder]);

describe("harkara token add", () => {
  it("prints the token once, and keeps its digest in a file that only its owner reads", async () => {
    const folder = await temporaryFolder();
    const { code, out, err } = await tokenIn(folder, "add", "desk", "--scope", "status, publish");
    expect([code, out.length, err]).toEqual([0, 1, [expect.stringContaining("not shown again")]]);
    const [secret = ""] = out;
    expect(secret).toMatch(/^[\w-]{43}$/);
    const path = join(folder, TOKENS_FILE);
    expect(await readFile(path, "utf8")).not.toContain(secret);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual([TOKENS_FILE]);
    expect(await readTokenFile(folder)).toEqual([
      { name: "desk", scopes: ["publish", "status"], digest: tokenDigest(secret), created: EVENING },
    ]);
  });

  it("adds to what is there, and gives no name twice", async () => {
    const folder = await temporaryFolder();
    await tokenIn(folder, "add", "desk", "--scope", "publish");
    expect((await tokenIn(folder, "add", "wire", "--scope", "publish")).code).toBe(0);
    const before = await readTokenFile(folder);
    const again = await tokenIn(folder, "add", "desk", "--scope", "status");
    expect([again.code, again.out, again.err]).toEqual([1, [], [expect.stringContaining("a token desk already")]]);
    expect(await readTokenFile(folder)).toEqual(before);
  });

  it("leaves a file that is faulty, and one that is full, as they are", async () => {
    const folder = await temporaryFolder();
    await put(folder, TOKENS_FILE, "nonsense");
    const { code, out, err } = await tokenIn(folder, "add", "desk", "--scope", "publish");
    expect([code, out, err]).toEqual([1, [], [`${join(folder, TOKENS_FILE)}: it is not JSON`]]);
    expect(await readFile(join(folder, TOKENS_FILE), "utf8")).toBe("nonsense");
    const token = { scopes: ["publish"], digest: "0".repeat(64) } as const;
    await writeTokenFile(
      folder,
      Array.from({ length: MAX_TOKENS }, (_, index) => ({ ...token, name: `a${index}` })),
    );
    expect((await tokenIn(folder, "add", "desk", "--scope", "publish")).err).toEqual([
      expect.stringContaining(`${MAX_TOKENS} tokens already`),
    ]);
    expect(await readTokenFile(folder)).toHaveLength(MAX_TOKENS);
  });

  it("takes the folder of CONTENT_DIR", async () => {
    const CONTENT_DIR = await temporaryFolder();
    expect((await harkara(["token", "add", "desk", "--scope", "publish"], { CONTENT_DIR })).code).toBe(0);
    expect(await readTokenFile(CONTENT_DIR)).toHaveLength(1);
  });

  it.runIf(process.getuid?.() === 0)("as root leaves the file to the user of the folder", async () => {
    const folder = join(await temporaryFolder(), "content");
    await mkdir(folder);
    await chown(folder, 10_001, 10_002);
    await tokenIn(folder, "add", "desk", "--scope", "publish");
    const { uid, gid, mode } = await stat(join(folder, TOKENS_FILE));
    expect([uid, gid, mode & 0o777]).toEqual([10_001, 10_002, 0o600]);
  });

  it("with --print touches no folder, and prints the JSON with what TOKENS has, then the token", async () => {
    const CONTENT_DIR = await temporaryFolder();
    const print = (TOKENS: string, ...args: readonly string[]) =>
      harkara(["token", ...args, "--print"], { CONTENT_DIR, TOKENS });
    const first = await print("", "add", "desk", "--scope", "publish");
    const second = await print(first.out[0] ?? "", "add", "monitor", "--scope", "status,hub");
    expect(parseTokens(second.out[0] ?? "")).toEqual({
      tokens: [
        { name: "desk", scopes: ["publish"], digest: tokenDigest(first.out[1] ?? ""), created: EVENING },
        { name: "monitor", scopes: ["status", "hub"], digest: tokenDigest(second.out[1] ?? ""), created: EVENING },
      ],
    });
    const removed = await print(second.out[0] ?? "", "remove", "monitor");
    expect([removed.code, removed.out]).toEqual([0, [first.out[0]]]);
    expect(await readdir(CONTENT_DIR)).toEqual([]);
    expect(await print("nonsense", "add", "desk", "--scope", "publish")).toMatchObject({ code: 2, out: [] });
  });
});

describe("harkara token list and remove", () => {
  it("show names, scopes and days, never a digest; a removed one is gone", async () => {
    const folder = await temporaryFolder();
    expect(await tokenIn(folder, "list")).toEqual({ code: 0, out: [], err: [] });
    await tokenIn(folder, "add", "desk", "--scope", "publish");
    await tokenIn(folder, "add", "monitoring", "--scope", "status,media");
    expect((await tokenIn(folder, "list")).out).toEqual([
      "desk        publish  2024-02-28T18:05:00.000Z",
      "monitoring  media,status  2024-02-28T18:05:00.000Z",
    ]);
    expect(await tokenIn(folder, "remove", "desk")).toEqual({ code: 0, out: [], err: ["removed desk"] });
    expect((await readTokenFile(folder)).map(({ name }) => name)).toEqual(["monitoring"]);
    expect(await tokenIn(folder, "remove", "desk")).toEqual({ code: 1, out: [], err: ["there is no token desk"] });
  });
});

it.each([
  [[]],
  [["rotate"]],
  [["add"]],
  [["add", "desk"]],
  [["add", "desk", "--scope", ""]],
  [["add", "desk", "--scope", "publish,all"]],
  [["add", "my desk", "--scope", "publish"]],
  [["add", "PUBLISH_TOKEN", "--scope", "publish"]],
  [["add", "desk", "more", "--scope", "publish"]],
  [["list", "desk"]],
  [["list", "--print"]],
  [["remove"]],
  [["remove", "desk", "--scope", "publish"]],
  [["list", "--content", "/nowhere"]],
])("harkara token %j is a fault of usage, and changes nothing", async (args) => {
  const CONTENT_DIR = await temporaryFolder();
  expect(await harkara(["token", ...args], { CONTENT_DIR })).toMatchObject({ code: 2, out: [] });
  expect(await readdir(CONTENT_DIR)).toEqual([]);
});

it("a token of the command publishes on a service that runs, until it is removed", async () => {
  const folder = await contentFolder({ one: articleText("One") });
  const service = await startService(folder);
  const { out } = await tokenIn(folder, "add", "desk", "--scope", "publish");
  const HARKARA_TOKEN = out[0] ?? "";
  const file = await put(await temporaryFolder(), "two.txt", articleText("Two"));
  const publish = () => harkara(["publish", file, "--to", `http://127.0.0.1:${service.port}`], { HARKARA_TOKEN });
  expect(await publish()).toMatchObject({ code: 0, out: [expect.stringMatching(/^created /)] });
  await tokenIn(folder, "remove", "desk");
  expect((await publish()).code).toBe(1);
});
