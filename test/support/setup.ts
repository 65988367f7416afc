import { execFileSync } from "node:child_process";

/** The Worker carries the content folder read ahead: it must be there before anything is bundled. */
export default function setup(): void {
  execFileSync(process.execPath, ["src/cli/harkara.ts", "bundle"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}
