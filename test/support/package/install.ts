import { execFile } from "node:child_process";
import { cp, mkdir, realpath, symlink, writeFile } from "node:fs/promises";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporaryFolder } from "../stores/folder.ts";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const run = promisify(execFile);

/** What the package is made of. */
const SOURCES = [
  ...["package.json", "README.md", "LICENSE", "bin", "deploy", "migrations", "src"],
  ...["tsconfig.json", "tsconfig.build.json", "tsdown.config.ts"],
];

/**
 * Packs the package, built in a copy: others may use this checkout.
 * @param as the version that it is given; by default its own
 * @returns the path of the tarball
 */
export async function packTarball(as?: string): Promise<string> {
  const copy = await temporaryFolder();
  for (const name of SOURCES) await cp(join(ROOT, name), join(copy, name), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const own = (await import("../../../package.json", { with: { type: "json" } })).default;
  const { name, version } = { ...own, ...(as !== undefined && { version: as }) };
  await writeFile(join(copy, "package.json"), JSON.stringify({ ...own, version }));
  await writeFile(join(copy, "src/lib/version.ts"), `export const VERSION = ${JSON.stringify(version)};\n`);
  await run("npm", ["pack"], { cwd: copy });
  return join(copy, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
}

/** An application of its own, in which packages are installed by the npm of this machine. */
export interface Application {
  readonly folder: string;
  /** What npm had to say, on both outputs. */
  readonly said: string;
}

/**
 * Installs packages into an empty folder.
 * @param node the program that npm runs on
 */
export async function install(packages: readonly string[], node = process.execPath): Promise<Application> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const said = await runNpm(["install", "--prefer-offline", "--no-audit", "--no-fund", ...packages], folder, node);
  return { folder, said };
}

/**
 * Runs the npm of this machine in a folder.
 * @param node the program that it runs on
 * @returns what it had to say, on both outputs
 */
export async function runNpm(args: readonly string[], folder: string, node = process.execPath): Promise<string> {
  // What `npm test` sets for its scripts would make this npm another one than a person starts.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_"));
  const env = { ...Object.fromEntries(own), PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  const { stdout, stderr } = await run(node, [await npmProgram(), ...args], { cwd: folder, env });
  return stdout + stderr;
}

/** The Node of a major version, from its package. @throws if npm cannot install it */
export async function findNode(major: string): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const { folder } = await install([`node@${major}`]);
  return join(folder, "node_modules/node/bin/node");
}

/** Gives an application the sample content, without what a service keeps beside it. */
export async function copySample(folder: string): Promise<void> {
  const filter = (path: string) => !basename(path).startsWith(".harkara");
  await cp(join(ROOT, "content"), join(folder, "content"), { recursive: true, filter });
}

/** Writes a file of an application. */
export async function writeProgram(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

/** npm's own program, which any Node can run. */
async function npmProgram(): Promise<string> {
  const { stdout } = await run("sh", ["-c", "command -v npm"]);
  return realpath(stdout.trim());
}
