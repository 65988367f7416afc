import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { attribute, elementsOf, textOf } from "../../support/readers/page.ts";
import { articleText } from "../../support/stores/folder.ts";

/** How much of the DOM is used here; the types of browsers' nodes are not loaded. */
interface Live {
  readonly className: string;
  readonly dataset: Readonly<Record<string, string>>;
  readonly documentElement: Live;
  readonly body: Live;
  readonly innerHTML: string;
  readonly isConnected: boolean;
  readonly textContent: string;
  readonly value: string;
  readonly dispatchEvent: (event: object) => void;
  readonly querySelector: (selector: string) => Live | null;
  readonly querySelectorAll: (selector: string) => Iterable<Live>;
}

let response: Response;
let html: string;

beforeAll(async () => {
  const app = appOf(await contentOf({ a: articleText("A") }, await siteOf()));
  response = await app.request("/feeds");
  html = await response.text();
});

/** What a browser would run of a page. */
function scriptOf(page: string): string {
  const scripts = elementsOf(page).filter(
    (element) => element.tagName === "script" && attribute(element, "type") === undefined,
  );
  expect(scripts.map(({ attrs }) => attrs)).toEqual([[]]);
  return scripts.map(textOf).join();
}

it("the policy names the script that is served by its digest, and no other source", () => {
  const digest = createHash("sha256").update(scriptOf(html)).digest("base64");
  const policy = response.headers.get("content-security-policy")?.split("; ") ?? [];
  expect(policy.filter((directive) => /^script-src/.test(directive))).toEqual([`script-src 'sha256-${digest}'`]);
  expect(policy).toContain("default-src 'none'");
});

it("the script is below 700 bytes", () => {
  const { length } = new TextEncoder().encode(scriptOf(html));
  expect(length).toBeGreaterThan(0);
  expect(length).toBeLessThan(700);
});

it("buttons keep their place where no script runs, but are not seen", async () => {
  const [sheet = ""] = elementsOf(html)
    .filter((element) => attribute(element, "rel") === "stylesheet")
    .map((element) => attribute(element, "href") ?? "");
  const app = appOf(await contentOf({}, await siteOf()));
  const style = await (await app.request(sheet)).text();
  expect(style).toMatch(/(?:^|})\.copy\{visibility:hidden;min-inline-size:/);
  expect(style).toContain("}.scripted .copy{visibility:visible}");
});

describe("the script", () => {
  /** The page with the script run in it, on a machine that may be unable to copy in one way or both. */
  function open(able: { readonly clipboard: "works" | "refuses" | "missing"; readonly command: boolean }) {
    const { document, Event } = parseHTML(html) as unknown as {
      readonly document: Live & { readonly createElement: (name: string) => Live };
      readonly Event: new (name: string, options: { readonly bubbles: boolean }) => object;
    };
    const copied: string[] = [];
    const timers: { readonly run: () => void; readonly after: number }[] = [];
    const writeText = async (text: string) => {
      if (able.clipboard === "refuses") throw new Error("NotAllowedError");
      copied.push(text);
    };
    let selected: string | undefined;
    const create = document.createElement.bind(document);
    const fields = {
      createElement: (name: string) => {
        const field = create(name);
        const select = () => {
          selected = field.isConnected ? field.value : undefined;
        };
        return Object.assign(field, { select });
      },
      execCommand: (command: string) => {
        if (able.command && command === "copy" && selected !== undefined) copied.push(selected);
        return able.command;
      },
    };
    Object.assign(document, fields);
    const run = new Function("document", "navigator", "setTimeout", scriptOf(html));
    run(document, able.clipboard === "missing" ? {} : { clipboard: { writeText } }, (tick: () => void, after: number) =>
      timers.push({ run: tick, after }),
    );
    const buttons = [...document.querySelectorAll("button.copy")];
    const press = async (element: Live | null | undefined) => {
      element?.dispatchEvent(new Event("click", { bubbles: true }));
      await new Promise((resolve) => setImmediate(resolve));
    };
    const said = () => document.querySelector('[role="status"]')?.textContent;
    return { document, copied, timers, buttons, press, said };
  }

  it("marks the page at once, so that the buttons are seen", () => {
    const { document } = open({ clipboard: "works", command: true });
    expect(document.documentElement.className).toBe("scripted");
  });

  it.each([
    ["by the clipboard", { clipboard: "works", command: false }],
    ["from a field where browsers have no clipboard, as without HTTPS", { clipboard: "missing", command: true }],
    ["from a field where the clipboard refuses", { clipboard: "refuses", command: true }],
  ] as const)("copies each button's address %s, and says so for a moment", async (_, able) => {
    const { document, copied, timers, buttons, press, said } = open(able);
    expect(buttons.length).toBe(6);
    for (const button of buttons) {
      const before = document.body.innerHTML;
      await press(button);
      expect(copied.pop()).toBe(button.dataset.copy);
      expect([button.textContent, said()]).toEqual(["Copied", "Copied"]);
      expect(timers.map(({ after }) => after)).toEqual([2_000]);
      timers.pop()?.run();
      expect([button.textContent, said()]).toEqual(["Copy", ""]);
      expect(document.body.innerHTML).toBe(before);
    }
  });

  it("does not say that it copied where it could not", async () => {
    const { copied, buttons, press, said } = open({ clipboard: "missing", command: false });
    await press(buttons[0]);
    expect([copied, buttons[0]?.textContent, said()]).toEqual([[], "Not copied", "Not copied"]);
  });

  it("does nothing at a press elsewhere", async () => {
    const { document, copied, timers, press, said } = open({ clipboard: "works", command: true });
    await press(document.querySelector("h1"));
    expect([copied, timers, said()]).toEqual([[], [], ""]);
  });
});
