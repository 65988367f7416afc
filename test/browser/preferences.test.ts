import { beforeAll, describe, expect, it } from "vitest";
import { browse, type OpenSite, openSite } from "../support/browsers/browser-test.ts";
import { SAMPLE_PAGES } from "../support/browsers/pages.ts";

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});

const ARTICLE = "/articles/cricket-match-abandoned-crocodile-stopped-play";

describe("without scripts", () => {
  it("everything but copying works, and no button says otherwise", async () => {
    const { page, goto, trouble } = await browse(site, { javaScriptEnabled: false });
    for (const [path, status] of Object.entries(SAMPLE_PAGES)) {
      expect(await goto(path), path).toBe(status);
      expect(await page.locator("button.copy:visible").count(), path).toBe(0);
    }
    await goto("/");
    await page.locator("nav").first().getByRole("link", { name: "Search" }).click();
    await page.getByRole("searchbox").fill("crocodile");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL("**/search?q=crocodile");
    await page.getByRole("link", { name: "Crocodile stops play" }).click();
    expect(await page.locator("h1").innerText()).toContain("Crocodile stops play");
    await goto("/subscribe");
    // An address that cannot be copied by a button can be by hand.
    expect(await page.getByText(`${site.origin}/rss.xml`).first().isVisible()).toBe(true);
    await goto("/feeds");
    const details = page.locator("details").first();
    await details.locator("summary").click();
    expect(await details.getByRole("link").first().isVisible()).toBe(true);
    expect(trouble()).toEqual([]);
  });

  it("the same buttons are seen where scripts run", async () => {
    const { page, goto } = await browse(site);
    for (const path of ["/feeds", "/subscribe", "/categories/sport/subscribe"]) {
      await goto(path);
      const buttons = await page.locator("button.copy").count();
      expect(buttons, path).toBeGreaterThan(2);
      expect(await page.locator("button.copy:visible").count(), path).toBe(buttons);
    }
  });
});

describe("with less motion", () => {
  it.each([
    { reducedMotion: "reduce" as const, moves: false },
    { reducedMotion: "no-preference" as const, moves: true },
  ])("asked for $reducedMotion, whether anything moves is $moves", async ({ reducedMotion, moves }) => {
    const { page, goto } = await browse(site, { reducedMotion });
    let moving = 0;
    for (const path of ["/", "/feeds", "/subscribe", "/search", ARTICLE]) {
      await goto(path);
      moving += await page.evaluate<number>(`[...document.querySelectorAll("*")].filter((element) => {
        const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(element);
        const lasts = (durations) => durations.split(",").some((duration) => parseFloat(duration) > 0.01);
        return lasts(transitionDuration) || (animationName !== "none" && lasts(animationDuration)) || scrollBehavior === "smooth";
      }).length`);
    }
    expect(moving > 0).toBe(moves);
  });
});

describe("with colours that the system forces", () => {
  it("links and buttons are told from text, and the focus is seen", async () => {
    const { page, goto, trouble } = await browse(site, { forcedColors: "active" });
    for (const path of ["/", "/subscribe", "/search", ARTICLE]) {
      await goto(path);
      const colours = await page.evaluate<{ text: string; link: string; canvas: string }>(`(() => {
        const colour = (selector) => getComputedStyle(document.querySelector(selector)).color;
        const canvas = document.createElement("i");
        canvas.style.color = "Canvas";
        document.body.append(canvas);
        return { text: colour("main p"), link: colour("main a"), canvas: getComputedStyle(canvas).color };
      })()`);
      expect(colours.text, path).not.toBe(colours.canvas);
      expect(colours.link, path).not.toBe(colours.canvas);
      expect(colours.link, path).not.toBe(colours.text);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"), path).not.toBe("none");
    }
    await goto("/subscribe");
    const border = await page
      .locator("button.copy")
      .first()
      .evaluate((button) => {
        const { borderTopStyle, borderTopWidth } = button.ownerDocument.defaultView.getComputedStyle(button);
        return `${borderTopStyle} ${Number.parseFloat(borderTopWidth) >= 1}`;
      });
    expect(border).toBe("solid true");
    expect(trouble()).toEqual([]);
  });
});

describe("on paper", () => {
  it.each([ARTICLE, "/articles/कुएँ-में-लौटा-पानी"])(
    "%s is its text in black on white, without navigation",
    async (path) => {
      const { page, goto } = await browse(site, {
        colorScheme: "dark",
        viewport: { width: 720, height: 1000 },
      });
      await goto(path);
      await page.emulateMedia({ media: "print" });
      for (const place of ["nav", ".skip", "form", "button"])
        expect(await page.locator(place).filter({ visible: true }).count(), place).toBe(0);
      for (const place of ["h1", ".story .body p", ".story time"])
        expect(await page.locator(place).first().isVisible(), place).toBe(true);
      const { colour, ground } = await page.evaluate<{ colour: string; ground: string }>(`(() => {
      const { color, backgroundColor } = getComputedStyle(document.querySelector(".body p"));
      const opaque = (element) => {
        const { backgroundColor } = getComputedStyle(element);
        if (!/^rgba\\(.* 0\\)$|transparent/.test(backgroundColor)) return backgroundColor;
        return element.parentElement ? opaque(element.parentElement) : "rgb(255, 255, 255)";
      };
      return { colour: color, ground: opaque(document.querySelector(".body p")) };
    })()`);
      expect(ground).toMatch(/^rgb\(255, 255, 255\)$|^color\(srgb 1 1 1\)$/);
      expect(Math.max(...(colour.match(/\d+/g) ?? ["255"]).slice(0, 3).map(Number))).toBeLessThan(60);
      const root = "document.documentElement";
      expect(await page.evaluate(`${root}.scrollWidth <= ${root}.clientWidth`)).toBe(true);
    },
  );
});
