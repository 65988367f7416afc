import { readFileSync, writeFileSync } from "node:fs";
import { commandsPage } from "./commands.ts";
import { fieldsPage } from "./fields.ts";
import { layeringRules, roomsPicture } from "./layers.ts";
import { limitsPage } from "./limits.ts";
import { metricsPage } from "./metrics.ts";
import { settingsPage } from "./settings.ts";

const DOCS = new URL("../", import.meta.url);

/** The pages that are made from the code, as a whole or in parts: file below docs → what makes it. */
export const PAGES: Readonly<Record<string, () => string>> = {
  "architecture.md": () =>
    withParts(committedPage("architecture.md"), { picture: roomsPicture(), rules: layeringRules() }),
  "reference/article-fields.md": fieldsPage,
  "reference/commands.md": commandsPage,
  "reference/limits.md": limitsPage,
  "reference/metrics.md": metricsPage,
  "reference/settings.md": settingsPage,
};

/** A page as it is in the repository. */
export function committedPage(name: string): string {
  return readFileSync(new URL(name, DOCS), "utf8");
}

/** Puts each part of a page between the comments that name it. @throws Error when the page has no such comments */
function withParts(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [, before, after] =
      new RegExp(`^(.*<!-- ${name}:[^>]*-->\n).*(<!-- end of ${name} -->.*)$`, "s").exec(text) ?? [];
    if (before === undefined) throw new Error(`there is no place for “${name}”`);
    return `${before}\n${part}\n\n${after}`;
  }, page);
}

if (import.meta.main) {
  for (const [name, make] of Object.entries(PAGES)) writeFileSync(new URL(name, DOCS), make());
}
