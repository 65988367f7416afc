import { unpackChromium } from "./chromium.ts";

/** Unpacks the browser before any worker needs it, so that they don't all do it at once. */
export default async function setup(): Promise<void> {
  await unpackChromium();
}
