import { siteOf } from "../../support/fixtures/content.ts";
import { TOKEN } from "../../support/services/publishing.ts";

/** A service that listens on loopback, empty at first, whose site's address is where it listens. */
export interface Place {
  /** Where it listens, and the address of its site. */
  readonly origin: string;
  /** Whether it answers readers that take deltas with them. */
  readonly deltas: boolean;
  /** Moves the service's clock on. @param milliseconds in front of the real time */
  readonly ahead: (milliseconds: number) => Promise<void>;
  /** Lets what is to be done from time to time be done now. */
  readonly tick: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts a service that tells the hub at an address, or none. */
export type Make = (hub?: string) => Promise<Place>;

/** What the site of a walk says of itself. */
export function settingsFor(origin: string, hub?: string): Record<string, unknown> {
  return {
    title: "The Walk",
    address: origin,
    authority: "walk.example",
    authoritySince: "2025-01-01",
    categories: { India: { description: "All of it." }, Weather: {} },
    hubs: hub === undefined ? [] : [hub],
    tombstoneDays: 30,
  };
}

/** The same, read. */
export const siteFor = (origin: string, hub?: string) => siteOf(settingsFor(origin, hub));

/** A publisher with the token. */
export interface Publisher {
  readonly ask: (method: string, path: string, init?: RequestInit) => Promise<Response>;
  /** Publishes what must be taken. @returns its tag, in quotes */
  readonly put: (slug: string, source: Source, headers?: Readonly<Record<string, string>>) => Promise<string>;
}

export interface Source {
  readonly type: "text/plain" | "text/markdown" | "application/json";
  readonly text: string;
}

export function publisherAt(origin: string): Publisher {
  const ask: Publisher["ask"] = (method, path, init = {}) =>
    fetch(origin + path, {
      method,
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, ...(init.headers as Record<string, string>) },
    });
  return {
    ask,
    async put(slug, { type, text }, headers = {}) {
      const response = await ask("PUT", `/api/articles/${encodeURIComponent(slug)}`, {
        headers: { "content-type": type, ...headers },
        body: text,
      });
      const reported = await response.text();
      if (response.status !== 200 && response.status !== 201) throw new Error(`${response.status} ${reported}`);
      return response.headers.get("etag") ?? "";
    },
  };
}
