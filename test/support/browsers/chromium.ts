import { execFile } from "node:child_process";
import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

const run = promisify(execFile);

const MODULES = fileURLToPath(new URL("../../../node_modules/", import.meta.url));

/** The browser is alone: it asks nobody anything by itself, and finds no other host than this machine. */
const FLAGS = [
  "--no-sandbox",
  "--no-first-run",
  "--no-pings",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--font-render-hinting=none",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/**
 * Unpacks Chromium from its package, once for each version of it, into `node_modules/.cache`. Several processes may do
 * so at the same time: each unpacks into a folder of its own, and the first to be ready gives its folder the final name.
 * @returns the folder
 */
export async function unpackChromium(): Promise<string> {
  const description = await readFile(join(MODULES, "@sparticuz/chromium/package.json"), "utf8");
  const { version } = JSON.parse(description) as { version: string };
  const cache = join(MODULES, ".cache/harkara");
  const folder = join(cache, `chromium-${version}`);
  if (await exists(folder)) return folder;
  const own = join(cache, `unpacking-${process.pid}-${process.hrtime.bigint()}`);
  await mkdir(own, { recursive: true });
  // The package unpacks into the folder for temporary files, wherever that is.
  const code = `import chromium, { inflate } from "@sparticuz/chromium";
await chromium.executablePath();
await inflate(process.argv[1]);`;
  const libraries = join(MODULES, "@sparticuz/chromium/bin/al2023.tar.br");
  await run(process.execPath, ["--input-type=module", "-e", code, libraries], {
    cwd: MODULES,
    env: { ...process.env, TMPDIR: own },
  });
  await writeFile(join(own, "fonts.conf"), FONTS(join(folder, "fonts"), join(folder, "fonts-cache")));
  try {
    await rename(own, folder);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

/** A Chromium that must be closed. It brings fonts and libraries for systems that have none. */
export async function launchChromium(): Promise<Browser> {
  const folder = await unpackChromium();
  const executablePath = join(folder, "chromium");
  const env: Record<string, string> = { PATH: process.env.PATH ?? "", HOME: folder };
  if (!(await exists("/etc/fonts/fonts.conf"))) env.FONTCONFIG_FILE = join(folder, "fonts.conf");
  const starts = await run(executablePath, ["--version", "--no-sandbox"], { env }).catch(() => undefined);
  if (starts === undefined) env.LD_LIBRARY_PATH = join(folder, "al2023/lib");
  return chromium.launch({ executablePath, args: FLAGS, env });
}

const FONTS = (fonts: string, cache: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>
`;

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
