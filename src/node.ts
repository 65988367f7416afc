/** What the library has on Node only: articles of a content folder. */
import { resolve } from "node:path";
import { type ContentProvider, readSite } from "./index.ts";
import { ContentError } from "./library/errors.ts";
import { type ContentSource, ContentSourceError } from "./runtime/node/content-source.ts";
import type { DeliveryTimer } from "./runtime/node/delivery-timer.ts";
import { openFolderSource } from "./runtime/node/folder-source.ts";
import { startWebSub } from "./runtime/node/websub.ts";

export interface FolderOptions {
  /** Whether hubs of the private network are told as well. Default: they are not. */
  readonly allowPrivateHubs?: boolean;
}

/**
 * Serves the articles of a content folder, follows it, and tells hubs of what changes. Without `site` the settings are
 * those of its `site.json`, which is followed as well.
 * @param path of the folder, in which `articles` is
 */
export function folder(path: string, { allowPrivateHubs = false }: FolderOptions = {}): ContentProvider {
  return {
    async open({ settings, now, log }) {
      if (settings !== undefined) await readSite(settings);
      let timer: DeliveryTimer | undefined;
      let source: ContentSource;
      try {
        source = await openFolderSource({
          path: resolve(path),
          siteUrl: undefined,
          settings: settings && { text: JSON.stringify(settings), modified: now() },
          now,
          log,
          onPublished: () => timer?.wake(),
        });
      } catch (error) {
        if (!(error instanceof ContentSourceError)) throw error;
        throw new ContentError(error.message, error.lines);
      }
      timer = startWebSub({ outbox: source.outbox, allowPrivate: allowPrivateHubs, now, log });
      return {
        content: source.content,
        async close() {
          await timer.stop();
          await source.stop();
        },
      };
    },
  };
}
