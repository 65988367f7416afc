import bundle from "harkara:content";
import { createApp } from "./app.ts";
import { workerCompression } from "./http/compression-worker.ts";
import { createLog } from "./log.ts";
import { createService } from "./service.ts";
import { openBundle } from "./store/bundle.ts";

const content = openBundle(bundle);
const now = () => new Date();

/** The Cloudflare Worker: the app over the content that was bundled with it. */
export default createApp({
  content: () => content,
  service: createService(now, workerCompression, true),
  now,
  log: createLog("info", (line) => console.log(line)),
});
