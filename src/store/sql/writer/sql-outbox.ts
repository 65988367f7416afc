import type { Notice, Outbox } from "../../outbox.ts";
import type { Database, SqlRow, SqlValue } from "../database.ts";

/** An outbox in the database of the articles. */
export function createSqlOutbox(database: Database): Outbox {
  const run = (sql: string, { hub, topic, key, version }: Notice, ...more: SqlValue[]) =>
    database.batch([{ sql: `${sql} ${SAME_NOTICE}`, values: [hub, topic, key, version, ...more] }]);
  const remove = (notice: Notice) => run("DELETE FROM outbox", notice);
  return {
    async due(now, limit) {
      const rows = await database.reader()({ sql: DUE, values: [now.getTime(), limit] });
      return rows.map(noticeOf);
    },
    async nextDue() {
      const [row] = await database.reader()({ sql: "SELECT min(due) AS due FROM outbox", values: [] });
      return row?.due == null ? undefined : new Date(Number(row.due));
    },
    markDelivered: remove,
    drop: remove,
    postpone: (notice, due) => run("UPDATE outbox SET attempts = attempts + 1, due = ?5", notice, due.getTime()),
    async backlog(limit) {
      const read = database.reader();
      const hubs = await read({ sql: HUBS, values: [] });
      const notices = await read({ sql: FIRST_DUE, values: [limit] });
      return {
        hubs: hubs.map(({ hub, notices, attempts, due }) => ({
          hub: String(hub),
          notices: Number(notices),
          attempts: Number(attempts),
          due: new Date(Number(due)),
        })),
        notices: notices.map((row) => ({ ...noticeOf(row), due: new Date(Number(row.due)) })),
      };
    },
  };
}

const DUE = "SELECT hub, topic, key, version, attempts FROM outbox WHERE due <= ?1 ORDER BY due LIMIT ?2";

const FIRST_DUE = "SELECT hub, topic, key, version, attempts, due FROM outbox ORDER BY due LIMIT ?1";

const HUBS =
  "SELECT hub, count(*) AS notices, max(attempts) AS attempts, min(due) AS due FROM outbox GROUP BY hub ORDER BY notices DESC";

/** A notice as it was read: after a later change it has another version, and attempts of its own. */
const SAME_NOTICE = "WHERE hub = ?1 AND topic = ?2 AND key = ?3 AND version = ?4";

function noticeOf({ hub, topic, key, version, attempts }: SqlRow): Notice {
  return {
    hub: String(hub),
    topic: String(topic),
    key: Number(key),
    version: Number(version),
    attempts: Number(attempts),
  };
}
