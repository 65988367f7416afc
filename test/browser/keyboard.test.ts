import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { browse, type OpenSite, openSite } from "../support/browsers/browser-test.ts";
import { SAMPLE_PAGES } from "../support/browsers/pages.ts";

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});

/** What can have the focus, as it stands in the page, and is seen: a line each, in the order of the page. */
const REACHABLE = `(() => {
  window.__name = (element) => {
    const all = [...document.querySelectorAll("*")];
    return all.indexOf(element) + " " + element.localName + " " + (element.textContent.trim() || element.name).slice(0, 30);
  };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter((element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }))
    .map(__name);
})()`;

/** Where the focus is, and whether that can be seen. */
interface Focus {
  readonly name: string;
  readonly visible: boolean;
  readonly onScreen: boolean;
}

const focus = (page: Page) =>
  page.evaluate<Focus>(`(async () => {
  const element = document.activeElement;
  await Promise.all(element.getAnimations().map(({ finished }) => finished));
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const { top, left, bottom, right, width, height } = element.getBoundingClientRect();
  return {
    name: element === document.body ? "body" : __name(element),
    visible: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && !/ 0\\)$/.test(outlineColor),
    onScreen: width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
  };
})()`);

describe("with nothing but a keyboard", () => {
  it.each(Object.keys(SAMPLE_PAGES).map((path) => ({ path })))(
    "everything on $path is reached in its order, is seen, and is left again",
    async ({ path }) => {
      const { page, goto, context } = await browse(site);
      await goto(path);
      const reachable = await page.evaluate<string[]>(REACHABLE);
      expect(reachable[0]).toContain("a Skip to");
      expect(reachable.length).toBeGreaterThan(8);
      const walked: Focus[] = [];
      for (const _ of reachable) {
        await page.keyboard.press("Tab");
        walked.push(await focus(page));
      }
      expect(walked.map(({ name }) => name)).toEqual(reachable);
      expect(walked.filter(({ visible, onScreen }) => !visible || !onScreen)).toEqual([]);
      // One step further the page is left, and back again leads to its end.
      await page.keyboard.press("Tab");
      expect((await focus(page)).name).toBe("body");
      await page.keyboard.press("Shift+Tab");
      expect((await focus(page)).name).toBe(reachable.at(-1));
      await context.close();
    },
  );

  it.each(["/", "/feeds", "/articles/ferry-dog-gets-season-ticket"])(
    "the link to the text on %s leads behind the navigation",
    async (path) => {
      const { page, goto } = await browse(site);
      await goto(path);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.hash")).toBe("#main");
      await page.keyboard.press("Enter");
      await page.waitForURL("**#main");
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.closest('main')?.id")).toBe("main");
    },
  );

  it("somebody reads an article, goes on to the next one and back", async () => {
    const { page, goto, trouble } = await browse(site);
    await goto("/categories/sport");
    const writer = async (found: () => Promise<boolean>) => {
      for (let steps = 0; steps < 80 && !(await found()); steps += 1) await page.keyboard.press("Tab");
      expect(await found()).toBe(true);
      await page.keyboard.press("Enter");
    };
    const within = (selector: string) => () =>
      page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`);
    await writer(within("ol.entries :is(h2, h3) a"));
    await page.waitForURL("**/articles/*");
    const first = page.url();
    await writer(within("nav.beside a"));
    await page.waitForURL((url) => url.href !== first);
    expect(page.url()).toContain("/articles/");
    await page.goBack();
    expect(page.url()).toBe(first);
    expect(trouble()).toEqual([]);
  });
});
