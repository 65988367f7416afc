import { mkdir } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createApp } from "../../../src/app.ts";
import { ownerTokens } from "../../../src/http/access-tokens.ts";
import { createPublishApi } from "../../../src/publish/publish-api.ts";
import { createResolver } from "../../../src/routes/resolver.ts";
import { nodeCompression } from "../../../src/runtime/node/compression.ts";
import type { ContentSource, ContentSourceOptions } from "../../../src/runtime/node/content-source.ts";
import { openDatabaseSource } from "../../../src/runtime/node/database-source.ts";
import type { DeliveryTimer } from "../../../src/runtime/node/delivery-timer.ts";
import { openFolderSource } from "../../../src/runtime/node/folder-source.ts";
import { createHttpServer } from "../../../src/runtime/node/http-server.ts";
import { startWebSub } from "../../../src/runtime/node/websub.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { TOKEN } from "../../support/services/publishing.ts";
import { put, temporaryFolder } from "../../support/stores/folder.ts";
import { databasePath } from "../../support/stores/sqlite.ts";
import { type Place, settingsFor } from "./place.ts";

/** A place on Node. */
export interface NodePlace extends Place {
  /** A folder of nobody else's, deep in which its content folder is. */
  readonly root: string;
}

/** Where in it that is. */
export const CONTENT = "some/where/content";

/** The service over a content folder. */
export const onFolder = (hub?: string): Promise<NodePlace> => onNode(hub, openFolderSource);

/** The service over a SQLite database. */
export const onSqlite = async (hub?: string): Promise<NodePlace> => {
  const file = await databasePath();
  return onNode(hub, (parts) => openDatabaseSource(file, parts));
};

/** Put together as `src/server.ts` does, but with a clock that can be moved on. */
async function onNode(
  hub: string | undefined,
  open: (parts: ContentSourceOptions) => Promise<ContentSource>,
): Promise<NodePlace> {
  let ahead = 0;
  let hosted: ContentSource | undefined;
  let push: DeliveryTimer | undefined;
  const now = () => new Date(Date.now() + ahead);
  const log = createLog("silent", () => undefined);
  const content = () => hosted?.content();
  const onPublished = () => push?.wake();
  const service = createResolver(now, nodeCompression, false);
  const api = createPublishApi({ content, tokens: () => ownerTokens(TOKEN), now, log, onPublished: onPublished });
  const app = createApp({ content, service, now, log, mounts: (mounted) => mounted.route("/", api) });
  const server = createHttpServer({
    fetch: (request) => app.fetch(request),
    peek: (target) => service.peek(content(), target),
    now,
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const root = await temporaryFolder();
  const path = join(root, CONTENT);
  await mkdir(join(path, "articles"), { recursive: true });
  await put(path, "site.json", JSON.stringify(settingsFor(origin, hub)));
  hosted = await open({ path, siteUrl: undefined, now, log, onPublished });
  push = startWebSub({ outbox: hosted.outbox, allowPrivate: true, now, log });
  return {
    origin,
    root,
    deltas: true,
    async ahead(milliseconds) {
      ahead = milliseconds;
    },
    async tick() {
      push?.wake();
    },
    async close() {
      await push?.stop();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await hosted?.stop();
    },
  };
}
