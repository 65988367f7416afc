import { errorCode } from "../../../lib/error-code.ts";
import type { Log } from "../../../lib/log.ts";
import type { RecordedRemoval } from "../../article-store.ts";
import type { NewNotice } from "../../notices.ts";
import type { Notice, WaitingNotice } from "../../outbox.ts";
import type { Disk } from "../writer/durable-disk.ts";
import { readSavedState, SAVED_STATE_FILE, writeSavedState } from "./saved-state-file.ts";

/**
 * Removals that a folder remembers, some 200 bytes each, in a file that is written anew with each of them. The oldest
 * are forgotten first: their addresses then answer 404 in place of 410.
 * @limit removals
 */
export const MAX_RECORDED_REMOVALS = 10_000;

/**
 * What a folder remembers besides its articles: which were removed, and what hubs are still to be told. It is kept in
 * one file, which is replaced as a whole.
 */
export class SavedState {
  readonly #folder: string;
  readonly #disk: Disk;
  readonly #log: Log | undefined;
  /** By slug, the oldest first. */
  readonly #removals = new Map<string, RecordedRemoval>();
  /** Removals that are noted and not made yet. */
  readonly #announced = new Map<string, RecordedRemoval>();
  readonly #waiting = new Map<string, WaitingNotice>();
  /** How many changes, of which the notices tell, do not show yet. */
  readonly #held = new Map<string, number>();
  #version = 0;
  #listed: readonly RecordedRemoval[] | undefined;
  #dirty = false;
  #told = false;
  #loaded: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(folder: string, disk: Disk, log: Log | undefined) {
    this.#folder = folder;
    this.#disk = disk;
    this.#log = log;
  }

  /** Reads the file, the first time that it is called. A file that is no good is as good as none, and named in the log. */
  load(): Promise<void> {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }

  /** The oldest first; the same list while nothing changes. */
  get removals(): readonly RecordedRemoval[] {
    this.#listed ??= [...this.#removals.values()];
    return this.#listed;
  }

  /** Those that may be told: the change that they tell of shows. */
  get notices(): readonly WaitingNotice[] {
    return [...this.#waiting].flatMap(([key, notice]) => (this.#held.has(key) ? [] : notice));
  }

  /** Whether the removal of a slug is noted, if only as one that is about to be made. */
  knows(slug: string): boolean {
    return this.#removals.has(slug) || this.#announced.has(slug);
  }

  /** Notes a removal that is about to be made: the file says so from now on, and nobody else. */
  announce(removal: RecordedRemoval): void {
    this.#announced.set(removal.slug, removal);
    this.#dirty = true;
  }

  /** An announced removal is not made after all. */
  withdraw(slug: string): void {
    if (this.#announced.delete(slug)) this.#dirty = true;
  }

  /** An announced removal is made. */
  confirm(slug: string): void {
    const removal = this.#announced.get(slug);
    this.#announced.delete(slug);
    if (removal !== undefined) this.recordRemoval(removal);
  }

  /** Notes a removal; the oldest beyond `MAX_RECORDED_REMOVALS` are forgotten. */
  recordRemoval(removal: RecordedRemoval): void {
    this.#removals.delete(removal.slug);
    this.#removals.set(removal.slug, removal);
    for (const slug of this.#removals.keys()) {
      if (this.#removals.size <= MAX_RECORDED_REMOVALS) break;
      this.#removals.delete(slug);
    }
    this.#change();
  }

  /** There is an article of this slug again. */
  forgetRemoval(slug: string): void {
    if (this.#removals.delete(slug)) this.#change();
  }

  /**
   * Notes what hubs are to be told; what already waits is not told twice. One that hubs are being told already gets
   * another version, so that it is told again.
   * @returns a function that lets them go, once what they tell of shows
   */
  recordNotices(tellings: readonly NewNotice[]): () => void {
    const keys = tellings.map(({ hub, topic, key, due }) => {
      const id = idOf({ hub, topic, key });
      const waiting = this.#waiting.get(id);
      this.#version += 1;
      this.#waiting.set(id, {
        // A new change has tries of its own.
        ...{ hub, topic, key, version: this.#version, attempts: 0 },
        due: waiting !== undefined && waiting.due < due ? waiting.due : due,
      });
      this.#held.set(id, (this.#held.get(id) ?? 0) + 1);
      return id;
    });
    if (keys.length > 0) this.#dirty = true;
    return () => {
      for (const id of keys.splice(0)) {
        const left = (this.#held.get(id) ?? 1) - 1;
        if (left > 0) this.#held.set(id, left);
        else this.#held.delete(id);
      }
    };
  }

  /** What becomes of a notice: nothing takes it away. The one that waits by now may have another version. */
  update(notice: Notice, change: (waiting: WaitingNotice) => WaitingNotice | undefined): void {
    const id = idOf(notice);
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    const next = change(waiting);
    if (next === undefined) this.#waiting.delete(id);
    else this.#waiting.set(id, next);
    this.#dirty = true;
  }

  /** Makes all of it durable. Calls that come while it is written share the next write. @throws what the system says */
  flush(): Promise<void> {
    if (!this.#dirty) return this.#writing;
    this.#next ??= this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#writing = this.#write();
        return this.#writing;
      });
    return this.#next;
  }

  /** Makes all of it durable if the folder can be written to; if not, the log says so once and it is kept in memory. */
  async save(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      if (!this.#told)
        this.#log?.warn(
          `${SAVED_STATE_FILE} cannot be written (${errorCode(error)}): removals and notices to hubs are forgotten at the next start`,
        );
      this.#told = true;
    }
  }

  #change(): void {
    this.#listed = undefined;
    this.#dirty = true;
  }

  async #write(): Promise<void> {
    this.#dirty = false;
    const removals = [...this.#removals.values(), ...this.#announced.values()];
    try {
      await writeSavedState(this.#disk, this.#folder, { removals, notices: [...this.#waiting.values()] });
    } catch (error) {
      this.#dirty = true;
      throw error;
    }
  }

  async #load(): Promise<void> {
    try {
      const { removals, notices } = await readSavedState(this.#folder);
      for (const removal of removals.slice(-MAX_RECORDED_REMOVALS)) this.#removals.set(removal.slug, removal);
      for (const notice of notices) {
        this.#waiting.set(idOf(notice), notice);
        this.#version = Math.max(this.#version, notice.version);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log?.warn(`${SAVED_STATE_FILE} is not understood and will be replaced: ${reason}`);
    }
  }
}

function idOf({ hub, topic, key }: Pick<Notice, "hub" | "topic" | "key">): string {
  return JSON.stringify([hub, topic, key]);
}
