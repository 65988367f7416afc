import type { Page } from "playwright-core";
import type { Visit } from "./browser.ts";

/** What stands in a page and may run, load or lead away, although nobody has set it off yet: a line each. */
export async function armed(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(async () => {
    // Animations and what an element does when it gets the focus come with the next frame.
    await new Promise(requestAnimationFrame);
    await new Promise((next) => setTimeout(next));
    const found = [];
    const tell = (what, element) => found.push(what + " " + element.outerHTML.slice(0, 200));
    const forbidden = "iframe,frame,frameset,object,embed,applet,base,portal,fencedframe,style,math,template,noscript," +
      "video,audio,source,track,area,keygen,marquee,dialog,animate,set,use,image,foreignObject,[srcdoc],[formaction]," +
      "[ping],[style],[srcset],[background],[http-equiv],[contenteditable],[autofocus],[attributionsrc]";
    for (const element of document.querySelectorAll(forbidden)) tell("element", element);
    for (const element of document.querySelectorAll("*")) {
      if (element.localName.includes("-")) tell("custom element", element);
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name)) tell("handler " + name, element);
        if (/^(?:(?:xlink:)?href|src|action|cite|data)$/i.test(name)) {
          const scheme = /^[\\s\\0-\\x20]*([a-z][a-z0-9+.-]*):/i.exec(value)?.[1].toLowerCase() ?? "none";
          if (!["none", "http", "https", "mailto", "feed"].includes(scheme)) tell("address", element);
          if (scheme === "feed" && !/^feed:(?:https?:)?\\/\\//.test(value)) tell("address", element);
        }
      }
    }
    for (const script of document.querySelectorAll("script")) {
      if (script.type === "application/ld+json") {
        try { JSON.parse(script.textContent); } catch (error) { tell("JSON-LD " + error, script); }
      } else if (!script.textContent.startsWith("(d=>{d.documentElement") || script.src) tell("script", script);
    }
    for (const link of document.querySelectorAll("link"))
      if (!/^(?:canonical|stylesheet|icon|manifest|search|alternate|prev|next|apple-touch-icon)$/.test(link.rel)) tell("link", link);
      else if (/^(?:stylesheet|manifest)$/.test(link.rel) && new URL(link.href).origin !== location.origin) tell("link", link);
    for (const form of document.forms) if (new URL(form.action).origin !== location.origin) tell("form", form);
    if (window.__xss !== undefined) found.push("__xss is set");
    return found;
  })()`);
}

/** What an attack has achieved so far. */
export function achieved({ reported }: Visit): string[] {
  const { dialogs, errors, foreign, left, violations } = reported;
  return [
    ...dialogs.map((text) => `dialog ${text}`),
    ...errors.map((text) => `error ${text}`),
    ...foreign.map((text) => `request ${text}`),
    ...left.map((text) => `left for ${text}`),
    ...violations.map((text) => `refused ${text}`),
  ];
}
