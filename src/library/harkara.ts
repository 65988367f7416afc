import { Hono } from "hono";
import { routePath } from "hono/route";
import { createApp } from "../app.ts";
import type { Log } from "../lib/log.ts";
import { createResolver } from "../routes/resolver.ts";
import { pathPrefix } from "../site/urls.ts";
import type { ArticleStore } from "../store/article-store.ts";
import { type ContentProvider, fromStore } from "./content-provider.ts";
import { IS_WORKERS, streamCompression } from "./platform.ts";
import type { SiteSettings } from "./site-settings.ts";

export interface HarkaraOptions {
  /** The settings of the site. Only a folder with a `site.json` may leave them out. */
  readonly site?: SiteSettings;
  /** Where the articles come from: `articles(…)`, `folder(…)` of `@harkara/server/node`, or a store of your own. */
  readonly content: ContentProvider | ArticleStore;
  /** Where it says what goes wrong. Default: the console, for warnings and errors. `console` takes everything. */
  readonly log?: Log;
  /** The clock, UTC. Default: the system's. */
  readonly now?: () => Date;
}

/**
 * The feeds and pages of a site: a Hono app to be mounted, and with `fetch` a handler of `Request` → `Response` for
 * everything else. It answers `GET` and `HEAD`; every other method gets 405, `OPTIONS` its headers.
 */
export interface Harkara extends Hono {
  /** Ends the following of changes. What was asked before is answered. */
  readonly close: () => Promise<void>;
}

/**
 * Serves a site's feeds and pages from inside an application.
 * @throws SettingsError when the settings have faults; ContentError when a folder cannot be served
 */
export async function harkara(options: HarkaraOptions): Promise<Harkara> {
  const { site: settings, content, log = WARNINGS, now = () => new Date() } = options;
  const provider = "open" in content ? content : fromStore(content);
  const opened = await provider.open({ settings, now, log });
  const service = createResolver(now, streamCompression, IS_WORKERS);
  const app = createApp({ content: opened.content, service, now, log });
  let checked = false;

  const mounted = new Hono().all("*", async (context) => {
    await opened.refresh?.();
    const site = opened.content()?.site;
    if (!checked && site !== undefined) {
      checked = true;
      const place = routePath(context).replace(/\/\*$/, "");
      if (place !== "" && place !== pathPrefix(site))
        log.error(`it is mounted at ${place}, but its address is ${site.address}: give the address with that path`);
    }
    return app.fetch(context.req.raw);
  });
  return Object.assign(mounted, { close: async () => opened.close?.() });
}

const WARNINGS: Log = {
  debug() {},
  info() {},
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
};
