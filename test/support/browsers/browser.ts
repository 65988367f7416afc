import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import type { OpenSite } from "./site-server.ts";

export { type OpenSite, openSite, type SiteOptions } from "./site-server.ts";

/** What a browser told of the pages that it showed. */
export interface Telling {
  /** Warnings and errors of the console, and refusals by the policy, whatever page they stand on. */
  readonly console: string[];
  /** Errors that no script caught. */
  readonly errors: string[];
  /** What the content security policy refused: directive, address and page. */
  readonly violations: string[];
  /** Dialogs that were opened, closed at once. */
  readonly dialogs: string[];
  /** Each request that was made: its address. */
  readonly requests: string[];
  /** Those of them that went to neither the site nor a host of pictures; they were not let through. */
  readonly foreign: string[];
  /** What was reached by navigation that is no page of the site. */
  readonly left: string[];
}

/** A tab over a site that has the network of nobody but the site. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly reported: Telling;
  /** Goes to a path of the site and waits for it to be loaded; answers with the status. */
  readonly goto: (path: string) => Promise<number>;
  /** All that went wrong so far: empty for a site that is as it should be. */
  readonly trouble: () => string[];
}

export interface VisitOptions extends BrowserContextOptions {
  /** Hosts whose pictures are answered with one that is made up. Default: that of the sample content. */
  readonly pictures?: readonly string[];
  /** How long each of these takes, in milliseconds: 0 unless it is told. */
  readonly pictureDelay?: number;
}

/** How long anything may take on a slow and busy machine, in milliseconds. */
const DEADLINE_MS = 30_000;

const SAMPLE_PICTURES = ["images.harkara.example"];

/** A picture of 1600 × 900 pixels. */
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="900"><rect width="1600" height="900" fill="#789"/></svg>`;

/** Runs in each page before anything of its own. */
const LISTENING = `addEventListener("securitypolicyviolation", (event) =>
  __violated(location.pathname + ": " + event.effectiveDirective + " refused " + event.blockedURI));`;

let launched: Promise<Browser> | undefined;

/**
 * Opens a tab on a site. A process has one browser, which the first call starts and `closeBrowser` ends; tests import
 * all this from `browser-test.ts`, which sees to that.
 *
 * ```ts
 * const site = await openSite({ texts: { "a.txt": "Published …" } });
 * const { page, goto, trouble } = await browse(site, { colorScheme: "dark" });
 * await goto("/feeds");
 * expect(trouble()).toEqual([]);
 * ```
 *
 * Options are Playwright's for a context: `colorScheme`, `viewport`, `javaScriptEnabled`, `permissions`, …
 * `bypassCSP` switches off what pages rely on: it is for axe, and for showing that escaping alone is enough.
 */
export async function browse(
  { origin }: Pick<OpenSite, "origin">,
  { pictures = SAMPLE_PICTURES, pictureDelay = 0, ...options }: VisitOptions = {},
): Promise<Visit> {
  launched ??= launchChromium();
  const context = await (await launched).newContext({ viewport: { width: 1024, height: 768 }, ...options });
  context.setDefaultTimeout(DEADLINE_MS);
  const reported: Telling = {
    console: [],
    errors: [],
    violations: [],
    dialogs: [],
    requests: [],
    foreign: [],
    left: [],
  };
  await context.route("**/*", async (route, request) => {
    const url = new URL(request.url());
    reported.requests.push(request.url());
    if (url.origin === origin) return route.continue();
    if (pictures.includes(url.hostname) && request.resourceType() === "image") {
      if (pictureDelay > 0) await new Promise((later) => setTimeout(later, pictureDelay));
      return route.fulfill({ contentType: "image/svg+xml", body: PICTURE }).catch(() => undefined);
    }
    reported.foreign.push(`${request.resourceType()} ${request.url()}`);
    return route.abort();
  });
  await context.exposeBinding("__violated", (_, text: string) => {
    reported.violations.push(text);
  });
  await context.addInitScript(LISTENING);
  const page = await context.newPage();
  page.on("console", (message) => {
    // The page of an error is itself answered with its status, of which Chromium tells.
    if (message.location().url === page.url() && message.text().startsWith("Failed to load resource")) return;
    if (["warning", "error", "assert"].includes(message.type()))
      reported.console.push(`${new URL(page.url()).pathname}: ${message.text()}`);
  });
  page.on("pageerror", (error) => reported.errors.push(String(error)));
  page.on("dialog", (dialog) => {
    reported.dialogs.push(dialog.message());
    // A page that is left takes its dialogs along.
    return dialog.dismiss().catch(() => undefined);
  });
  page.on("popup", (popup) => reported.left.push(popup.url()));
  page.on("framenavigated", (frame) => {
    if (frame !== page.mainFrame() || !frame.url().startsWith(`${origin}/`)) reported.left.push(frame.url());
  });
  return {
    page,
    context,
    reported: reported,
    goto: async (path) => {
      const response = await page.goto(origin + path, { waitUntil: "load" });
      if (response === null) throw new Error(`${path} was not loaded`);
      return response.status();
    },
    trouble: () => [
      ...reported.console,
      ...reported.errors,
      ...reported.violations,
      ...reported.dialogs,
      ...reported.foreign,
      ...reported.left,
    ],
  };
}

/** Ends a tab whose page is not needed any more. */
export async function closeVisit({ context }: Visit): Promise<void> {
  await context.close();
}

/** Ends the browser. */
export async function closeBrowser(): Promise<void> {
  await (await launched)?.close();
  launched = undefined;
}
