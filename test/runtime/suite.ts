import { describe } from "vitest";
import { addresses } from "./suite/addresses.ts";
import type { Ask } from "./suite/ask.ts";
import { conditional } from "./suite/conditional.ts";
import { crawl } from "./suite/crawl.ts";
import { host } from "./suite/host.ts";
import { limit } from "./suite/limit.ts";
import { methods } from "./suite/methods.ts";
import { problems } from "./suite/problems.ts";
import { unknown } from "./suite/unknown.ts";

/** What holds for the service over the sample content, whatever it runs on. */
export function suite(runtime: string, ask: Ask): void {
  describe(`the app on ${runtime}`, () => {
    for (const part of [addresses, conditional, methods, problems, limit, unknown, host, crawl]) part(ask);
  });
}
