import { afterAll, vi } from "vitest";
import { closeBrowser, type OpenSite, openSite as open, type SiteOptions } from "./browser.ts";

export {
  browse,
  closeVisit,
  type OpenSite,
  type SiteOptions,
  type Visit,
  type VisitOptions,
} from "./browser.ts";

// A page takes its time to load where much else goes on.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const sites: OpenSite[] = [];

/** As `openSite` of `browser.ts`; it is closed when the file's tests are over. */
export async function openSite(options?: SiteOptions): Promise<OpenSite> {
  const site = await open(options);
  sites.push(site);
  return site;
}

afterAll(async () => {
  await closeBrowser();
  await Promise.all(sites.splice(0).map((site) => site.close()));
});
