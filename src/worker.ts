import bundle from "harkara:content";
import { createApp } from "./app.ts";
import { createLog } from "./log.ts";
import { openBundle } from "./store/bundle.ts";

const content = openBundle(bundle);

/** The Cloudflare Worker: the app over the content that was bundled with it. */
export default createApp({
  content: () => content,
  now: () => new Date(),
  log: createLog("info", (line) => console.log(line)),
});
