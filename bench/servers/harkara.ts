// Harkara's Node service over the first articles of the corpus: argument 1 says how many.
import { benchContent } from "../support/corpus.ts";
import { partsOf } from "../support/service.ts";
import { listen } from "./listen.ts";

const content = await benchContent(Number(process.argv[2]));
listen(partsOf(() => content).server);
