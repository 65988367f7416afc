import type { Notice, Outbox } from "../../../src/store/outbox.ts";

/** An outbox in memory, and what a publication adds to it. */
export interface MemoryOutbox extends Outbox {
  /** Notes that a topic changes. @param due from when on the hub may be told, UTC; one notice for each such time */
  readonly publish: (hub: string, topic: string, due: Date, key?: number) => void;
  /** All that is in it. */
  readonly list: () => readonly (Notice & { readonly due: Date })[];
}

/** Keeps what the port promises and nothing besides: what is newer than a notice at hand is left as it is. */
export function createMemoryOutbox(): MemoryOutbox {
  const rows = new Map<string, Notice & { due: Date }>();
  let versions = 0;
  const nameOf = ({ hub, topic, key }: Pick<Notice, "hub" | "topic" | "key">) => `${hub} ${topic} ${key}`;
  const current = (notice: Notice) => rows.get(nameOf(notice))?.version === notice.version;
  const sorted = () => [...rows.values()].sort((a, b) => a.due.getTime() - b.due.getTime());
  return {
    due: async (now, limit) =>
      sorted()
        .filter(({ due }) => due <= now)
        .slice(0, limit)
        .map(({ due: _, ...notice }) => notice),
    nextDue: async () => sorted()[0]?.due,
    markDelivered: async (notice) => {
      if (current(notice)) rows.delete(nameOf(notice));
    },
    postpone: async (notice, due) => {
      if (current(notice)) rows.set(nameOf(notice), { ...notice, attempts: notice.attempts + 1, due });
    },
    drop: async (notice) => {
      if (current(notice)) rows.delete(nameOf(notice));
    },
    async backlog(limit) {
      const hubs = [...new Set(sorted().map(({ hub }) => hub))].map((hub) => {
        const own = sorted().filter((notice) => notice.hub === hub);
        const attempts = Math.max(...own.map((notice) => notice.attempts));
        return { hub, notices: own.length, attempts, due: own[0]?.due ?? new Date(0) };
      });
      return { hubs: hubs.sort((a, b) => b.notices - a.notices), notices: sorted().slice(0, limit) };
    },
    publish(hub, topic, due, key = 0) {
      versions += 1;
      const notice = { hub, topic, key, version: versions, attempts: 0, due };
      rows.set(nameOf(notice), notice);
    },
    list: sorted,
  };
}
