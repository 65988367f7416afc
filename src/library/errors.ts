import { type Fault, formatFault } from "../lib/fault.ts";

/** The settings of the site have faults. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(`the site's settings have faults: ${faults.map(({ message }) => message).join("; ")}`);
    this.faults = faults;
  }
}

/** An article has faults that keep it out of the feeds. */
export class ArticleError extends Error {
  override readonly name = "ArticleError";
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(formatFault).join("; "));
    this.faults = faults;
  }
}

/** A content folder cannot be served; each line says why. */
export class ContentError extends Error {
  override readonly name = "ContentError";
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[]) {
    super([message, ...lines].join(" "));
    this.lines = lines;
  }
}
