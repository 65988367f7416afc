import { beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "../support/browsers/axe.ts";
import { browse } from "../support/browsers/browser-test.ts";
import { overhanging } from "../support/browsers/widths.ts";
import { achieved, armed } from "../support/browsers/xss-watch.ts";
import { XSS_PAYLOADS } from "../support/fixtures/xss-payloads.ts";
import { startService } from "../support/services/service.ts";
import { articleText, contentFolder } from "../support/stores/folder.ts";

/** What may stand in a header of a request. */
const AGENTS = XSS_PAYLOADS.filter((payload) => /^[\x20-\x7e]+$/.test(payload));

/** A service of its own, as somebody who develops a site runs it. */
let service: { readonly origin: string };

beforeAll(async () => {
  const faulty = XSS_PAYLOADS.slice(0, 20).map((payload, index) => [
    `faulty-${index} ${payload.replace(/[/\0\n]/g, "")}`,
    `Published 25:99 ${payload}, March 31st 2025\n${payload}\n- ${payload}\n`,
  ]);
  const title = XSS_PAYLOADS.slice(0, 20).join(" ");
  const texts = Object.fromEntries([["good", articleText("A headline")], ...faulty]);
  // A site with such an address is one that somebody develops: its status is shown to the machine itself.
  const folder = await contentFolder(texts, { title, address: "http://127.0.0.1:8787" });
  const { port } = await startService(folder);
  service = { origin: `http://127.0.0.1:${port}` };
  for (const agent of AGENTS) {
    const headers = { "user-agent": `${agent} (16 subscribers; feed-id=${agent})` };
    await (await fetch(`${service.origin}/rss.xml`, { headers })).arrayBuffer();
  }
});

describe("the page of the service's status", () => {
  it.each([
    { how: "under the policy", bypassCSP: false },
    { how: "with the policy switched off", bypassCSP: true },
  ])("shows what strangers sent as text, $how", async ({ bypassCSP }) => {
    const visit = await browse(service, { bypassCSP });
    expect(await visit.goto("/status")).toBe(200);
    const text = await visit.page.locator("main").innerText();
    expect(text).toContain("<script>");
    expect(await armed(visit.page)).toEqual([]);
    expect(achieved(visit)).toEqual([]);
    expect(visit.trouble()).toEqual([]);
  });

  it.each(["light", "dark"] as const)("has nothing that axe finds, in the %s scheme", async (colorScheme) => {
    const { page, goto } = await browse(service, { bypassCSP: true, colorScheme });
    await goto("/status");
    expect(await axeFindings(page)).toEqual([]);
  });

  it.each([320, 390, 1280])("does not scroll sideways on %d px", async (width) => {
    const { page, goto } = await browse(service, { viewport: { width, height: 800 } });
    await goto("/status");
    expect(await overhanging(page)).toEqual([]);
  });
});
