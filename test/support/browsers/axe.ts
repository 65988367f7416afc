import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const AXE = fileURLToPath(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url));

/**
 * What axe finds in a page, a line each: rule, impact and place. The tab must have been opened with `bypassCSP`, as the
 * policy lets no script in.
 * @param rules the only ones that are asked for; all where there are none
 */
export async function axeFindings(page: Page, ...rules: string[]): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const { violations, passes } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify({ resultTypes: ["violations"], ...(rules.length > 0 && { runOnly: rules }) })})`,
  );
  if (passes.length === 0) throw new Error("axe has looked at nothing");
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${impact}) ${target.join(" ")}: ${failureSummary}`),
  );
}
