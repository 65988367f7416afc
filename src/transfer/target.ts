import type { Finding } from "../lib/fault.ts";
import type { IncomingArticle, OutgoingArticle, RestoredRemoval } from "../store/stored-article.ts";

/** The result of putting an article. */
export type Delivery =
  | { readonly kind: "created" | "changed" | "same"; readonly findings: readonly Finding[] }
  /** It is left out; the findings say why. */
  | { readonly kind: "faulty"; readonly findings: readonly Finding[] }
  | { readonly kind: "failed"; readonly message: string };

/** Where articles are imported to: a database or a running service. */
export interface Target {
  /** Puts articles, each as a whole or not at all; existing ones stay. One delivery each, in their order. */
  readonly put: (articles: readonly IncomingArticle[]) => Promise<readonly Delivery[]>;
  /** Notes removals; slugs under which there is an article are passed over. */
  readonly note: (removals: readonly RestoredRemoval[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Where articles are exported from. */
export interface Origin {
  /** How many articles there are, for the progress bar. */
  readonly count: () => Promise<number>;
  /** By slug. */
  readonly articles: () => AsyncIterable<OutgoingArticle>;
  readonly removals: () => AsyncIterable<RestoredRemoval>;
  readonly close: () => Promise<void>;
}
