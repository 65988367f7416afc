import type { Feed } from "feed";

/** What the program handed to the package `feed`, one for each `Feed` that it made. */
export const handed: Feed[] = [];

/** The package's class, with its instances noted in `handed`. */
export function noting(Original: typeof Feed): typeof Feed {
  return class extends Original {
    constructor(...options: ConstructorParameters<typeof Feed>) {
      super(...options);
      handed.push(this);
    }
  };
}

/** Those that were made for one entry: what stands around it does not matter, so it has no title. */
export function handedEntries(): readonly Feed[] {
  return handed.filter(({ options }) => options.title === "-");
}

/** Those that were made for what stands around entries. */
export function handedFrames(): readonly Feed[] {
  return handed.filter(({ options }) => options.title !== "-");
}
