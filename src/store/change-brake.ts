import type { ChangeLimit } from "./article-writer.ts";

/** Articles that may vanish or change at once in any case: what a person does by hand. @limit articles */
export const MAX_SUDDEN_CHANGES = 5;

/** Share of the articles above which removals and changes at once are a mishap rather than a decision. @limit share */
export const MAX_SUDDEN_SHARE = 0.1;

/** Keeps an import or a bulk request from removing or changing much of what is there, unless that is confirmed. */
export class ChangeBrake {
  readonly #articles: () => Promise<number>;
  readonly #remedy: string;
  #count = 0;
  #total: Promise<number> | undefined;

  /**
   * @param articles counts the articles; asked once, when there are more than a few changes
   * @param remedy what to do if it is meant
   */
  constructor(articles: () => Promise<number>, remedy: string) {
    this.#articles = articles;
    this.#remedy = remedy;
  }

  /** Refuses changes and removals that would be too many together with those that were recorded. */
  readonly limit: ChangeLimit = async (outcomes) => {
    const count = this.#count + outcomes.filter(isChange).length;
    if (count <= MAX_SUDDEN_CHANGES) return undefined;
    this.#total ??= this.#articles();
    const total = await this.#total;
    if (count <= total * MAX_SUDDEN_SHARE) return undefined;
    return {
      kind: "refused",
      message: `at least ${count} of ${total} articles would be changed or removed at once`,
      hint: this.#remedy,
    };
  };

  /** Counts changes that were made. */
  record(outcomes: readonly { readonly kind: string }[]): void {
    this.#count += outcomes.filter(isChange).length;
  }
}

/** Whether a change replaces or removes what is there. */
export function isChange({ kind }: { readonly kind: string }): boolean {
  return kind === "changed" || kind === "removed";
}
