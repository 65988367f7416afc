import { emptyFolder, openPrinting } from "../support/printing.ts";
import { describePress } from "./press.ts";

describePress("folder", async () => openPrinting(await emptyFolder()));
