import { readFileSync, writeFileSync } from "node:fs";
import { commandsPage } from "./commands.ts";
import { limitsPage } from "./limits.ts";
import { metricsPage } from "./metrics.ts";
import { settingsPage } from "./settings.ts";

const REFERENCE = new URL("../reference/", import.meta.url);

/** The pages of the reference that are made from the code: file below docs/reference → what makes it. */
export const PAGES: Readonly<Record<string, () => string>> = {
  "commands.md": commandsPage,
  "limits.md": limitsPage,
  "metrics.md": metricsPage,
  "settings.md": settingsPage,
};

/** A page as it is in the repository. */
export function committedPage(name: string): string {
  return readFileSync(new URL(name, REFERENCE), "utf8");
}

if (import.meta.main) {
  for (const [name, make] of Object.entries(PAGES)) writeFileSync(new URL(name, REFERENCE), make());
}
