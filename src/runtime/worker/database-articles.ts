import { createPublishApi } from "../../publish/publish-api.ts";
import type { OnPublished } from "../../publish/publish-request.ts";
import { affectedTags } from "../../routes/cache-tags.ts";
import { affectedScopes } from "../../site/affected-scopes.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import type { ArticleWriter } from "../../store/article-writer.ts";
import { openD1 } from "../../store/d1/open-d1.ts";
import { createSqlStore } from "../../store/sql/sql-store.ts";
import { reparseArticles } from "../../store/sql/writer/reparse.ts";
import { createSqlOutbox } from "../../store/sql/writer/sql-outbox.ts";
import { createSqlWriter } from "../../store/sql/writer/sql-writer.ts";
import { invalidateCache } from "./cache-invalidation.ts";
import type { OpenArticles } from "./create-worker.ts";
import { deliverFromWorker } from "./websub.ts";

/** Articles in D1, which are published by requests. @throws Error where the binding `DB` is missing */
export function articlesInDatabase(site: Site): OpenArticles {
  return ({ bindings: { DB, ALLOW_PRIVATE_HUBS }, tokens, platform, now, log, service, health }) => {
    if (DB === undefined) throw new Error("this Worker serves articles from D1, and the binding DB is missing");
    const database = openD1(DB);
    const outbox = createSqlOutbox(database);
    const allowPrivate = ALLOW_PRIVATE_HUBS === "true";
    const notifyHubs = () => deliverFromWorker({ outbox, allowPrivate, now, log, health });
    const onPublished: OnPublished = (scopes, slugs, removed) => {
      service.forget(removed);
      const tags = affectedTags(scopes, slugs);
      // A hub that hangs must not hold up whoever publishes.
      platform.waitUntil(Promise.all([invalidateCache(platform.cache, tags, log), notifyHubs()]));
    };
    const writer = createSqlWriter(database, site);
    const content = {
      site,
      store: createSqlStore(database, site),
      writer: notifyOnFailure(writer, onPublished),
    };
    return {
      kind: "D1",
      content,
      outbox,
      api: createPublishApi({ content: () => content, tokens, now, log, onPublished }),
      async tick() {
        await notifyHubs();
        const changed = (scopes: readonly Scope[], slugs: readonly string[]) => onPublished(scopes, slugs, []);
        await reparseArticles(database, writer, site, now(), log, changed);
      },
    };
  };
}

/**
 * The same writer, but what fails counts as published: it may have been made and only the answer lost, and to repeat it
 * would change nothing and tell nobody.
 */
function notifyOnFailure(writer: ArticleWriter, published: OnPublished): ArticleWriter {
  return {
    ...writer,
    async writeChanges(changes, now, limit) {
      try {
        return await writer.writeChanges(changes, now, limit);
      } catch (error) {
        const articles = changes.map((change) => (change.kind === "put" ? change.article : undefined));
        published(
          affectedScopes(articles),
          changes.map(({ slug }) => slug),
          changes.flatMap(({ kind, slug }) => (kind === "remove" ? [slug] : [])),
        );
        throw error;
      }
    },
  };
}
