import { LOG_LEVELS, type LogLevel } from "./log.ts";
import { address } from "./settings.ts";

/** What the environment of the Node service says. */
export interface Environment {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  readonly contentDir: string;
  /** In place of the address in `site.json`. */
  readonly siteUrl: string | undefined;
  readonly logLevel: LogLevel;
}

/** The variables, with their defaults; `README.md` lists the same. */
export const VARIABLES = {
  PORT: "8787",
  HOST: "127.0.0.1",
  CONTENT_DIR: "content",
  SITE_URL: undefined,
  LOG_LEVEL: "info",
} as const satisfies Record<string, string | undefined>;

/**
 * Reads the environment; an empty variable counts as missing.
 * @returns the settings, or a message for each fault
 */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): { readonly environment: Environment } | { readonly faults: readonly string[] } {
  const value = (name: keyof typeof VARIABLES) => env[name]?.trim() || VARIABLES[name];
  const faults: string[] = [];
  const port = value("PORT") ?? "";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    faults.push(`PORT is “${port}”: it must be a number from 0 to 65535`);
  }
  const level = value("LOG_LEVEL");
  const logLevel = LOG_LEVELS.find((each) => each === level);
  if (logLevel === undefined)
    faults.push(`LOG_LEVEL is “${level}”: it must be one of ${LOG_LEVELS.join(", ")}`);
  const siteUrl = value("SITE_URL");
  if (siteUrl !== undefined && !address.safeParse(siteUrl).success) {
    faults.push(
      `SITE_URL is “${siteUrl}”: it must be an absolute http or https address, such as https://news.example.org`,
    );
  }
  if (faults.length > 0 || logLevel === undefined) return { faults };
  return {
    environment: {
      port: Number(port),
      host: value("HOST") ?? "",
      contentDir: value("CONTENT_DIR") ?? "",
      siteUrl,
      logLevel,
    },
  };
}
