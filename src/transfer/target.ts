import type { Finding } from "../lib/fault.ts";
import type { ArchivePosition, IncomingArticle, OutgoingArticle, RestoredRemoval } from "../store/stored-article.ts";

/** The result of putting an article. */
export type Delivery =
  | { readonly kind: "created" | "changed" | "same"; readonly findings: readonly Finding[] }
  /** It is left out; the findings say why. */
  | { readonly kind: "faulty"; readonly findings: readonly Finding[] }
  | { readonly kind: "failed"; readonly message: string };

/** What to do where a target refuses to change much of what is there. */
export const CONFIRM = "If it is meant, run it again with --yes.";

/** Where articles are imported to: a database or a running service. */
export interface Target {
  /** Puts articles, each as a whole or not at all; existing ones stay. One delivery each, in their order. */
  readonly put: (articles: readonly IncomingArticle[]) => Promise<readonly Delivery[]>;
  /**
   * Notes removals; slugs under which there is an article are passed over.
   * @param reserved positions up to which no later article may get one, as an edit left them empty
   */
  readonly note: (removals: readonly RestoredRemoval[], reserved: readonly ArchivePosition[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Where articles are exported from. */
export interface Origin {
  /** How many articles there are, for the progress bar. */
  readonly count: () => Promise<number>;
  /** By slug. */
  readonly articles: () => AsyncIterable<OutgoingArticle>;
  readonly removals: () => AsyncIterable<RestoredRemoval>;
  /** The highest positions of archives that neither an article nor a removal has. */
  readonly reserved: () => Promise<readonly ArchivePosition[]>;
  readonly close: () => Promise<void>;
}
