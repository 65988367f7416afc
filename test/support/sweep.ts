import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether this is `npm run test:all`. */
    readonly exhaustive: boolean;
  }
}

/** Whether everything is swept (`npm run test:all`), or a share of it (`npm test`). */
export const EXHAUSTIVE = inject("exhaustive");

/**
 * How much of a sweep is done.
 * @param share in `npm test`, the loop that people wait for
 * @param all in `npm run test:all`
 */
export function amount(share: number, all: number): number {
  return EXHAUSTIVE ? all : share;
}

/** All values in `npm run test:all`; every `step`-th from the first on in `npm test`. */
export function share<T>(values: readonly T[], step: number): readonly T[] {
  return EXHAUSTIVE ? values : values.filter((_, index) => index % step === 0);
}
