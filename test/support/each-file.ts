import { afterAll } from "vitest";
import { tidyUp } from "./after-file.ts";

// Vitest runs this for each file of tests, also where they share their modules.
afterAll(tidyUp);
