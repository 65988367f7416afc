import type { Fault } from "../../lib/fault.ts";
import { MAX_SUDDEN_CHANGES, MAX_SUDDEN_SHARE } from "../change-brake.ts";
import { heldRemovals } from "./folder-faults.ts";
import type { IndexedFile } from "./index/folder-index.ts";
import type { GoodVersion } from "./saved/good-versions.ts";

/** Milliseconds in which removals are counted together: a slow copy or `rsync` takes as long. @limit ms */
export const REMOVAL_WINDOW_MS = 60_000;

/**
 * Milliseconds in which removals are one event: those that were made already are undone when the brake closes. What was
 * removed before that may be a takedown, and stays removed.
 * @limit ms
 */
export const REMOVAL_BURST_MS = 5_000;

/** What is needed to undo the removal of a file. */
export interface RestorableFile {
  readonly name: string;
  readonly entry: IndexedFile;
  readonly version: GoodVersion | undefined;
}

interface RemovedFile extends RestorableFile {
  /** Milliseconds since the epoch. */
  readonly removed: number;
}

/** What to do about missing files. */
export interface BrakeDecision {
  /** Files to remove from the index. */
  readonly remove: readonly string[];
  /** Files that were removed a moment ago and belong to the same mishap: to be entered again. */
  readonly restore: readonly RemovedFile[];
}

/**
 * Holds sudden removals of many files: an unmounted disk, half an `rsync` and a checkout of another branch look like
 * them. The articles are served until the files return, somebody accepts the removals, or a delay has passed.
 */
export class RemovalBrake {
  readonly #none: ReadonlySet<string> = new Set();
  readonly #missing = new Set<string>();
  #recent: RemovedFile[] = [];
  /** When the brake closed, in milliseconds since the epoch. */
  #since: number | undefined;
  #delay = 0;
  #articles = 0;

  /** All missing files. */
  get missing(): ReadonlySet<string> {
    return this.#missing;
  }

  /** Missing files whose articles are still served. */
  get held(): ReadonlySet<string> {
    return this.#since === undefined ? this.#none : this.#missing;
  }

  /** When the brake closed, in milliseconds since the epoch; undefined if nothing is held. */
  get since(): number | undefined {
    return this.#since;
  }

  /** An indexed file is missing. */
  miss(name: string): void {
    this.#missing.add(name);
  }

  /** A file is there, or was removed on purpose. @returns whether it was held */
  release(name: string): boolean {
    return this.#missing.delete(name) && this.#since !== undefined;
  }

  /**
   * Decides about the missing files.
   * @param articles number of served articles, those of missing files included
   * @param delay milliseconds after which held removals are made
   * @param accepted whether somebody accepted the removals
   * @param now UTC
   */
  decide(
    removedOf: (name: string) => RestorableFile | undefined,
    articles: number,
    delay: number,
    accepted: boolean,
    now: Date,
  ): BrakeDecision {
    const time = now.getTime();
    this.#recent = this.#recent.filter(({ removed }) => time - removed < REMOVAL_WINDOW_MS);
    const sudden = this.#missing.size + this.#recent.length;
    const isMishap = sudden > MAX_SUDDEN_CHANGES && sudden > (articles + this.#recent.length) * MAX_SUDDEN_SHARE;
    this.#delay = delay;
    this.#articles = articles;
    if (this.#missing.size > 0 && isMishap && !accepted && time - (this.#since ?? time) < delay) {
      this.#since ??= time;
      const restore = this.#recent.splice(0).filter(({ removed }) => time - removed < REMOVAL_BURST_MS);
      for (const { name } of restore) this.#missing.add(name);
      this.#articles += restore.length;
      return { remove: [], restore };
    }
    const remove = [...this.#missing];
    // An accepted removal is no part of a later mishap.
    if (!isMishap)
      for (const name of remove) {
        const file = removedOf(name);
        if (file) this.#recent.push({ ...file, removed: time });
      }
    this.#missing.clear();
    this.#since = undefined;
    return { remove, restore: [] };
  }

  faults(): readonly Fault[] {
    if (this.#since === undefined) return [];
    return [heldRemovals(this.#missing.size, this.#articles, new Date(this.#since + this.#delay))];
  }
}
