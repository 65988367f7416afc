import { type AccessToken, parseTokens } from "../../http/access-tokens.ts";
import { readVariable, VariableError, type Variables } from "../../lib/environment/read-variable.ts";
import { LOG_LEVELS, type LogLevel } from "../../lib/log.ts";
import { address } from "../../site/settings.ts";

/** What the log is written for: programs (`json`), people (`text`), or people where it goes to a terminal (`auto`). */
export const LOG_FORMATS = ["auto", "json", "text"] as const;

export type LogFormat = (typeof LOG_FORMATS)[number];

/** Which requests have a line of their own in the log: all, or those that the cache alone did not answer (`notable`). */
export const LOGGED_REQUESTS = ["notable", "all"] as const;

/** The settings of the Node service. */
export interface Environment {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  readonly contentDir: string;
  /** In place of the address in `site.json`. */
  readonly siteUrl: string | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly logRequests: (typeof LOGGED_REQUESTS)[number];
  /** Path of the SQLite database; nothing where the articles are those of the content folder. */
  readonly database: string | undefined;
  /** The token that may do all. */
  readonly publishToken: string | undefined;
  /** Further tokens, besides those of the content folder. */
  readonly tokens: readonly AccessToken[];
  /** Whether hubs of the private network are told as well. */
  readonly allowPrivateHubs: boolean;
}

/** The variables, with their defaults; `docs/reference/environment.md` lists the same. */
export const VARIABLES = {
  PORT: "8787",
  HOST: "127.0.0.1",
  CONTENT_DIR: "content",
  SITE_URL: undefined,
  LOG_LEVEL: "info",
  LOG_FORMAT: "auto",
  LOG_REQUESTS: "notable",
  DATABASE: undefined,
  PUBLISH_TOKEN: undefined,
  TOKENS: undefined,
  ALLOW_PRIVATE_HUBS: "false",
} as const satisfies Record<string, string | undefined>;

/**
 * Reads the environment; an empty variable counts as missing. Each variable may be given as a file, see `readVariable`.
 * @returns the settings, or a message for each fault and the format to write them in
 */
export function readEnvironment(
  env: Variables,
): { readonly environment: Environment } | { readonly faults: readonly string[]; readonly logFormat: LogFormat } {
  const faults: string[] = [];
  const value = (name: keyof typeof VARIABLES) => {
    try {
      return readVariable(env, name)?.trim() ?? VARIABLES[name];
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      faults.push(error.message);
      return VARIABLES[name];
    }
  };
  const port = value("PORT") ?? "";
  if (!isPort(port)) faults.push(`PORT is “${port}”: it must be a number from 0 to 65535`);
  const level = value("LOG_LEVEL");
  const logLevel = LOG_LEVELS.find((each) => each === level);
  if (logLevel === undefined) faults.push(`LOG_LEVEL is “${level}”: it must be one of ${LOG_LEVELS.join(", ")}`);
  const format = value("LOG_FORMAT");
  const logFormat = LOG_FORMATS.find((each) => each === format);
  if (logFormat === undefined) faults.push(`LOG_FORMAT is “${format}”: it must be one of ${LOG_FORMATS.join(", ")}`);
  const requests = value("LOG_REQUESTS");
  const logRequests = LOGGED_REQUESTS.find((each) => each === requests);
  if (logRequests === undefined)
    faults.push(`LOG_REQUESTS is “${requests}”: it must be one of ${LOGGED_REQUESTS.join(", ")}`);
  const siteUrl = value("SITE_URL");
  if (siteUrl !== undefined && !address.safeParse(siteUrl).success) {
    faults.push(
      `SITE_URL is “${siteUrl}”: it must be an absolute http or https address, such as https://news.example.org`,
    );
  }
  const allowPrivateHubs = value("ALLOW_PRIVATE_HUBS");
  if (allowPrivateHubs !== "true" && allowPrivateHubs !== "false")
    faults.push(`ALLOW_PRIVATE_HUBS is “${allowPrivateHubs}”: it must be true or false`);
  const publishToken = value("PUBLISH_TOKEN");
  // RFC 6750, section 2.1: nothing else can be sent as a bearer token.
  if (publishToken !== undefined && !/^[\w.~+/-]+=*$/.test(publishToken))
    faults.push("PUBLISH_TOKEN must be made of letters, digits and -._~+/, without blanks");
  const tokens = parseTokens(value("TOKENS") ?? "[]");
  if ("message" in tokens) faults.push(`TOKENS must be what harkara token prints: ${tokens.message}`);
  const [host, contentDir, database] = [value("HOST"), value("CONTENT_DIR"), value("DATABASE")];
  if (faults.length > 0 || "message" in tokens || !logLevel || !logFormat || !logRequests)
    return { faults, logFormat: logFormat ?? VARIABLES.LOG_FORMAT };
  return {
    environment: {
      port: Number(port),
      host: host ?? "",
      contentDir: contentDir ?? "",
      siteUrl,
      logLevel,
      logFormat,
      logRequests,
      database,
      publishToken,
      ...tokens,
      allowPrivateHubs: allowPrivateHubs === "true",
    },
  };
}

/** Whether a text is the number of a port; 0 stands for any free one. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}
