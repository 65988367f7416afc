import { describe, expect, it } from "vitest";
import { PAYLOADS } from "../../source/html/payloads.ts";
import { createMemoryOutbox } from "../../support/fakes/outbox.ts";
import { attribute, elementsOf, htmlFindings, tableOf, textOf } from "../../support/readers/page.ts";
import { watched } from "../../support/services/status.ts";

/** Elements that the status page is made of; none of them runs or fetches anything but the style and the icons. */
const OWN = new Set(
  (
    "html head meta title link body a header p span nav ul li main div h1 h2 h3 dl dt dd section code strong time " +
    "figure figcaption svg desc path details summary table thead tbody tr th td footer"
  ).split(" "),
);

/** Attributes whose values name what is fetched or run. */
const LEADING = /^(?:href|src|srcset|action|formaction|xlink:href|data|poster|style|on.*)$/;

function expectHarmless(html: string): void {
  for (const element of elementsOf(html)) {
    expect(OWN.has(element.tagName), element.tagName).toBe(true);
    for (const { name, value } of element.attrs) {
      if (!LEADING.test(name)) continue;
      expect([name, value]).toEqual(["href", expect.stringMatching(/^(?:\/(?!\/)|#)/)]);
    }
  }
}

describe("whatever strangers send", () => {
  it("is text on the page: readers, feeds, files, faults, hubs, reasons of failures", async () => {
    for (let start = 0; start < PAYLOADS.length; start += 5) {
      const own = await watched();
      const payloads = PAYLOADS.slice(start, start + 5);
      const outbox = createMemoryOutbox();
      const faults = payloads.map((text) => ({
        ...{ file: text, line: 1, column: 1, code: text, message: text, hint: text },
        severity: "error" as const,
      }));
      for (const text of payloads) {
        own.count({ agent: text, feed: text });
        outbox.publish(text, text, own.now);
        outbox.publish(`https://hub.example/${text}`, `https://news.example/${text}`, own.now);
        own.health.recordResponse(text, text, { kind: "failed", reason: text }, own.now);
      }
      if (own.sources)
        own.sources = {
          ...own.sources,
          outbox,
          faults: () => faults,
          place: payloads.join(),
          kind: payloads.join(),
        };
      const html = await (await own.get("/status")).text();
      expectHarmless(html);
      expect(tableOf(html, "Polls by feed")).toHaveLength(1 + payloads.length);
    }
  });

  it("is shown as it is, but for what is too long", async () => {
    const own = await watched();
    const nasty = `</title></h1><script>alert("x")</script> & ' &amp; ]]> <!-- `;
    const fault = { file: "a.txt", line: 1, column: 1, code: "c", message: nasty, hint: "🏃".repeat(500) };
    if (own.sources) own.sources = { ...own.sources, faults: () => [{ ...fault, severity: "error" }] };
    const html = await (await own.get("/status")).text();
    const [, row] = tableOf(html, "Faults") ?? [];
    expect(row).toEqual(["a.txt:1:1", `error c ${nasty}`, `${"🏃".repeat(159)}…`]);
    expect(await htmlFindings(html)).toEqual([]);
  });
});

describe("while something fails", () => {
  it.each([
    ["the store", "The store failed:", "the disk is gone"],
    ["the outbox", "The outbox failed:", "the table is locked"],
  ])("%s, that is said, and all the rest is there", async (part, said, reason) => {
    const own = await watched();
    if (!own.content || !own.sources) throw new Error("there is nothing to fail");
    const fails = () => Promise.reject(new Error(reason));
    if (part === "the store") own.content = { ...own.content, store: { ...own.content.store, version: fails } };
    else own.sources = { ...own.sources, outbox: { ...createMemoryOutbox(), backlog: fails } };
    own.count({}, 3);
    const html = await (await own.get("/status")).text();
    expect(await htmlFindings(html)).toEqual([]);
    const alerts = elementsOf(html).filter((element) => attribute(element, "role") === "alert");
    expect(alerts.map(textOf)).toEqual([expect.stringMatching(new RegExp(`^${said}.*${reason}$`))]);
    const headings = elementsOf(html).filter(({ tagName }) => tagName === "h2");
    expect(headings.map(textOf)).toEqual(["Faults", "Content", "Polls", "Readers", "Hubs", "Requests"]);
    expect(tableOf(html, "Polls by feed")?.[1]?.slice(0, 3)).toEqual(["all", "RSS", "3"]);
  });

  it("the store does not even answer, that is said after a while", async () => {
    const own = await watched({ timeout: 30 });
    if (!own.content) throw new Error("there is no content");
    const hangs = () => new Promise<never>(() => {});
    own.content = { ...own.content, store: { ...own.content.store, version: hangs } };
    const html = await (await own.get("/status")).text();
    expect(html).toContain("<strong>The store failed:</strong>");
  });

  it("the content is still being loaded, that is said, and what was counted is shown", async () => {
    const own = await watched();
    [own.content, own.sources] = [undefined, undefined];
    own.count({}, 3);
    const html = await (await own.get("/status")).text();
    expect(await htmlFindings(html)).toEqual([]);
    expect(html).toContain("still being loaded");
    expect(tableOf(html, "Polls by feed")?.[1]?.slice(0, 3)).toEqual(["all", "RSS", "3"]);
  });
});

describe("the page of a Worker", () => {
  it.each([
    [true, "which is bound"],
    [false, "where Analytics Engine is bound"],
  ])("says that it counts for one isolate, and whether (%s) all are counted elsewhere", async (analytics, said) => {
    const own = await watched();
    if (own.sources) own.sources = { ...own.sources, counted: "isolate", analytics };
    expect(await (await own.get("/status")).text()).toContain(said);
    if (own.sources) own.sources = { ...own.sources, counted: "process" };
    expect(await (await own.get("/status")).text()).not.toContain("Analytics");
  });
});
