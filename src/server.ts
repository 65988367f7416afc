import { resolve } from "node:path";
import { createApp } from "./app.ts";
import { readEnvironment } from "./environment.ts";
import { formatFault } from "./fault.ts";
import { nodeCompression } from "./http/compression-node.ts";
import { createNodeServer } from "./http/node.ts";
import { DRAIN_MS, MAX_START_MS, SETTLE_MS } from "./limits.ts";
import { createLog } from "./log.ts";
import type { Content } from "./resources.ts";
import { createService } from "./service.ts";
import { Folder, type FolderState, SITE_FILE } from "./store/folder.ts";
import { follow, tellOfFaults } from "./store/watch.ts";
import { counted, countedFaults } from "./summary.ts";

const reading = readEnvironment(process.env);
if ("faults" in reading) {
  for (const fault of reading.faults) console.error(fault);
  process.exit(2);
}
const { port, host, contentDir, siteUrl, logLevel } = reading.environment;
const log = createLog(logLevel, (line) => process.stdout.write(`${line}\n`));
const now = () => new Date();

let content: Content | undefined;
const take = ({ site, store }: FolderState) => {
  content = site && store ? { site, store } : undefined;
};

const service = createService(now, nodeCompression, false);
const app = createApp({ content: () => content, service, now, log });
const server = createNodeServer({
  fetch: (request) => app.fetch(request),
  peek: (target) => service.peek(content, target),
  now,
});
server.listen(port, host);
server.on("error", (error) => {
  console.error(`${error.message}. PORT and HOST say where to listen.`);
  process.exit(1);
});

const path = resolve(contentDir);
const folder = new Folder(path, { now, override: siteUrl });
const deadline = performance.now() + MAX_START_MS;
while (
  (await folder.pass()).unsettled &&
  (folder.state.store === undefined || performance.now() < deadline)
) {
  await new Promise((after) => setTimeout(after, SETTLE_MS));
}
if (folder.state.store === undefined) {
  console.error(`${path} cannot be served:`);
  for (const fault of folder.state.faults) console.error(`${formatFault(fault)}. ${fault.hint}`);
  process.exit(1);
}
tellOfFaults(folder.state.faults, [], log);
take(folder.state);
const unfollow = follow(path, folder, log, async (state) => {
  take(state);
  const broken = state.faults.some(({ file, severity }) => file === SITE_FILE && severity === "error");
  if (broken) log.warn(`${SITE_FILE} is faulty: its last good version stays in force`);
  log.info(`content changed: ${await summary(state)}`);
});

const address = server.address();
const shown = typeof address === "object" && address !== null ? address.port : port;
const name = host.includes(":") ? `[${host}]` : host;
log.info(`Harkara listens on http://${name}:${shown} with ${await summary(folder.state)}`);

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal));

/** Takes no more connections, lets requests in flight finish, and ends. */
function stop(signal: string): void {
  if (stopping) return;
  stopping = true;
  log.info(`${signal}: finishing the requests in flight`);
  // A look at a large folder takes long, and nothing that it finds will be served.
  void unfollow();
  const late = setTimeout(() => {
    log.warn(`requests still in flight after ${DRAIN_MS} ms are cut off`);
    server.closeAllConnections();
  }, DRAIN_MS);
  server.close(() => {
    clearTimeout(late);
    log.info("stopped");
    process.exit();
  });
}

/** How much there is of everything. */
async function summary({ store, faults }: FolderState): Promise<string> {
  const census = await store?.census(now());
  return [
    counted(census?.articles ?? 0, "article"),
    counted(census?.categories.length ?? 0, "category", "categories"),
    countedFaults(faults),
  ].join(", ");
}
