import { emptyFolder, openPrinting } from "../support/stores/published-folder.ts";
import { describePress } from "./suites/article-writer.ts";

describePress("folder", async () => openPrinting(await emptyFolder()));
