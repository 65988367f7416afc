/** Levels of the log, from the least to the most important; `silent` is only a threshold. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** The level of a line. */
export type LineLevel = Exclude<LogLevel, "silent">;

/** Where the program says what happens. It is handed in; nothing writes to the console by itself. */
export type Log = Record<LineLevel, (message: string) => void>;
