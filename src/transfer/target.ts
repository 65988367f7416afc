import type { Finding } from "../lib/fault.ts";
import type { Scope } from "../site/urls.ts";
import type { Source } from "../source/source.ts";
import type { Removal } from "../store/article-store.ts";
import type { StoredSource } from "../store/article-writer.ts";

/** Where an article stands in the archive of a scope, counted from 1. */
export interface Position {
  readonly scope: Scope;
  readonly position: number;
}

/** An article that is brought along; one from an export keeps its place and its time. */
export interface Incoming extends Source {
  readonly restored?: { readonly modified: Date; readonly positions: readonly Position[] };
}

/** What came of an article that was brought along. */
export type Delivery =
  | { readonly kind: "created" | "changed" | "same"; readonly findings: readonly Finding[] }
  /** It is left out; the findings say why. */
  | { readonly kind: "faulty"; readonly findings: readonly Finding[] }
  | { readonly kind: "failed"; readonly message: string };

/** A removed article and the scopes whose feeds tell of it. */
export interface RestoredRemoval extends Removal {
  readonly positions: readonly Position[];
}

/** Where articles are brought to: a database or a running service. */
export interface Target {
  /** Puts articles, each as a whole or not at all; what was there already stays as it is. One delivery each, in their order. */
  readonly put: (articles: readonly Incoming[]) => Promise<readonly Delivery[]>;
  /** Notes removals; slugs under which there is an article are passed over. */
  readonly note: (removals: readonly RestoredRemoval[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** An article as it leaves. */
export interface Outgoing extends StoredSource {
  readonly positions: readonly Position[];
}

/** Where everything is taken out of. */
export interface Origin {
  /** How many articles there are, for the progress bar. */
  readonly count: () => Promise<number>;
  /** By slug. */
  readonly articles: () => AsyncIterable<Outgoing>;
  readonly removals: () => AsyncIterable<RestoredRemoval>;
  readonly close: () => Promise<void>;
}
