import type { Notice, Outbox } from "../push/outbox.ts";
import type { FolderNotes } from "./folder-notes.ts";

/**
 * The notices of a folder to hubs. What became of one is kept if the folder can be written to; if it is lost, a hub is
 * told twice.
 */
export function createFolderOutbox(notes: FolderNotes): Outbox {
  // What changed since a notice was given away is told with tries of its own.
  const end = async (notice: Notice) => {
    notes.update(notice, (waiting) => (waiting.version === notice.version ? undefined : waiting));
    await notes.keep();
  };

  return {
    async due(now, limit) {
      return notes.notices
        .filter(({ due }) => due <= now)
        .sort((a, b) => a.due.getTime() - b.due.getTime())
        .slice(0, limit)
        .map(({ due: _, ...notice }) => notice);
    },

    async nextDue() {
      const [first, ...others] = notes.notices.map(({ due }) => due.getTime());
      return first === undefined ? undefined : new Date(others.reduce((a, b) => Math.min(a, b), first));
    },

    settle: end,
    drop: end,

    async postpone(notice, due) {
      notes.update(notice, (waiting) =>
        waiting.version === notice.version ? { ...waiting, attempts: notice.attempts + 1, due } : waiting,
      );
      await notes.keep();
    },
  };
}
