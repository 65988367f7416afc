import { createReadOnlyApi } from "../../publish/publish-api.ts";
import type { Content } from "../../store/content.ts";
import type { OpenArticles } from "./create-worker.ts";

/**
 * Articles that the Worker carries with it: a deployment publishes them.
 * @throws Error where `DB` is bound: what is in the database would not be served
 */
export function bundledArticles(content: Content): OpenArticles {
  return (options) => {
    if (options.bindings.DB !== undefined)
      throw new Error("DB is bound, and this Worker serves its bundle: `main` must be src/worker.ts");
    return { kind: "bundle", content, api: createReadOnlyApi(options), tick: async () => {} };
  };
}
