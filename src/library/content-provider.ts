import type { Log } from "../lib/log.ts";
import type { ArticleStore } from "../store/article-store.ts";
import type { Content } from "../store/content.ts";
import { SettingsError } from "./errors.ts";
import { readSite, type SiteSettings } from "./site-settings.ts";

/** Where articles come from: `articles(…)`, or `folder(…)` of `@harkara/server/node`. */
export interface ContentProvider {
  /** Is called once. */
  readonly open: (parts: ProviderParts) => Promise<OpenContent>;
}

/** What a provider is given. */
export interface ProviderParts {
  /** The settings that the application gave; nothing if the provider has to know them. */
  readonly settings: SiteSettings | undefined;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
}

/** The articles of a provider, kept up to date. */
export interface OpenContent {
  /** What is published now; nothing until it is loaded. */
  readonly content: () => Content | undefined;
  /** Is waited for before each request is answered; never rejects. */
  readonly refresh?: () => Promise<void>;
  /** Ends the following of changes. */
  readonly close?: () => Promise<void>;
}

/** Serves a store of the application's own, under the settings that it gave. */
export function fromStore(store: ArticleStore): ContentProvider {
  return {
    async open({ settings, now }) {
      const content = { site: await readSite(requireSettings(settings), now()), store };
      return { content: () => content };
    },
  };
}

/** @throws SettingsError if there are none */
export function requireSettings(settings: SiteSettings | undefined): SiteSettings {
  if (settings !== undefined) return settings;
  const message = "`site` is missing, which only a folder may leave out";
  const hint = "Give the settings as `site`.";
  throw new SettingsError([
    { file: "site", line: 1, column: 1, code: "bad-setting", message, hint, severity: "error" },
  ]);
}
