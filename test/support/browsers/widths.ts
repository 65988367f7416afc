import type { Page } from "playwright-core";

/** What reaches over the page's edge, outside of what scrolls by itself: a line each. */
export function overhanging(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const root = document.documentElement;
    const found = [];
    if (root.scrollWidth > root.clientWidth) found.push("the page: " + root.scrollWidth + " > " + root.clientWidth);
    const scrolls = (element) => element !== null && element !== document.body &&
      (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    for (const element of document.querySelectorAll("body *")) {
      const { left, right, width } = element.getBoundingClientRect();
      const seen = width > 1 && element.checkVisibility() && !element.closest(".skip, .visually-hidden");
      if (seen && (right > root.clientWidth + 1 || left < -1) && !scrolls(element.parentElement))
        found.push(element.localName + "." + element.className + " " + Math.round(left) + "–" + Math.round(right));
    }
    return found;
  })()`);
}

/** What is cut off as it is larger than what it stands in, which does not scroll. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll("body *")]
    .filter((element) => /hidden|clip/.test(getComputedStyle(element).overflowX) && element.checkVisibility() && element.clientWidth > 1)
    .filter((element) => !element.closest(".visually-hidden, .skip, button"))
    .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
    .map((element) => element.localName + "." + element.className)`);
}
