import type { Article } from "../../article/article.ts";
import type { Fault } from "../../lib/fault.ts";
import type { Log } from "../../lib/log.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import type { RecordedRemoval } from "../article-store.ts";
import type { MemoryStore } from "../memory/memory-store.ts";
import type { Disk } from "./writer/durable-disk.ts";

/** What a content folder holds at a moment. */
export interface FolderState {
  /** The settings in force; nothing until a good `site.json` was seen. */
  readonly site: Site | undefined;
  /** By slug; what is served at the moment of asking. */
  readonly articles: readonly Article[];
  /** Articles that were removed, the oldest removal first. */
  readonly removals: readonly RecordedRemoval[];
  readonly store: MemoryStore | undefined;
  /** When the set of articles or a setting last changed, UTC. */
  readonly changed: Date;
  /** Of the newest version of every file, by file and line. */
  readonly faults: readonly Fault[];
}

export interface FolderOptions {
  /** The address in place of the one in `site.json`. */
  readonly override?: string | undefined;
  /** Read files at once, even those that somebody may be writing: for commands that run once. */
  readonly atOnce?: boolean;
  /** UTC. */
  readonly now: () => Date;
  /** How the folder is written to; as the machine does it, unless said otherwise. */
  readonly disk?: Disk;
  readonly log?: Log;
}

/** What came of a look at the folder. */
export interface ScanResult {
  readonly changed: boolean;
  /** Something is being written: look again after `SETTLE_MS`. */
  readonly unsettled: boolean;
}

/** Is told of each new state, and whose feeds and pages changed with it. */
export type FolderListener = (state: FolderState, touched: readonly Scope[]) => void;
