import type { Fault } from "../../lib/fault.ts";
import type { Outbox } from "../../store/outbox.ts";
import type { HubHealth } from "../../websub/hub-health.ts";

/** What the status shows of a deployment besides its content and its counts. */
export interface Deployment {
  /** The kind of store: `folder`, `SQLite`, `D1`, `bundle`. */
  readonly kind: string;
  /** Where it is, such as the path of a folder; null if it has no name. */
  readonly place: string | null;
  /** Articles that are served though their files are missing; undefined where that cannot be. */
  readonly heldRemovals?: () => number;
  /** The faults of the content when it was last read. */
  readonly faults: () => readonly Fault[];
  /** `Node 26.0.0`, `Cloudflare Workers`. */
  readonly runtime: string;
  /** Whether the counts are those of the whole process, or of one isolate among many. */
  readonly counted: "process" | "isolate";
  /** Whether requests are written to Analytics Engine. */
  readonly analytics: boolean;
  /** Undefined if hubs are never notified. */
  readonly outbox: Outbox | undefined;
  readonly health: HubHealth;
}
