import { setNewest } from "../../../lib/collections/set-newest.ts";
import { errorCode } from "../../../lib/error-code.ts";
import type { Log } from "../../../lib/log.ts";
import type { RecordedRemoval } from "../../article-store.ts";
import type { NewNotice } from "../../notices.ts";
import type { Notice, WaitingNotice } from "../../outbox.ts";
import type { WriteAccess } from "../folder-state.ts";
import type { Disk } from "../writer/durable-disk.ts";
import { LastWriters } from "./last-writers.ts";
import { readSavedState, SAVED_STATE_FILE, writeSavedState } from "./saved-state-file.ts";

/**
 * Recorded removals of a folder, some 200 bytes each, in a file that is rewritten with each change. The oldest are
 * forgotten first: their addresses then answer 404 instead of 410.
 * @limit removals
 */
export const MAX_RECORDED_REMOVALS = 10_000;

/** What a content folder stores besides its articles, in one file: removals, undelivered notices to hubs, last writers. */
export class SavedState {
  readonly lastWriters = new LastWriters(() => {
    this.#dirty = true;
  });
  readonly #folder: string;
  readonly #disk: Disk;
  readonly #log: Log | undefined;
  readonly #access: WriteAccess | undefined;
  /** By slug, the oldest first. */
  readonly #removals = new Map<string, RecordedRemoval>();
  /** Removals that are recorded before the file of the article is deleted. */
  readonly #planned = new Map<string, RecordedRemoval>();
  readonly #notices = new Map<string, WaitingNotice>();
  /** By notice: the number of its changes that are not visible yet. */
  readonly #unreleased = new Map<string, number>();
  #version = 0;
  #removalList: readonly RecordedRemoval[] | undefined;
  #dirty = false;
  #warned = false;
  #loaded: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #nextWrite: Promise<void> | undefined;

  /** @param access by default the folder may be written to */
  constructor(folder: string, disk: Disk, log: Log | undefined, access?: WriteAccess) {
    this.#access = access;
    this.#folder = folder;
    this.#disk = disk;
    this.#log = log;
  }

