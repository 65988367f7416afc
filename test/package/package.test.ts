import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { install, packTarball, ROOT } from "../support/package/install.ts";

const run = promisify(execFile);
const BIN = join(ROOT, "node_modules/.bin");

let tarball: string;
beforeAll(async () => {
  tarball = await packTarball();
}, 120_000);

describe("the tarball", () => {
  it("holds what runs, and neither tests nor benchmarks nor the sample", async () => {
    const { stdout } = await run("tar", ["-tzf", tarball]);
    const names = stdout.trim().split("\n");
    const top = new Set(names.map((name) => name.split("/")[1]));
    expect([...top].sort()).toEqual(
      ["LICENSE", "README.md", "bin", "deploy", "dist", "migrations", "package.json", "src"].sort(),
    );
    expect(names.filter((name) => name.startsWith("package/src/") && !name.endsWith(".schema.json"))).toEqual([]);
    expect(names.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining(["index", "node", "worker", "cli"].map((n) => `package/dist/${n}.js`)),
    );
    expect(names).toContain("package/dist/cli.js.map");
  });

  it("has nothing that publint or the types of a consumer stumble over", async () => {
    const { stdout } = await run(join(BIN, "publint"), ["run", tarball, "--strict"]);
    expect(stdout).toContain("All good!");
    // It is ESM alone: whoever requires it needs a Node that can.
    const types = await run(join(BIN, "attw"), [tarball, "--profile", "esm-only", "--format", "json"]);
    const { analysis, problems } = JSON.parse(types.stdout);
    expect(Object.keys(analysis.entrypoints)).toEqual([".", "./node", "./worker", "./cli"]);
    const own = Object.values(problems as Record<string, { resolutionKind?: string }[]>).flat();
    expect(own.filter(({ resolutionKind }) => !/node10|node16-cjs/.test(resolutionKind ?? ""))).toEqual([]);
  }, 60_000);
});

const CONSUMER = `
import { type ArticleStore, articles, harkara, SettingsError } from "@harkara/server";
import { run } from "@harkara/server/cli";
import { folder } from "@harkara/server/node";
import worker from "@harkara/server/worker";
import { Hono } from "hono";

const site = { title: "The Test", address: "https://example.org/news" };
const app = new Hono<{ Bindings: { OWN: string } }>();
app.route("/news", await harkara({ site, content: folder("content") }));
const plain = { slug: "a", headline: "A", published: new Date(), html: "<p>a" };
const news = await harkara({ site, content: articles(async () => [plain]), log: console });
const response: Response = await news.fetch(new Request("https://example.org/news"));
declare const store: ArticleStore;
await harkara({ site, content: store });
await news.close();
// @ts-expect-error: an article has a body.
articles(() => [{ slug: "a", headline: "A", published: new Date() }]);
// @ts-expect-error: there is no such setting.
await harkara({ site: { ...site, titel: "" }, content: store });
export { response, run, SettingsError, worker };
`;

describe("a consumer's types", () => {
  let folder: string;
  beforeAll(async () => {
    ({ folder } = await install([tarball]));
    await writeFile(join(folder, "consumer.ts"), CONSUMER);
  }, 120_000);

  it.each([
    ["bundler", "esnext"],
    ["nodenext", "nodenext"],
  ])(
    "are checked strictly, with moduleResolution %s",
    async (moduleResolution, module) => {
      const compilerOptions = {
        ...{ strict: true, skipLibCheck: false, noEmit: true, types: [] },
        ...{ module, moduleResolution, target: "es2022", lib: ["es2022", "dom", "dom.iterable"] },
      };
      await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
      const { stdout } = await run(join(BIN, "tsc"), ["-p", folder]).catch((error) => error);
      expect(stdout).toBe("");
    },
    60_000,
  );
});
