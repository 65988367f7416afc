import type { Fault } from "../../lib/fault.ts";
import type { Log } from "../../lib/log.ts";
import type { Content } from "../../store/content.ts";
import type { GivenSettings } from "../../store/folder/site-file.ts";
import type { Outbox } from "../../store/outbox.ts";

/** Milliseconds that the start waits for files that are being written; later they show as any change does. @limit ms */
export const MAX_START_MS = 2_000;

/** What the Node service serves, kept up to date. */
export interface ContentSource {
  /** What is published now. */
  readonly content: () => Content;
  /** What keeps the articles: `folder` or `SQLite`. */
  readonly kind: string;
  /** The path of that. */
  readonly place: string;
  /** Articles that are served though their files are missing; undefined where that cannot be. */
  readonly heldRemovals?: () => number;
  /** The faults of the content when it was last read. */
  readonly faults: () => readonly Fault[];
  /** What hubs are still to be told. */
  readonly outbox: Outbox;
  /** How much there is of everything, for the log. */
  readonly summary: () => Promise<string>;
  /** Ends the following of changes and closes what is open; nothing may be asked of the host after it. */
  readonly stop: () => Promise<void>;
}

export interface ContentSourceOptions {
  /** Path of the content folder. */
  readonly path: string;
  /** The address in place of the one in `site.json`. */
  readonly siteUrl: string | undefined;
  /** The settings of a folder in place of its `site.json`. */
  readonly settings?: GivenSettings | undefined;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
  /** Is called when something was published that hubs are to be told of. */
  readonly onPublished: () => void;
}

/** Nothing can be served; each line says why. */
export class ContentSourceError extends Error {
  override readonly name = "CannotServe";
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[]) {
    super(message);
    this.lines = lines;
  }
}
