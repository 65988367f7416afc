import { groupBy } from "../../../lib/collections/group-by.ts";
import type { HubBacklog, Notice, Outbox, WaitingNotice } from "../../outbox.ts";
import type { SavedState } from "./saved-state.ts";

/** The outbox of a content folder. If the folder cannot be written to, a hub may be notified twice after a restart. */
export function createFolderOutbox(savedState: SavedState): Outbox {
  // A newer version of the notice stays, with attempts of its own.
  const remove = async (notice: Notice) => {
    savedState.updateNotice(notice, (current) => (current.version === notice.version ? undefined : current));
    await savedState.save();
  };

  return {
    async due(now, limit) {
      return byDue(savedState.notices.filter(({ due }) => due <= now))
        .slice(0, limit)
        .map(({ due: _, ...notice }) => notice);
    },

    async nextDue() {
      const [first, ...others] = savedState.notices.map(({ due }) => due.getTime());
      return first === undefined ? undefined : new Date(others.reduce((a, b) => Math.min(a, b), first));
    },

    markDelivered: remove,
    drop: remove,

    async postpone(notice, due) {
      savedState.updateNotice(notice, (current) =>
        current.version === notice.version ? { ...current, attempts: notice.attempts + 1, due } : current,
      );
      await savedState.save();
    },

    async backlog(limit) {
      const current = byDue(savedState.notices);
      const hubs = [...groupBy(current, ({ hub }) => hub)].map(([hub, own]) => backlogOf(hub, own));
      return { hubs: hubs.sort((a, b) => b.notices - a.notices), notices: current.slice(0, limit) };
    },
  };
}

function byDue(notices: readonly WaitingNotice[]): WaitingNotice[] {
  return [...notices].sort((a, b) => a.due.getTime() - b.due.getTime());
}

/** @param notices by due time */
function backlogOf(hub: string, notices: readonly WaitingNotice[]): HubBacklog {
  return {
    hub,
    notices: notices.length,
    attempts: notices.reduce((max, { attempts }) => Math.max(max, attempts), 0),
    due: notices[0]?.due ?? new Date(0),
  };
}
