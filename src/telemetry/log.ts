import { type LineLevel, LOG_LEVELS, type Log, type LogLevel } from "../lib/log.ts";
import { type LogLines, untimedLines } from "./log-lines.ts";
import type { RequestListener } from "./request-record.ts";

/** A log that also takes requests: responses with a 5xx status are errors, all others and those while loading information. */
export type RequestLog = Log & { readonly request: RequestListener };

/**
 * Creates a log that writes what is at or above a level.
 * @param level the lowest level that is written
 * @param write gets one line, without its line end
 */
export function createLog(level: LogLevel, write: (line: string) => void, lines: LogLines = untimedLines): RequestLog {
  const threshold = LOG_LEVELS.indexOf(level);
  const isWritten = (own: LineLevel) => LOG_LEVELS.indexOf(own) >= threshold;
  const at = (own: LineLevel) => (message: string) => {
    if (isWritten(own)) write(lines.message(own, message));
  };
  const [news, failures] = [isWritten("info"), isWritten("error")];
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    request(record) {
      const own = record.status >= 500 && !record.loading ? "error" : "info";
      if (own === "error" ? failures : news) write(lines.request(own, record));
    },
  };
}
