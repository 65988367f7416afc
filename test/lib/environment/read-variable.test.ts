import { spawnSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readVariable } from "../../../src/lib/environment/read-variable.ts";
import { put, temporaryFolder } from "../../support/stores/folder.ts";

async function readFrom(text: string | Uint8Array): Promise<string | undefined> {
  return readVariable({ TOKEN_FILE: await put(await temporaryFolder(), "token", text) }, "TOKEN");
}

it.each([
  ["secret", "secret"],
  ["secret\n", "secret"],
  ["secret\r\n", "secret"],
  ["secret\n\n", "secret\n"],
  [" se cret ", " se cret "],
  ["वर्षा\n", "वर्षा"],
  ["\ufeffsecret", "secret"],
])("the text %j of a file is the value %j", async (text, value) => {
  expect(await readFrom(text)).toBe(value);
});

it("a pipe may be named as well", () => {
  const module = new URL("../../../src/lib/environment/read-variable.ts", import.meta.url);
  const script = `import("${module}").then(({ readVariable }) => console.log(readVariable(process.env, "TOKEN")))`;
  const env = { PATH: process.env.PATH, TOKEN_FILE: "/dev/stdin" };
  const { stdout } = spawnSync("sh", ["-c", 'echo secret | "$0" -e "$1"', process.execPath, script], {
    env,
    encoding: "utf8",
  });
  expect(stdout).toBe("secret\n");
});

it("what is blank counts as missing, the name of a file too", async () => {
  expect(readVariable({ A: " ", A_FILE: "" }, "A")).toBeUndefined();
  expect(readVariable({ A: "a", A_FILE: "\t" }, "A")).toBe("a");
  const path = await put(await temporaryFolder(), "a", "of the file");
  expect(readVariable({ A: "", A_FILE: ` ${path} ` }, "A")).toBe("of the file");
});

describe("a fault names variable, file and remedy, and never the value", () => {
  it("both are set", async () => {
    const path = await put(await temporaryFolder(), "a", "secret");
    expect(() => readVariable({ A: "secret", A_FILE: path }, "A")).toThrow(
      /^A and A_FILE are both set: leave one of them out$/,
    );
  });

  it.each([
    ["is not there", "nothing", "cannot be read (ENOENT): name a file that this user may read"],
    ["is a folder", "folder", "cannot be read (EISDIR): name a file that this user may read"],
    ["is empty", "empty", "is empty: write the value into it, or leave the variable out"],
    ["has a line end alone", "blank", "is empty: write the value into it, or leave the variable out"],
    ["is not UTF-8", "latin1", "is not UTF-8: save it as UTF-8"],
    ["is long", "long", "has more than 65536 bytes: name the file that holds the value alone"],
  ])("it %s", async (_what, name, fault) => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "folder"));
    await put(folder, "empty", "");
    await put(folder, "blank", "\n");
    await put(folder, "latin1", Uint8Array.of(0xe9));
    await put(folder, "long", "x".repeat(65_537));
    const path = join(folder, name);
    let message = "";
    try {
      readVariable({ A_FILE: path }, "A");
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toBe(`A_FILE names ${path}, which ${fault}`);
  });

  it("it is a device without end", () => {
    expect(() => readVariable({ A_FILE: "/dev/zero" }, "A")).toThrow("has more than 65536 bytes");
  });
});