  /**
   * Takes over from another service, which wrote to the file and notified hubs. Removals since then, which that service
   * did not see, stay recorded.
   */
  async takeOver(): Promise<void> {
    const own = [...this.#removals.values()];
    this.#removals.clear();
    this.#notices.clear();
    await this.#load();
    for (const removal of own) this.recordRemoval(this.#removals.get(removal.slug) ?? removal);
  }

  /** Reads the file on the first call. An invalid file counts as none and is logged. */
  load(): Promise<void> {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }

  /** The oldest first. The same array while nothing changes. */
  get removals(): readonly RecordedRemoval[] {
    this.#removalList ??= [...this.#removals.values()];
    return this.#removalList;
  }

  /** The notices whose change is visible; none while another service writes to the folder and notifies hubs. */
  get notices(): readonly WaitingNotice[] {
    if (this.#access?.owned === false) return [];
    return [...this.#notices].flatMap(([key, notice]) => (this.#unreleased.has(key) ? [] : notice));
  }

  /** Whether a removal of the slug is recorded or planned. */
  hasRemoval(slug: string): boolean {
    return this.#removals.has(slug) || this.#planned.has(slug);
  }

  /** Records a removal in the file before it is made. `removals` does not have it yet. */
  planRemoval(removal: RecordedRemoval): void {
    this.#planned.set(removal.slug, removal);
    this.#dirty = true;
  }

  /** A planned removal is not made. */
  cancelRemoval(slug: string): void {
    if (this.#planned.delete(slug)) this.#dirty = true;
  }

  /** A planned removal is made. */
  confirmRemoval(slug: string): void {
    const removal = this.#planned.get(slug);
    this.#planned.delete(slug);
    if (removal !== undefined) this.recordRemoval(removal);
  }

  /** Records a removal. The oldest beyond `MAX_RECORDED_REMOVALS` are forgotten. */
  recordRemoval(removal: RecordedRemoval): void {
    setNewest(this.#removals, removal.slug, removal, MAX_RECORDED_REMOVALS);
    this.#invalidate();
  }

  /** The slug has an article again. */
  forgetRemoval(slug: string): void {
    if (this.#removals.delete(slug)) this.#invalidate();
  }

  /**
   * Records notices. A notice that is in the outbox already gets a new version, so that it is sent again if it is being
   * delivered now.
   * @returns a function that releases them; call it when the change is visible
   */
  recordNotices(notices: readonly NewNotice[]): () => void {
    const keys = notices.map(({ hub, topic, key, due }) => {
      const id = noticeId({ hub, topic, key });
      const existing = this.#notices.get(id);
      this.#version += 1;
      this.#notices.set(id, {
        // A new change has attempts of its own.
        ...{ hub, topic, key, version: this.#version, attempts: 0 },
        due: existing !== undefined && existing.due < due ? existing.due : due,
      });
      this.#unreleased.set(id, (this.#unreleased.get(id) ?? 0) + 1);
      return id;
    });
    if (keys.length > 0) this.#dirty = true;
    return () => {
      for (const id of keys.splice(0)) {
        const count = (this.#unreleased.get(id) ?? 1) - 1;
        if (count > 0) this.#unreleased.set(id, count);
        else this.#unreleased.delete(id);
      }
    };
  }

  /** Changes a notice, or removes it if `change` returns undefined. Its version may be newer than that of `notice`. */
  updateNotice(notice: Notice, invalidate: (existing: WaitingNotice) => WaitingNotice | undefined): void {
    const id = noticeId(notice);
    const existing = this.#notices.get(id);
    if (existing === undefined) return;
    const next = invalidate(existing);
    if (next === undefined) this.#notices.delete(id);
    else this.#notices.set(id, next);
    this.#dirty = true;
  }

  /** Makes the state durable. Calls during a write share the next one. @throws the error of the file system */
  flush(): Promise<void> {
    if (!this.#dirty) return this.#writing;
    this.#nextWrite ??= this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#nextWrite = undefined;
        this.#writing = this.#write();
        return this.#writing;
      });
    return this.#nextWrite;
  }

  /** Makes the state durable. If the folder cannot be written to, it stays in memory and the log says so once. */
  async save(): Promise<void> {
    if (this.#access?.owned === false) return;
    try {
      await this.flush();
    } catch (error) {
      if (!this.#warned)
        this.#log?.warn(
          `${SAVED_STATE_FILE} cannot be written (${errorCode(error)}): removals, notices to hubs and who wrote last are forgotten at the next start`,
        );
      this.#warned = true;
    }
  }

  #invalidate(): void {
    this.#removalList = undefined;
    this.#dirty = true;
  }

  async #write(): Promise<void> {
    this.#dirty = false;
    const removals = [...this.#removals.values(), ...this.#planned.values()];
    try {
      const [notices, writers] = [[...this.#notices.values()], this.lastWriters.list];
      await writeSavedState(this.#disk, this.#folder, { removals, notices, writers });
    } catch (error) {
      this.#dirty = true;
      throw error;
    }
  }

  async #load(): Promise<void> {
    try {
      const { removals, notices, writers } = await readSavedState(this.#folder);
      for (const removal of removals.slice(-MAX_RECORDED_REMOVALS)) this.#removals.set(removal.slug, removal);
      this.lastWriters.load(writers);
      for (const notice of notices) {
        this.#notices.set(noticeId(notice), notice);
        this.#version = Math.max(this.#version, notice.version);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log?.warn(`${SAVED_STATE_FILE} is not understood and will be replaced: ${reason}`);
    }
  }
}

function noticeId({ hub, topic, key }: Pick<Notice, "hub" | "topic" | "key">): string {
  return JSON.stringify([hub, topic, key]);
}
