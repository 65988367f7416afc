import type { Article } from "../../article/article.ts";
import type { Fault } from "../../lib/fault.ts";
import type { Log } from "../../lib/log.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import type { RecordedRemoval } from "../article-store.ts";
import type { MemoryStore } from "../memory/memory-store.ts";
import type { GoodVersions } from "./saved/good-versions.ts";
import type { GivenSettings } from "./site-file.ts";
import type { Disk } from "./writer/durable-disk.ts";

/** The published state of a content folder. */
export interface FolderState {
  /** Undefined until a valid `site.json` was read. */
  readonly site: Site | undefined;
  /** By slug. Reflects the newest state, not only this one. */
  readonly articles: readonly Article[];
  /** Articles that were removed, the oldest removal first. */
  readonly removals: readonly RecordedRemoval[];
  readonly store: MemoryStore | undefined;
  /** When the set of articles or a setting last changed, UTC. */
  readonly changed: Date;
  /** Articles that are served though their files are missing. */
  readonly heldRemovals: number;
  /** Faults in the newest version of each file, by file and line. */
  readonly faults: readonly Fault[];
}

export interface FolderOptions {
  /** Replaces the address in `site.json`. */
  readonly addressOverride?: string | undefined;
  /** Settings in place of `site.json`. */
  readonly settings?: GivenSettings | undefined;
  /** Reads files at once, even those that somebody may be writing: for commands that run once. */
  readonly skipSettling?: boolean;
  /** UTC. */
  readonly now: () => Date;
  /** How files are written; by default with `node:fs`. */
  readonly disk?: Disk;
  readonly log?: Log;
  /** Whether this process may write to the folder; by default it may. */
  readonly access?: WriteAccess | undefined;
  /** Where the last good version of each article is kept across restarts; by default nowhere. */
  readonly versions?: GoodVersions | undefined;
}

/** What decides whether a folder may be written to. */
export interface WriteAccess {
  readonly owned: boolean;
}

export interface ScanResult {
  readonly changed: boolean;
  /** A file may still be written to: scan again after `SETTLE_MS`. */
  readonly unsettled: boolean;
}

/** Receives each new state, and the scopes whose feeds and pages changed. */
export type FolderListener = (state: FolderState, scopes: readonly Scope[]) => void;
