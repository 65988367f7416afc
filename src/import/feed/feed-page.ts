import type { Zones } from "../../source/time/zone.ts";
import type { Item, SkippedEntry } from "../item.ts";
import { SourceError } from "../source-error.ts";

/** One document of a feed. */
export interface FeedPage {
  readonly items: readonly Item[];
  readonly passedOver: readonly SkippedEntry[];
  /** Address of the document with what is older (RFC 5005; `next_url`), as it is written. */
  readonly next: string | undefined;
}

/** What a document of a feed was read under. */
export interface FeedContext {
  /** Where the document is; nothing for a file. */
  readonly address: string | undefined;
  readonly zones: Zones;
}

/** A document that cannot be read as a feed. */
export class FeedError extends SourceError {}
