import type { RequestListener } from "./request-record.ts";

/** Milliseconds between two lines that sum up polls: short enough to see a flood, long enough to read. @limit ms */
export const POLL_SUMMARY_MS = 60_000;

/** Logs requests one by one, but for polls that were answered from the cache: of these it tells how many there were. */
export interface PollSummary {
  readonly listener: RequestListener;
  /** Writes what was counted since the last time; nothing if there were no such polls. */
  readonly flush: () => void;
}

/**
 * @param logRequest logs a request
 * @param log logs the summary
 */
export function createPollSummary(logRequest: RequestListener, log: (line: string) => void): PollSummary {
  let [unchanged, sent, bytes] = [0, 0, 0];
  return {
    listener(record) {
      if (record.cache !== "hit" || record.status >= 400) return logRequest(record);
      if (record.status === 304) unchanged += 1;
      else sent += 1;
      bytes += record.bytes ?? 0;
    },
    flush() {
      if (unchanged + sent === 0) return;
      log(`polls answered from the cache: ${unchanged} with 304, ${sent} with ${bytes} bytes`);
      [unchanged, sent, bytes] = [0, 0, 0];
    },
  };
}
