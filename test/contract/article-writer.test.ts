import { emptyFolder, openPublishedFolder } from "../support/stores/published-folder.ts";
import { describeArticleWriter } from "./suites/article-writer.ts";

describeArticleWriter("folder", async () => openPublishedFolder(await emptyFolder()));
