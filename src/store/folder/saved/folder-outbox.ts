import type { HubBacklog, Notice, Outbox, WaitingNotice } from "../../outbox.ts";
import type { SavedState } from "./saved-state.ts";

/**
 * The notices of a folder to hubs. What became of one is kept if the folder can be written to; if it is lost, a hub is
 * told twice.
 */
export function createFolderOutbox(notes: SavedState): Outbox {
  // What changed since a notice was given away is told with tries of its own.
  const end = async (notice: Notice) => {
    notes.update(notice, (waiting) => (waiting.version === notice.version ? undefined : waiting));
    await notes.save();
  };

  return {
    async due(now, limit) {
      return byDue(notes.notices.filter(({ due }) => due <= now))
        .slice(0, limit)
        .map(({ due: _, ...notice }) => notice);
    },

    async nextDue() {
      const [first, ...others] = notes.notices.map(({ due }) => due.getTime());
      return first === undefined ? undefined : new Date(others.reduce((a, b) => Math.min(a, b), first));
    },

    markDelivered: end,
    drop: end,

    async postpone(notice, due) {
      notes.update(notice, (waiting) =>
        waiting.version === notice.version ? { ...waiting, attempts: notice.attempts + 1, due } : waiting,
      );
      await notes.save();
    },

    async backlog(limit) {
      const waiting = byDue(notes.notices);
      const hubs = [...Map.groupBy(waiting, ({ hub }) => hub)].map(([hub, own]) => backlogOf(hub, own));
      return { hubs: hubs.sort((a, b) => b.notices - a.notices), notices: waiting.slice(0, limit) };
    },
  };
}

function byDue(notices: readonly WaitingNotice[]): WaitingNotice[] {
  return [...notices].sort((a, b) => a.due.getTime() - b.due.getTime());
}

/** @param notices the first to be due first */
function backlogOf(hub: string, notices: readonly WaitingNotice[]): HubBacklog {
  return {
    hub,
    notices: notices.length,
    attempts: notices.reduce((most, { attempts }) => Math.max(most, attempts), 0),
    due: notices[0]?.due ?? new Date(0),
  };
}
