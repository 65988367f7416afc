import type { Visit } from "./browser.ts";

/** What it takes to show a page, as the browser measures it. */
export interface Figures {
  /** Requests, that of the page among them; those for the site's icon are none of the page's. */
  readonly requests: number;
  /** Bytes of the page as they were sent, with their headers. */
  readonly pageBytes: number;
  /** Bytes of all that the site itself sent for it. */
  readonly ownBytes: number;
  /** Of the page once it is decoded. */
  readonly htmlBytes: number;
  /** Milliseconds to the first and to the largest paint (Largest Contentful Paint). */
  readonly firstPaint: number;
  readonly largestPaint: number;
  /** Layout shift (Layout Instability, cumulative): 0 when nothing moves. */
  readonly shift: number;
  /** Milliseconds of the main thread beyond 50 in a task, taken together. */
  readonly blocked: number;
}

/** Gathers what only observers are told of. */
const OBSERVING = `globalThis.__figures = { shift: 0, largestPaint: 0, blocked: 0 };
for (const [type, take] of Object.entries({
  "layout-shift": (entry) => { __figures.shift += entry.value; },
  "largest-contentful-paint": (entry) => { __figures.largestPaint = entry.startTime; },
  longtask: (entry) => { __figures.blocked += entry.duration - 50; },
})) new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });`;

/** A poor phone on a slow connection, as Lighthouse takes them. */
export const POOR_PHONE = {
  cpu: 4,
  network: { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 93_750 },
} as const;

/**
 * Measures a page of a tab, from an empty cache.
 * @param poor whether as on a poor phone
 */
export async function figuresOf(visit: Visit, path: string, poor = false): Promise<Figures> {
  const { context, page, goto } = visit;
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  if (poor) {
    await session.send("Network.emulateNetworkConditions", POOR_PHONE.network);
    await session.send("Emulation.setCPUThrottlingRate", { rate: POOR_PHONE.cpu });
  }
  await session.send("Page.enable");
  await session.send("Page.addScriptToEvaluateOnNewDocument", { source: OBSERVING });
  const addresses = new Map<string, string>();
  const sizes = new Map<string, number>();
  session.on("Network.requestWillBeSent", ({ requestId, request }) => addresses.set(requestId, request.url));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const address = addresses.get(requestId) ?? "";
    sizes.set(address, (sizes.get(address) ?? 0) + encodedDataLength);
  });
  await goto(path);
  // What moves or is painted late is told with the next frames.
  await page.evaluate(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))",
  );
  const measured = await page.evaluate<
    Pick<Figures, "shift" | "largestPaint" | "blocked" | "firstPaint" | "htmlBytes">
  >(
    `({
      ...__figures,
      firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
      htmlBytes: performance.getEntriesByType("navigation")[0].decodedBodySize,
    })`,
  );
  await session.detach();
  const own = new URL(page.url());
  const expected = [...sizes].filter(
    ([address]) => !/\/(?:favicon\.ico|icon\.svg|manifest\.webmanifest)$/.test(address),
  );
  return {
    ...measured,
    requests: expected.length,
    pageBytes: sizes.get(own.href) ?? 0,
    ownBytes: expected
      .filter(([address]) => new URL(address).origin === own.origin)
      .reduce((sum, [, bytes]) => sum + bytes, 0),
  };
}
