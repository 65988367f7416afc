/** Levels of the log, from the least to the most important; `silent` is only a threshold. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the program says what happens. It is handed in; nothing writes to the console by itself. */
export type Log = Record<Exclude<LogLevel, "silent">, (message: string) => void>;

/**
 * A log that passes on what is at or above a level.
 * @param level the least important level that is still written
 * @param write gets one line, without its line end
 */
export function createLog(level: LogLevel, write: (line: string) => void): Log {
  const threshold = LOG_LEVELS.indexOf(level);
  const at = (own: Exclude<LogLevel, "silent">) => (message: string) => {
    if (LOG_LEVELS.indexOf(own) >= threshold) write(`${own} ${message.replace(/\p{Cc}+/gu, " ")}`);
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
