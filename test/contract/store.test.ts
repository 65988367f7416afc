import type { ArticleStore } from "../../src/store/article-store.ts";
import { Folder } from "../../src/store/folder/folder.ts";
import { type Bundle, openBundle } from "../../src/store/memory/bundle-store.ts";
import { contentOf, NOW, siteOf } from "../support/fixtures/content.ts";
import { contentFolder } from "../support/stores/folder.ts";
import { storeContract } from "./suites/store.ts";

storeContract("memory", async (settings, texts) => (await contentOf(texts, await siteOf(settings))).store);

storeContract("folder", async (settings, texts) => {
  const folder = await read(settings, texts);
  return present(folder.state.store);
});

storeContract("bundle", async (settings, texts) => {
  const { site, articles, changed } = (await read(settings, texts)).state;
  const bundle = JSON.stringify({ site, articles, changed });
  return openBundle(JSON.parse(bundle) as Bundle).store;
});

async function read(
  settings: Readonly<Record<string, unknown>>,
  texts: Readonly<Record<string, string>>,
): Promise<Folder> {
  const folder = new Folder(await contentFolder(texts, settings), { now: () => NOW, skipSettling: true });
  await folder.scan();
  return folder;
}

function present(store: ArticleStore | undefined): ArticleStore {
  if (store === undefined) throw new Error("the folder has no store");
  return store;
}
