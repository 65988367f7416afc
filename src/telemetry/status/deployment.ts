import type { Fault } from "../../lib/fault.ts";
import type { Outbox } from "../../store/outbox.ts";
import type { HubHealth } from "../../websub/hub-health.ts";

/** What the status tells of a deployment besides its content and its counts. */
export interface Deployment {
  /** What keeps the articles: `folder`, `SQLite`, `D1`, `bundle`. */
  readonly kind: string;
  /** Where that is, such as the path of a folder; nothing where it has no name of its own. */
  readonly place: string | null;
  /** What was wrong with it when it was read last. */
  readonly faults: () => readonly Fault[];
  /** What the program runs on: `Node 26.0.0`, `Cloudflare Workers`. */
  readonly runtime: string;
  /** Whose counts there are: those of all that is answered, or of one isolate among many. */
  readonly counted: "process" | "isolate";
  /** Whether Analytics Engine is told of every request. */
  readonly analytics: boolean;
  /** Nothing where hubs are never told. */
  readonly outbox: Outbox | undefined;
  readonly health: HubHealth;
}
